package org.sceneremix.renderer.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

class OccupancyTest {

  @Test
  void distanceIsThatToTheNearestBlockWhoseCellsTouchSomething() {
    Random random = new Random(1);
    VoxelGrid grid = VoxelGrid.empty(61, 45, 38, Aabb.centredCube(1), 1f);
    for (int i = 0; i < 6; i++) {
      int x = random.nextInt(grid.nx());
      int y = random.nextInt(grid.ny());
      int z = random.nextInt(grid.nz());
      grid.data()[grid.index(x, y, z) + VoxelGrid.DENSITY] = 0.1f;
    }
    Occupancy occupancy = new Occupancy();
    try (WorkerTeam team = new WorkerTeam(2)) {
      occupancy.update(grid, team);
    }
    Blocks blocks = occupancy.blocks();
    for (int bz = 0; bz < blocks.nz(); bz++) {
      for (int by = 0; by < blocks.ny(); by++) {
        for (int bx = 0; bx < blocks.nx(); bx++) {
          assertThat((int) occupancy.distance()[blocks.index(bx, by, bz)])
              .isEqualTo(nearest(grid, bx, by, bz));
        }
      }
    }
  }

  /** By looking at every voxel. */
  private static int nearest(VoxelGrid grid, int bx, int by, int bz) {
    int nearest = Occupancy.FARTHEST;
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          if (grid.density(x, y, z) > 0) {
            int distance = Math.max(away(x, bx), Math.max(away(y, by), away(z, bz)));
            nearest = Math.min(nearest, distance);
          }
        }
      }
    }
    return nearest;
  }

  /** From a block to the nearer one of those that hold the cells on both sides of a voxel. */
  private static int away(int voxel, int block) {
    int upper = voxel >> Occupancy.LOG_EDGE;
    int lower = Math.max(0, voxel - 1) >> Occupancy.LOG_EDGE;
    return Math.min(Math.abs(upper - block), Math.abs(lower - block));
  }
}
