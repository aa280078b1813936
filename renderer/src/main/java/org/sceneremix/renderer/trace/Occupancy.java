package org.sceneremix.renderer.trace;

import java.util.Arrays;
import org.sceneremix.volume.VoxelGrid;

/**
 * Which blocks of a grid can hold anything: a block is empty if no voxel that its cells touch has
 * positive density. Trilinear interpolation never exceeds the largest of its eight samples, so that
 * every point of an empty block has {@code sigma = 0}, exactly.
 */
final class Occupancy {

  private Blocks blocks = new Blocks(0, 0, 0);
  private boolean[] occupied = new boolean[0];

  /** Whether a block may hold anything, by {@link Blocks#index}. */
  boolean[] occupied() {
    return occupied;
  }

  /** Reads the densities of a grid as they are now; all workers share the work. */
  void update(VoxelGrid grid, WorkerTeam team) {
    Blocks current = Blocks.of(grid);
    if (current.equals(blocks)) {
      Arrays.fill(occupied, false);
    } else {
      blocks = current;
      occupied = new boolean[current.count()];
    }
    team.forEach(grid.nz(), (worker, z) -> readSlice(grid, z));
  }

  /** Takes every block for occupied. */
  void fill(VoxelGrid grid) {
    blocks = Blocks.of(grid);
    occupied = new boolean[blocks.count()];
    Arrays.fill(occupied, true);
  }

  /** Workers may mark the same block at once; all of them write true. */
  private void readSlice(VoxelGrid grid, int z) {
    float[] data = grid.data();
    for (int y = 0; y < grid.ny(); y++) {
      for (int bx = 0; bx < blocks.nx(); bx++) {
        int first = grid.index(bx << Blocks.LOG_EDGE, y, z) + VoxelGrid.DENSITY;
        int voxels = Math.min(Blocks.EDGE, grid.nx() - (bx << Blocks.LOG_EDGE));
        int end = first + voxels * VoxelGrid.CHANNELS;
        boolean positive = false;
        for (int i = first; i < end; i += VoxelGrid.CHANNELS) {
          positive |= data[i] > 0;
        }
        if (positive) {
          mark(bx, y, z);
          if (data[first] > 0 && bx > 0) {
            mark(bx - 1, y, z);
          }
        }
      }
    }
  }

  /** Marks the blocks of column {@code bx} whose cells touch voxel row (y, z): up to four. */
  private void mark(int bx, int y, int z) {
    for (int bz = Math.max(0, z - 1) >> Blocks.LOG_EDGE; bz <= z >> Blocks.LOG_EDGE; bz++) {
      for (int by = Math.max(0, y - 1) >> Blocks.LOG_EDGE; by <= y >> Blocks.LOG_EDGE; by++) {
        occupied[blocks.index(bx, by, bz)] = true;
      }
    }
  }
}
