package org.sceneremix.renderer.trace;

import java.util.Arrays;
import org.sceneremix.volume.VoxelGrid;

/**
 * One worker's gradient, kept block by block and only for blocks that rays pass.
 *
 * <p>A block holds the gradient of all voxels that its cells touch, {@code 9 x 9 x 9} of them, so
 * that blocks overlap by one layer; {@link #addSlice} sums them up. Small arrays of their own keep
 * a ray's writes within a few memory pages, and cost as much as the gradient is large, not as the
 * grid is. Arrays are kept, zeroed, for the next call.
 */
final class BlockGradients {

  static final int LOG_EDGE = 3;

  /** Voxels along an edge of a block, with the layer that it shares with the next block. */
  static final int EDGE = (1 << LOG_EDGE) + 1;

  /** From a voxel of a block to the next along each axis, in values. */
  static final int STRIDE_X = VoxelGrid.CHANNELS;

  static final int STRIDE_Y = EDGE * STRIDE_X;
  static final int STRIDE_Z = EDGE * STRIDE_Y;

  private final Blocks blocks;
  private final float[][] values;
  private final boolean[] touched;

  BlockGradients(Blocks blocks) {
    this.blocks = blocks;
    this.values = new float[blocks.count()][];
    this.touched = new boolean[blocks.count()];
  }

  Blocks blocks() {
    return blocks;
  }

  /** The gradient of a cell's block, to be added to: the cell is at {@link #index}. */
  float[] block(int cellX, int cellY, int cellZ) {
    int block = blocks.index(cellX >> LOG_EDGE, cellY >> LOG_EDGE, cellZ >> LOG_EDGE);
    touched[block] = true;
    float[] part = values[block];
    if (part == null) {
      part = new float[EDGE * STRIDE_Z];
      values[block] = part;
    }
    return part;
  }

  /** Where the lowest voxel of a cell is in the array of the cell's block. */
  static int index(int cellX, int cellY, int cellZ) {
    int mask = (1 << LOG_EDGE) - 1;
    return (cellZ & mask) * STRIDE_Z + (cellY & mask) * STRIDE_Y + (cellX & mask) * STRIDE_X;
  }

  /** Adds everything at height {@code z} to a gradient of the whole grid, and zeroes it here. */
  void addSlice(VoxelGrid grid, int z, float[] sum) {
    for (int bz = Math.max(0, z - 1) >> LOG_EDGE; bz <= z >> LOG_EDGE; bz++) {
      for (int by = 0; by < blocks.ny(); by++) {
        for (int bx = 0; bx < blocks.nx(); bx++) {
          int block = blocks.index(bx, by, bz);
          if (touched[block]) {
            addSlice(grid, values[block], bx, by, z, z - (bz << LOG_EDGE), sum);
          }
        }
      }
    }
  }

  private static void addSlice(
      VoxelGrid grid, float[] block, int bx, int by, int z, int localZ, float[] sum) {
    int x = bx << LOG_EDGE;
    int y = by << LOG_EDGE;
    int rows = Math.min(EDGE, grid.ny() - y);
    int length = Math.min(EDGE, grid.nx() - x) * VoxelGrid.CHANNELS;
    for (int row = 0; row < rows; row++) {
      int from = localZ * STRIDE_Z + row * STRIDE_Y;
      int to = grid.index(x, y + row, z);
      for (int i = 0; i < length; i++) {
        sum[to + i] += block[from + i];
      }
    }
    Arrays.fill(block, localZ * STRIDE_Z, (localZ + 1) * STRIDE_Z, 0f);
  }

  /** After all slices were added: nothing is touched. */
  void reset() {
    Arrays.fill(touched, false);
  }
}
