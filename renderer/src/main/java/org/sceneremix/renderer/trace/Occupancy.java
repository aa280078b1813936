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
    if (!current.equals(blocks)) {
      blocks = current;
      occupied = new boolean[current.count()];
    }
    team.forEach(current.ny() * current.nz(), (worker, row) -> updateRow(grid, row));
  }

  /** Takes every block for occupied. */
  void fill(VoxelGrid grid) {
    blocks = Blocks.of(grid);
    occupied = new boolean[blocks.count()];
    Arrays.fill(occupied, true);
  }

  private void updateRow(VoxelGrid grid, int row) {
    int by = row % blocks.ny();
    int bz = row / blocks.ny();
    for (int bx = 0; bx < blocks.nx(); bx++) {
      occupied[blocks.index(bx, by, bz)] = anyPositive(grid, bx, by, bz);
    }
  }

  private static boolean anyPositive(VoxelGrid grid, int bx, int by, int bz) {
    float[] data = grid.data();
    int x0 = bx << Blocks.LOG_EDGE;
    int y0 = by << Blocks.LOG_EDGE;
    int z0 = bz << Blocks.LOG_EDGE;
    int x1 = Math.min(x0 + Blocks.EDGE, grid.nx() - 1);
    int y1 = Math.min(y0 + Blocks.EDGE, grid.ny() - 1);
    int z1 = Math.min(z0 + Blocks.EDGE, grid.nz() - 1);
    for (int z = z0; z <= z1; z++) {
      for (int y = y0; y <= y1; y++) {
        int last = grid.index(x1, y, z) + VoxelGrid.DENSITY;
        for (int i = grid.index(x0, y, z) + VoxelGrid.DENSITY; i <= last; i += VoxelGrid.CHANNELS) {
          if (data[i] > 0) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
