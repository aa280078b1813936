package org.sceneremix.volume;

import java.util.Arrays;
import org.sceneremix.volume.work.Workers;

/**
 * The map of empty space in a grid: for every block of {@code 4^3} cells the distance to the
 * nearest block that can hold anything.
 *
 * <p>A block is empty if no voxel that its cells touch has positive density. Trilinear
 * interpolation never exceeds the largest of its eight samples, so that every point of an empty
 * block has {@code sigma = 0}, exactly. Distances are in blocks along the axis that is farthest
 * (Chebyshev): at distance D, all blocks of the cube of {@code 2 D - 1} blocks a side around are
 * empty, and a ray may leap to the border of that cube (Cohen and Sheffer 1994, "Proximity clouds:
 * an acceleration technique for 3D grid traversal"). All that jumps over empty space, on the
 * processor or on a graphics device, jumps by this map.
 */
public final class Occupancy {

  /** Logarithm to base 2 of a block's edge in cells; as BLOCK in field.glsl. */
  public static final int LOG_EDGE = 2;

  /** Mask for the position of a voxel in its block, in the lowest bits of its index. */
  private static final int INSIDE = (1 << LOG_EDGE) - 1;

  /**
   * Farthest distance that is worth telling apart where a grid changes with every pass: more would
   * cost more than the longer leaps save.
   */
  public static final int NEARBY = 8;

  /** Farthest distance that can be told apart. */
  public static final int FARTHEST = Byte.MAX_VALUE;

  private final int farthest;

  private Blocks blocks = new Blocks(LOG_EDGE, 0, 0, 0);
  private byte[] distance = new byte[0];

  /**
   * Marks of the blocks whose cells touch a positive voxel of each block: bit {@code dx + 2 dy + 4
   * dz} stands for the block that lies before this one by so many along each axis.
   */
  private byte[] reach = new byte[0];

  /**
   * A map of nothing yet.
   *
   * @param farthest distance that is told apart, {@link #NEARBY} or up to {@link #FARTHEST}
   */
  public Occupancy(int farthest) {
    this.farthest = farthest;
  }

  /** The division of the grid that was read last. */
  public Blocks blocks() {
    return blocks;
  }

  /** Distance to the nearest occupied block, 0 for one itself, by {@link Blocks#index}. */
  public byte[] distance() {
    return distance;
  }

  /** Reads the densities of a grid as they are now; all workers share the work. */
  public void update(VoxelGrid grid, Workers workers) {
    resize(grid);
    workers.forEach(blocks.nz(), (worker, bz) -> readSlice(grid, bz));
    workers.forEach(blocks.nz(), (worker, bz) -> measureInSlice(bz));
    workers.forEach(blocks.ny(), (worker, by) -> spreadAcrossSlices(by));
  }

  /** Takes every block for occupied. */
  public void fill(VoxelGrid grid) {
    resize(grid);
    Arrays.fill(distance, (byte) 0);
  }

  private void resize(VoxelGrid grid) {
    Blocks current = Blocks.of(grid, LOG_EDGE);
    if (!current.equals(blocks)) {
      blocks = current;
      distance = new byte[current.count()];
      reach = new byte[current.count()];
    }
  }

  /** The voxels of a slice of blocks. A voxel on the lower side of its block touches the next. */
  private void readSlice(VoxelGrid grid, int bz) {
    int lowest = bz << LOG_EDGE;
    Arrays.fill(reach, blocks.index(0, 0, bz), blocks.index(0, 0, bz + 1), (byte) 0);
    for (int z = lowest; z < Math.min(grid.nz(), lowest + (1 << LOG_EDGE)); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        int alongY = (y & INSIDE) == 0 ? 0b101 : 1;
        readRow(grid, y, z, (z & INSIDE) == 0 ? alongY * 0b10001 : alongY);
      }
    }
  }

  /**
   * A row of voxels.
   *
   * @param ofRow the bits of the blocks that its voxels touch, except those before along x
   */
  private void readRow(VoxelGrid grid, int y, int z, int ofRow) {
    float[] data = grid.data();
    int all = 0b11 * ofRow;
    int block = blocks.index(0, y >> LOG_EDGE, z >> LOG_EDGE);
    for (int bx = 0; bx < blocks.nx(); bx++, block++) {
      if ((reach[block] & all) == all) {
        continue;
      }
      int first = grid.index(bx << LOG_EDGE, y, z) + VoxelGrid.DENSITY;
      int voxels = Math.min(1 << LOG_EDGE, grid.nx() - (bx << LOG_EDGE));
      if (anyPositive(data, first, voxels)) {
        reach[block] |= (byte) (data[first] > 0 ? all : ofRow);
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

  /** Distances within a slice of blocks: which are occupied, then along x, then along y. */
  private void measureInSlice(int bz) {
    for (int by = 0; by < blocks.ny(); by++) {
      for (int bx = 0; bx < blocks.nx(); bx++) {
        distance[blocks.index(bx, by, bz)] = (byte) (isOccupied(bx, by, bz) ? 0 : farthest);
      }
    }
    byte[] line = new byte[Math.max(blocks.nx(), blocks.ny())];
    for (int by = 0; by < blocks.ny(); by++) {
      spread(blocks.index(0, by, bz), 1, blocks.nx(), line);
    }
    for (int bx = 0; bx < blocks.nx(); bx++) {
      spread(blocks.index(bx, 0, bz), blocks.nx(), blocks.ny(), line);
    }
  }

  /** Whether cells of a block touch a positive voxel of it, or of the next along any axes. */
  private boolean isOccupied(int bx, int by, int bz) {
    int toX = Math.min(1, blocks.nx() - 1 - bx);
    int toY = Math.min(1, blocks.ny() - 1 - by);
    int toZ = Math.min(1, blocks.nz() - 1 - bz);
    for (int dz = 0; dz <= toZ; dz++) {
      for (int dy = 0; dy <= toY; dy++) {
        for (int dx = 0; dx <= toX; dx++) {
          int bit = 1 << (dx + 2 * dy + 4 * dz);
          if ((reach[blocks.index(bx + dx, by + dy, bz + dz)] & bit) != 0) {
            return true;
          }
        }
      }
    }
    return false;
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
        int below = i - r < 0 ? farthest : line[i - r];
        int above = i + r >= length ? farthest : line[i + r];
        nearest = Math.min(nearest, Math.max(r, Math.min(below, above)));
      }
      distance[first + i * stride] = (byte) nearest;
    }
  }
}
