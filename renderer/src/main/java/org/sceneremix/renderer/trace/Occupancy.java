package org.sceneremix.renderer.trace;

import java.util.Arrays;
import org.sceneremix.volume.VoxelGrid;

/**
 * How far it is to the next thing: for every block of {@code 4^3} cells the distance to the nearest
 * block that can hold anything.
 *
 * <p>A block is empty if no voxel that its cells touch has positive density. Trilinear
 * interpolation never exceeds the largest of its eight samples, so that every point of an empty
 * block has {@code sigma = 0}, exactly. Distances are in blocks along the axis that is farthest
 * (Chebyshev): at distance D, all blocks of the cube of {@code 2 D - 1} blocks a side around are
 * empty, and a ray may leap to the border of that cube (Cohen and Sheffer 1994, "Proximity clouds:
 * an acceleration technique for 3D grid traversal").
 */
final class Occupancy {

  static final int LOG_EDGE = 2;

  /** Farthest distance that is told apart; more would cost more than the longer leaps save. */
  static final int FARTHEST = 8;

  private Blocks blocks = new Blocks(LOG_EDGE, 0, 0, 0);
  private byte[] distance = new byte[0];

  Blocks blocks() {
    return blocks;
  }

  /** Distance to the nearest occupied block, 0 for one itself, by {@link Blocks#index}. */
  byte[] distance() {
    return distance;
  }

  /** Reads the densities of a grid as they are now; all workers share the work. */
  void update(VoxelGrid grid, WorkerTeam team) {
    resize(grid);
    Arrays.fill(distance, (byte) FARTHEST);
    team.forEach(grid.nz(), (worker, z) -> readSlice(grid, z));
    team.forEach(blocks.nz(), (worker, bz) -> spreadInSlice(bz));
    team.forEach(blocks.ny(), (worker, by) -> spreadAcrossSlices(by));
  }

  /** Takes every block for occupied. */
  void fill(VoxelGrid grid) {
    resize(grid);
    Arrays.fill(distance, (byte) 0);
  }

  private void resize(VoxelGrid grid) {
    Blocks current = Blocks.of(grid, LOG_EDGE);
    if (!current.equals(blocks)) {
      blocks = current;
      distance = new byte[current.count()];
    }
  }

  /** Workers may mark the same block at once; all of them write 0. */
  private void readSlice(VoxelGrid grid, int z) {
    float[] data = grid.data();
    for (int y = 0; y < grid.ny(); y++) {
      for (int bx = 0; bx < blocks.nx(); bx++) {
        int first = grid.index(bx << LOG_EDGE, y, z) + VoxelGrid.DENSITY;
        int voxels = Math.min(1 << LOG_EDGE, grid.nx() - (bx << LOG_EDGE));
        if (anyPositive(data, first, voxels)) {
          mark(bx, y, z);
          if (data[first] > 0 && bx > 0) {
            mark(bx - 1, y, z);
          }
        }
      }
    }
  }

  /** Whether any density of up to a block's voxels in a row is positive. */
  private static boolean anyPositive(float[] data, int first, int voxels) {
    if (voxels == 1 << LOG_EDGE) {
      // Without a loop this takes two thirds of the time. The order of floats is that of their
      // bits, where any is positive.
      int left = Math.max(densityBits(data, first, 0), densityBits(data, first, 1));
      int right = Math.max(densityBits(data, first, 2), densityBits(data, first, 3));
      return Math.max(left, right) > 0;
    }
    int largest = 0;
    for (int k = 0; k < voxels; k++) {
      largest = Math.max(largest, densityBits(data, first, k));
    }
    return largest > 0;
  }

  private static int densityBits(float[] data, int first, int k) {
    return Float.floatToRawIntBits(data[first + k * VoxelGrid.CHANNELS]);
  }

  /** Marks the blocks of column {@code bx} whose cells touch voxel row (y, z): up to four. */
  private void mark(int bx, int y, int z) {
    for (int bz = Math.max(0, z - 1) >> LOG_EDGE; bz <= z >> LOG_EDGE; bz++) {
      for (int by = Math.max(0, y - 1) >> LOG_EDGE; by <= y >> LOG_EDGE; by++) {
        int block = blocks.index(bx, by, bz);
        // Writing what is there already would take the cache line from the other workers.
        if (distance[block] != 0) {
          distance[block] = 0;
        }
      }
    }
  }

  /** Distances within a slice of blocks: along x, then along y. */
  private void spreadInSlice(int bz) {
    byte[] line = new byte[Math.max(blocks.nx(), blocks.ny())];
    for (int by = 0; by < blocks.ny(); by++) {
      spread(blocks.index(0, by, bz), 1, blocks.nx(), line);
    }
    for (int bx = 0; bx < blocks.nx(); bx++) {
      spread(blocks.index(bx, 0, bz), blocks.nx(), blocks.ny(), line);
    }
  }

  /** The same along z, which completes them. */
  private void spreadAcrossSlices(int by) {
    byte[] line = new byte[blocks.nz()];
    for (int bx = 0; bx < blocks.nx(); bx++) {
      spread(blocks.index(bx, by, 0), blocks.nx() * blocks.ny(), blocks.nz(), line);
    }
  }

  /**
   * Along a line of blocks, {@code d_i <- min_k max(|i - k|, d_k)}. One pass an axis gives the
   * distance in all three, since the largest of three differences is found one at a time.
   *
   * @param line room for a copy of the line
   */
  private void spread(int first, int stride, int length, byte[] line) {
    for (int i = 0; i < length; i++) {
      line[i] = distance[first + i * stride];
    }
    for (int i = 0; i < length; i++) {
      int nearest = line[i];
      for (int r = 1; r < nearest; r++) {
        int below = i - r < 0 ? FARTHEST : line[i - r];
        int above = i + r >= length ? FARTHEST : line[i + r];
        nearest = Math.min(nearest, Math.max(r, Math.min(below, above)));
      }
      distance[first + i * stride] = (byte) nearest;
    }
  }
}
