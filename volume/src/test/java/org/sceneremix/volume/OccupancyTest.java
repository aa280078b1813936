package org.sceneremix.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.volume.work.Workers;

class OccupancyTest {

  @ParameterizedTest
  @ValueSource(ints = {Occupancy.NEARBY, Occupancy.FARTHEST})
  void distanceIsThatToTheNearestBlockWhoseCellsTouchSomething(int farthest) {
    Random random = new Random(1);
    VoxelGrid grid = VoxelGrid.empty(61, 45, 38, Aabb.centredCube(1), 1f);
    for (int i = 0; i < 6; i++) {
      int x = random.nextInt(grid.nx());
      int y = random.nextInt(grid.ny());
      int z = random.nextInt(grid.nz());
      grid.data()[grid.index(x, y, z) + VoxelGrid.DENSITY] = 0.1f;
    }
    Occupancy occupancy = new Occupancy(farthest);
    try (Workers workers = new Workers(2)) {
      occupancy.update(grid, workers);
    }
    Blocks blocks = occupancy.blocks();
    for (int bz = 0; bz < blocks.nz(); bz++) {
      for (int by = 0; by < blocks.ny(); by++) {
        for (int bx = 0; bx < blocks.nx(); bx++) {
          assertThat((int) occupancy.distance()[blocks.index(bx, by, bz)])
              .isEqualTo(nearest(grid, bx, by, bz, farthest));
        }
      }
    }
  }

  @Test
  void everythingIsFarAwayInAnEmptyGrid() {
    Occupancy occupancy = new Occupancy(Occupancy.FARTHEST);
    try (Workers workers = new Workers(1)) {
      occupancy.update(VoxelGrid.empty(9, 9, 9, Aabb.centredCube(1), 1), workers);
    }
    assertThat(occupancy.distance()).containsOnly((byte) Occupancy.FARTHEST);
  }

  /** By looking at every voxel. */
  private static int nearest(VoxelGrid grid, int bx, int by, int bz, int farthest) {
    int nearest = farthest;
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
