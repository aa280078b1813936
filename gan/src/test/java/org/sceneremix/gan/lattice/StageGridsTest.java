package org.sceneremix.gan.lattice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class StageGridsTest {

  private static final GridSize COARSE = new GridSize(4, 4, 2);
  private static final GridSize FINE = new GridSize(8, 8, 4);

  /** Full and red for x below 0.5, else empty. */
  private static VoxelGrid halfFull(int edge) {
    VoxelGrid grid = VoxelGrid.empty(edge, edge, edge / 2, new Aabb(0, 0, 0, 1, 1, 0.5), 6f * edge);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < edge; y++) {
        for (int x = 0; x < edge / 2; x++) {
          int at = grid.index(x, y, z);
          grid.data()[at] = 1;
          grid.data()[at + 3] = 1;
        }
      }
    }
    return grid;
  }

  @Test
  void theCoarsestLevelIsAMeanOverTwoOfItsVoxels() {
    VoxelGrid coarse = StageGrids.of(halfFull(8), List.of(COARSE, FINE)).get(0);
    // fine voxels 1, 2, 3, 4 weigh 1, 3, 3, 1 eighths in it, and 4 is empty
    double opacity = 7 / 8.0;
    assertThat(coarse.density(1, 2, 1)).isCloseTo((float) (2 * opacity - 1), within(1e-5f));
    assertThat(coarse.density(0, 2, 1)).isCloseTo(1f, within(1e-5f));
    assertThat(coarse.data()[coarse.index(1, 2, 1)]).isCloseTo(1f, within(1e-2f));
  }

  @Test
  void theCoarsestLevelOfAHollowSceneIsNotThin() {
    VoxelGrid hollow = halfFull(32);
    for (int z = 2; z < 14; z++) {
      for (int y = 2; y < 30; y++) {
        for (int x = 2; x < 14; x++) {
          hollow.data()[hollow.index(x, y, z) + 3] = -1;
        }
      }
    }
    VoxelGrid coarse =
        StageGrids.of(hollow, List.of(COARSE, FINE, new GridSize(32, 32, 16))).get(0);
    assertThat(coarse.density(0, 2, 1)).isGreaterThan(0);
  }

  @Test
  void otherLevelsAndALoneOneLookLikeTheScene() {
    VoxelGrid fine = StageGrids.of(halfFull(16), List.of(COARSE, FINE)).get(1);
    VoxelGrid lone = StageGrids.of(halfFull(16), List.of(FINE)).get(0);
    assertThat(fine.density(3, 2, 1)).isGreaterThan(0.9f);
    assertThat(fine.density(4, 2, 1)).isLessThan(0);
    assertThat(lone.data()).isEqualTo(fine.data());
  }
}
