package org.sceneremix.viewer.gl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

class EmptyReachTest {

  @Test
  void reachIsTheChessboardDistanceToTheNearestOccupiedBlock() {
    VoxelGrid grid = VoxelGrid.empty(37, 18, 1, Aabb.centredCube(1), 1);
    Random random = new Random(2);
    for (int i = 0; i < 3; i++) {
      int at = grid.index(random.nextInt(37), random.nextInt(18), 0);
      grid.data()[at + VoxelGrid.DENSITY] = 0.1f;
    }
    EmptyReach reach = EmptyReach.of(grid);
    assertThat(reach.nx()).isEqualTo(9);
    assertThat(reach.ny()).isEqualTo(5);
    assertThat(reach.nz()).isEqualTo(1);
    for (int by = 0; by < reach.ny(); by++) {
      for (int bx = 0; bx < reach.nx(); bx++) {
        assertThat((int) reach.reach()[by * reach.nx() + bx]).isEqualTo(nearest(grid, bx, by));
      }
    }
  }

  /** Over all occupied voxels and all blocks whose cells touch them. */
  private static int nearest(VoxelGrid grid, int bx, int by) {
    int nearest = 127;
    for (int y = 0; y < grid.ny(); y++) {
      for (int x = 0; x < grid.nx(); x++) {
        if (grid.density(x, y, 0) > 0) {
          for (int cy = Math.max(0, y - 1); cy <= Math.min(y, grid.ny() - 2); cy++) {
            for (int cx = Math.max(0, x - 1); cx <= Math.min(x, grid.nx() - 2); cx++) {
              int distance =
                  Math.max(
                      Math.abs(cx / EmptyReach.EDGE - bx), Math.abs(cy / EmptyReach.EDGE - by));
              nearest = Math.min(nearest, distance);
            }
          }
        }
      }
    }
    return nearest;
  }

  @Test
  void emptyGridCanBeCrossedInOneStep() {
    EmptyReach reach = EmptyReach.of(VoxelGrid.empty(9, 9, 9, Aabb.centredCube(1), 1));
    assertThat(reach.reach()).containsOnly((byte) 127);
  }
}
