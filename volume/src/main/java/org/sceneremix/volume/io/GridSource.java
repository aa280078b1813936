package org.sceneremix.volume.io;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

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
