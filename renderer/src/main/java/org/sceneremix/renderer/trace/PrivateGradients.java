package org.sceneremix.renderer.trace;

import java.util.Arrays;
import org.sceneremix.volume.VoxelGrid;

/**
 * A gradient of its own for every worker but the first, which adds to the caller's directly: no
 * atomics, and the same sums in the same order at every call.
 *
 * <p>Workers note the blocks that they write to, so that gathering (and zeroing for the next call)
 * costs as much as the gradient is large, not as the grid is. Between calls all private gradients
 * are zero.
 */
final class PrivateGradients {

  private final int workers;
  private Blocks blocks = new Blocks(0, 0, 0);
  private float[][] gradients = new float[0][];
  private boolean[][] touched = new boolean[0][];

  PrivateGradients(int workers) {
    this.workers = workers;
  }

  /** Makes room for gradients of this grid. */
  void resize(VoxelGrid grid) {
    Blocks current = Blocks.of(grid);
    int length = grid.data().length;
    boolean fits =
        current.equals(blocks) && (workers == 1 || gradients[workers - 1].length == length);
    if (gradients.length == workers && fits) {
      return;
    }
    blocks = current;
    gradients = new float[workers][];
    touched = new boolean[workers][current.count()];
    for (int worker = 1; worker < workers; worker++) {
      gradients[worker] = new float[length];
    }
  }

  /** Forgets everything, after a failure that may have left gradients behind. */
  void discard() {
    blocks = new Blocks(0, 0, 0);
    gradients = new float[0][];
    touched = new boolean[0][];
  }

  /** Where a worker adds its gradient; null for worker 0. */
  float[] of(int worker) {
    return gradients[worker];
  }

  /** Where a worker notes the blocks whose cells it added gradient to. */
  boolean[] touchedBy(int worker) {
    return touched[worker];
  }

  /** Adds all private gradients to {@code sum} and zeroes them. */
  void gather(VoxelGrid grid, float[] sum, WorkerTeam team) {
    if (workers > 1) {
      team.forEach(grid.nz(), (worker, z) -> gatherSlice(grid, z, sum));
    }
    for (boolean[] flags : touched) {
      Arrays.fill(flags, false);
    }
  }

  private void gatherSlice(VoxelGrid grid, int z, float[] sum) {
    for (int worker = 1; worker < workers; worker++) {
      float[] part = gradients[worker];
      boolean[] flags = touched[worker];
      for (int y = 0; y < grid.ny(); y++) {
        int bx = 0;
        while (bx < blocks.nx()) {
          int first = bx;
          while (bx < blocks.nx() && reached(flags, bx, y, z)) {
            bx++;
          }
          if (bx > first) {
            int from = grid.index(first << Blocks.LOG_EDGE, y, z);
            int to = grid.index(Math.min(bx << Blocks.LOG_EDGE, grid.nx()) - 1, y, z);
            move(part, sum, from, to + VoxelGrid.CHANNELS);
          }
          bx++;
        }
      }
    }
  }

  /**
   * Whether a touched cell reaches the voxels of block column {@code bx} in row (y, z): the cells
   * of a block also touch the first voxels of the next block along each axis.
   */
  private boolean reached(boolean[] flags, int bx, int y, int z) {
    int y0 = Math.max(0, y - 1) >> Blocks.LOG_EDGE;
    int z0 = Math.max(0, z - 1) >> Blocks.LOG_EDGE;
    for (int bz = z0; bz <= z >> Blocks.LOG_EDGE; bz++) {
      for (int by = y0; by <= y >> Blocks.LOG_EDGE; by++) {
        int block = blocks.index(bx, by, bz);
        if (flags[block] || (bx > 0 && flags[block - 1])) {
          return true;
        }
      }
    }
    return false;
  }

  private static void move(float[] part, float[] sum, int from, int to) {
    for (int i = from; i < to; i++) {
      sum[i] += part[i];
    }
    Arrays.fill(part, from, to, 0f);
  }
}
