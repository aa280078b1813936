package org.sceneremix.renderer.trace.gpu;

import java.util.Arrays;
import org.sceneremix.renderer.gl.ShaderProgram;
import org.sceneremix.renderer.gl.StorageBuffer;
import org.sceneremix.volume.Blocks;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.Occupancy;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * A grid in the memory of a graphics device, with the map of its empty space. All calls belong to
 * the context's thread.
 */
final class DeviceGrid implements AutoCloseable {

  private final GridSize size;
  private final float[] sent;
  private final Occupancy occupancy = new Occupancy(Occupancy.NEARBY);
  private final StorageBuffer samples;

  /** Distances of {@link #occupancy}; null before the first grid. */
  private StorageBuffer reach;

  private boolean empty = true;

  /**
   * Room for grids of a size.
   *
   * @throws org.sceneremix.renderer.gl.GlException if it is too large for the device
   */
  DeviceGrid(GridSize size) {
    this.size = size;
    int values = Math.toIntExact((long) VoxelGrid.CHANNELS * size.nx() * size.ny() * size.nz());
    this.sent = new float[values];
    this.samples = new StorageBuffer(values);
  }

  GridSize size() {
    return size;
  }

  /** Number of values of a grid. */
  int values() {
    return sent.length;
  }

  /** Sends what has changed since the last call, slice by slice; returns whether anything has. */
  boolean update(VoxelGrid grid, Workers workers) {
    int slice = sent.length / grid.nz();
    boolean[] changed = new boolean[grid.nz()];
    float[] data = grid.data();
    workers.forEach(
        grid.nz(),
        z -> {
          int from = z * slice;
          int to = from + slice;
          changed[z] = empty || Arrays.mismatch(data, from, to, sent, from, to) >= 0;
          if (changed[z]) {
            System.arraycopy(data, from, sent, from, slice);
          }
        });
    boolean any = false;
    for (int z = 0; z < changed.length; z++) {
      if (changed[z]) {
        int first = z;
        while (z + 1 < changed.length && changed[z + 1]) {
          z++;
        }
        samples.upload(first * slice, sent, first * slice, (z + 1 - first) * slice);
        any = true;
      }
    }
    empty = false;
    if (any) {
      sendReach(grid, workers);
    }
    return any;
  }

  private void sendReach(VoxelGrid grid, Workers workers) {
    occupancy.update(grid, workers);
    byte[] distance = occupancy.distance();
    int[] values = new int[distance.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = distance[i];
    }
    if (reach == null) {
      reach = new StorageBuffer(values.length);
    }
    reach.upload(values);
  }

  /** Binds the buffers, and sets the uniforms of {@code ray.glsl} in a program in use. */
  void bind(ShaderProgram program, VoxelGrid grid) {
    samples.bind(0);
    reach.bind(1);
    program.set("fieldSize", size.nx(), size.ny(), size.nz());
    program.set("fieldVoxel", grid.voxelX(), grid.voxelY(), grid.voxelZ());
    program.set("densityScale", grid.densityScale());
    Blocks blocks = occupancy.blocks();
    program.setIvec3("blocks", blocks.nx(), blocks.ny(), blocks.nz());
  }

  @Override
  public void close() {
    samples.close();
    if (reach != null) {
      reach.close();
    }
  }
}
