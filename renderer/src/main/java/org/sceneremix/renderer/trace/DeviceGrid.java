package org.sceneremix.renderer.trace;

import java.util.Arrays;
import java.util.Map;
import org.sceneremix.renderer.gl.ShaderProgram;
import org.sceneremix.renderer.gl.StorageBuffer;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * A grid in the memory of a graphics device, and how far rays may jump in it. All calls belong to
 * the context's thread.
 */
final class DeviceGrid implements AutoCloseable {

  private static final int GROUP = 64;

  /** Edge of a block in cells, as in {@code reach.comp}. */
  private static final int BLOCK = 4;

  private final GridSize size;
  private final int blocksX;
  private final int blocksY;
  private final int blocksZ;
  private final float[] sent;
  private final StorageBuffer samples;
  private final StorageBuffer reach;
  private final StorageBuffer reachBefore;
  private boolean empty = true;

  /**
   * Room for grids of a size.
   *
   * @throws org.sceneremix.renderer.gl.GlException if it is too large for the device
   */
  DeviceGrid(GridSize size) {
    this.size = size;
    this.blocksX = blocks(size.nx());
    this.blocksY = blocks(size.ny());
    this.blocksZ = blocks(size.nz());
    int values = Math.toIntExact((long) VoxelGrid.CHANNELS * size.nx() * size.ny() * size.nz());
    this.sent = new float[values];
    this.samples = new StorageBuffer(values);
    this.reach = new StorageBuffer(blocksX * blocksY * blocksZ);
    this.reachBefore = new StorageBuffer(blocksX * blocksY * blocksZ);
  }

  private static int blocks(int voxels) {
    return (Math.max(1, voxels - 1) + BLOCK - 1) / BLOCK;
  }

  GridSize size() {
    return size;
  }

  /** Number of values of a grid. */
  int values() {
    return sent.length;
  }

  /**
   * Sends what has changed since the last call, slice by slice.
   *
   * @param program of {@code reach.comp}
   */
  void update(VoxelGrid grid, WorkerTeam team, ShaderProgram program) {
    int slice = sent.length / grid.nz();
    boolean[] changed = new boolean[grid.nz()];
    float[] data = grid.data();
    team.forEach(
        grid.nz(),
        (worker, z) -> {
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
      findReach(program);
    }
  }

  private void findReach(ShaderProgram program) {
    program.use();
    program.setIvec3("voxels", size.nx(), size.ny(), size.nz());
    program.setIvec3("blocks", blocksX, blocksY, blocksZ);
    samples.bind(0);
    // an even number of steps: the last one writes to reach
    StorageBuffer from = reach;
    StorageBuffer to = reachBefore;
    for (int axis = -1; axis < 3; axis++) {
      from.bind(1);
      to.bind(2);
      program.set("axis", axis);
      program.dispatch((blocksX * blocksY * blocksZ + GROUP - 1) / GROUP, 1, 1);
      StorageBuffer swap = from;
      from = to;
      to = swap;
    }
  }

  /** Binds the buffers, and sets the uniforms of {@code ray.glsl} in a program in use. */
  void bind(ShaderProgram program, VoxelGrid grid) {
    samples.bind(0);
    reach.bind(1);
    program.set("fieldSize", size.nx(), size.ny(), size.nz());
    program.set("fieldVoxel", grid.voxelX(), grid.voxelY(), grid.voxelZ());
    program.set("densityScale", grid.densityScale());
    program.setIvec3("blocks", blocksX, blocksY, blocksZ);
  }

  static ShaderProgram reachProgram() {
    return ShaderProgram.computing(DeviceGrid.class, "reach.comp", Map.of());
  }

  @Override
  public void close() {
    samples.close();
    reach.close();
    reachBefore.close();
  }
}
