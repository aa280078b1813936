package org.sceneremix.volume.io;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.AntialiasedShrink;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * A grid that is read slice by slice, as often as needed: one that is in memory, or one in a file
 * that need not fit into it ({@link GridFile#source}).
 */
public interface GridSource {

  /** Receives a slice of a grid. */
  @FunctionalInterface
  interface SliceReader {
    /**
     * Called for each slice once, from the ground up.
     *
     * @param z its number
     * @param samples {@code [y][x][channel]}; only valid during the call
     */
    void slice(int z, float[] samples) throws IOException;
  }

  /** Number of voxels. */
  GridSize size();

  /** The box that the voxels fill, world units. */
  Aabb box();

  /** Extinction of stored density 1, per world unit. */
  float densityScale();

  /**
   * Reads the whole grid once.
   *
   * @throws IOException if it cannot be read, or the reader fails; a damaged file may be found to
   *     be so only after its last slice
   */
  void read(SliceReader reader) throws IOException;

  /**
   * World coordinate of the middle of a voxel.
   *
   * @param axis 0 to 2 for x, y, z
   * @param voxel its number along the axis; may lie outside of the grid
   */
  default double centre(int axis, int voxel) {
    Aabb box = box();
    GridSize size = size();
    double min = axis == 0 ? box.minX() : axis == 1 ? box.minY() : box.minZ();
    double max = axis == 0 ? box.maxX() : axis == 1 ? box.maxY() : box.maxZ();
    int voxels = axis == 0 ? size.nx() : axis == 1 ? size.ny() : size.nz();
    return min + (voxel + 0.5) / voxels * (max - min);
  }

  /** The point that positions are relative to where only floats hold them ({@link Aabb}). */
  default double[] floatOrigin() {
    return box().floatOrigin();
  }

  /** Edge of a voxel along x, world units. */
  default double voxelX() {
    return box().sizeX() / size().nx();
  }

  /** Edge of a voxel along y, world units. */
  default double voxelY() {
    return box().sizeY() / size().ny();
  }

  /** Edge of a voxel along z, world units. */
  default double voxelZ() {
    return box().sizeZ() / size().nz();
  }

  /** The shortest edge of a voxel, world units. */
  default double shortestVoxelEdge() {
    return Math.min(voxelX(), Math.min(voxelY(), voxelZ()));
  }

  /** Values of a slice. */
  default int sliceLength() {
    return VoxelGrid.CHANNELS * size().nx() * size().ny();
  }

  /**
   * The whole grid, read into memory.
   *
   * @throws IllegalArgumentException if it has more values than one array can hold
   */
  default VoxelGrid inMemory() throws IOException {
    GridSize size = size();
    float[] samples = new float[VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz())];
    read((z, slice) -> System.arraycopy(slice, 0, samples, z * sliceLength(), sliceLength()));
    return new VoxelGrid(size.nx(), size.ny(), size.nz(), box(), densityScale(), samples);
  }

  /**
   * The grid at a smaller size ({@link AntialiasedShrink}), read slice by slice.
   *
   * @throws IllegalArgumentException if the size is larger than the grid along an axis
   */
  default VoxelGrid shrunk(GridSize size, Workers workers) throws IOException {
    AntialiasedShrink shrink = new AntialiasedShrink(size(), box(), densityScale(), size, workers);
    int most = 0;
    for (int layer = 0; layer < size.nz(); layer++) {
      most = Math.max(most, shrink.endSlice(layer) - shrink.firstSlice(layer));
    }
    // those around the layer in work, always so many, in one array
    int held = most;
    int length = sliceLength();
    float[] slices = new float[held * length];
    IntUnaryOperator from = layer -> Math.min(shrink.firstSlice(layer), size().nz() - held);
    int[] next = {0};
    read(
        (z, slice) -> {
          if (next[0] < size.nz()) {
            int first = from.applyAsInt(next[0]);
            System.arraycopy(slice, 0, slices, (z - first) * length, length);
          }
          while (next[0] < size.nz() && from.applyAsInt(next[0]) + held == z + 1) {
            int first = from.applyAsInt(next[0]);
            shrink.average(next[0], SliceWindow.part(this, first, z + 1, slices));
            next[0]++;
            if (next[0] < size.nz()) {
              int passed = (from.applyAsInt(next[0]) - first) * length;
              System.arraycopy(slices, passed, slices, 0, slices.length - passed);
            }
          }
        });
    return shrink.finish();
  }

  /** A grid in memory. */
  static GridSource of(VoxelGrid grid) {
    Objects.requireNonNull(grid, "grid");
    return new GridSource() {
      @Override
      public GridSize size() {
        return GridSize.of(grid);
      }

      @Override
      public Aabb box() {
        return grid.box();
      }

      @Override
      public float densityScale() {
        return grid.densityScale();
      }

      @Override
      public void read(SliceReader reader) throws IOException {
        int slice = sliceLength();
        for (int z = 0; z < grid.nz(); z++) {
          reader.slice(z, Arrays.copyOfRange(grid.data(), z * slice, (z + 1) * slice));
        }
      }
    };
  }
}
