package org.sceneremix.gan.lattice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class StageGridsTest {

  private static final Workers WORKERS = new Workers(2);

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
  void softenedIsAMeanOverVoxelsAndTheirNeighbours() {
    VoxelGrid soft = StageGrids.softened(StageGrids.of(halfFull(8), List.of(FINE), WORKERS).get(0));
    // along x the weights are 1, 3, 1 fifths, and one neighbour of voxel 3 is empty
    assertThat(soft.density(3, 2, 1)).isCloseTo(2 * 4 / 5f - 1, within(1e-5f));
    assertThat(soft.density(4, 2, 1)).isCloseTo(2 * 1 / 5f - 1, within(1e-5f));
    assertThat(soft.density(0, 0, 0)).isCloseTo(1f, within(1e-5f));
    assertThat(soft.data()[soft.index(4, 2, 1)]).isCloseTo(1f, within(1e-2f));
  }

  @Test
  void allLevelsLookLikeTheScene() {
    for (VoxelGrid level : StageGrids.of(halfFull(16), List.of(FINE, FINE), WORKERS)) {
      assertThat(level.density(3, 2, 1)).isGreaterThan(0.9f);
      assertThat(level.density(4, 2, 1)).isLessThan(0);
    }
  }

  @Test
  void levelsHaveTheSizesAskedForAndTheBoxOfTheScene() {
    VoxelGrid scene = halfFull(16);
    List<GridSize> sizes = List.of(COARSE, FINE, GridSize.of(scene));
    List<VoxelGrid> levels = StageGrids.of(scene, sizes, WORKERS);
    assertThat(levels.stream().map(GridSize::of)).isEqualTo(sizes);
    assertThat(levels).allMatch(level -> level.box().equals(scene.box()));
  }

  @Test
  void sizesOutOfOrderAreRefused() {
    VoxelGrid scene = halfFull(16);
    assertThatThrownBy(() -> StageGrids.of(scene, List.of(FINE, COARSE), WORKERS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4x4x2 comes after 8x8x4");
    assertThatThrownBy(() -> StageGrids.of(scene, List.of(), WORKERS))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
