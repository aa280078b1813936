package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class CoarseSimilarityTest {

  private static final Workers WORKERS = new Workers(2);

  private static final VoxelGrid SCENE = MetricScenes.blocks(20, 18, 8, 5, 1);
  private static final float[] WHITE = {1, 1, 1};
  private static final float[] BLACK = {-1, -1, -1};

  private static VoxelGrid voxel(int x, int y, int z, float[] colour) {
    VoxelGrid grid = MetricScenes.empty(7, 7, 7);
    BlockScene.fill(grid, x, y, z, 1, 1, 1, colour);
    return grid;
  }

  /**
   * The 27 voxels around a lone voxel are at a surface, and each patch sees it at another place.
   * The same place is the nearest: features of half the colour differ by 1 three times, and other
   * places by 2 (1 + 3/4) in all, which is more.
   */
  @Test
  void distanceOfALoneWhiteVoxelAndALoneBlackOne() {
    CoarseSimilarity similarity =
        CoarseSimilarity.of(List.of(voxel(3, 3, 3, WHITE)), voxel(2, 4, 3, BLACK), 1, WORKERS);
    assertThat(similarity.coherence()).isCloseTo(3 / 125.0, within(1e-9));
    assertThat(similarity.completeness()).isCloseTo(3 / 125.0, within(1e-9));
    assertThat(similarity.diversity()).isZero();
    assertThat(similarity.occupancy()).isCloseTo(1 / 343.0, within(1e-12));
    assertThat(similarity.referenceOccupancy()).isCloseTo(1 / 343.0, within(1e-12));
  }

  /** In a corner only eight voxels are around one; the others' places have no equal there. */
  @Test
  void patchesThatTheOtherSceneLacksAreFarFromAll() {
    VoxelGrid corner = voxel(0, 0, 0, WHITE);
    VoxelGrid middle = voxel(3, 3, 3, WHITE);
    assertThat(CoarseSimilarity.distance(corner, middle, 1, WORKERS)).isZero();
    // 19 of 27 see the voxel where none of the eight does: two voxels of 1 + 3/4 differ
    assertThat(CoarseSimilarity.distance(middle, corner, 1, WORKERS))
        .isCloseTo(19 / 27.0 * 2 * 1.75 / 125, within(1e-7));
  }

  @Test
  void copiesHaveNoDistanceAndOthersHave() {
    List<VoxelGrid> copies = List.of(SCENE.copy(), SCENE.copy());
    assertThat(CoarseSimilarity.of(copies, SCENE, 1, WORKERS).coherence()).isZero();
    assertThat(CoarseSimilarity.of(copies, SCENE, 1, WORKERS).diversity()).isZero();
    CoarseSimilarity noise =
        CoarseSimilarity.of(List.of(Controls.noise(SCENE, 1)), SCENE, 1, WORKERS);
    CoarseSimilarity shuffle =
        CoarseSimilarity.of(List.of(Controls.shuffled(SCENE, 5, 1)), SCENE, 1, WORKERS);
    assertThat(shuffle.coherence()).isGreaterThan(0).isLessThan(noise.coherence());
    assertThat(shuffle.completeness()).isGreaterThan(0).isLessThan(noise.completeness());
  }

  @Test
  void diversityIsOfTheVoxelsOfPositiveDensity() {
    VoxelGrid two = MetricScenes.empty(7, 7, 7);
    BlockScene.fill(two, 3, 3, 3, 2, 1, 1, WHITE);
    VoxelGrid thin = voxel(3, 3, 3, WHITE);
    thin.data()[thin.index(3, 3, 3) + 3] = 1e-6f;
    CoarseSimilarity similarity = CoarseSimilarity.of(List.of(two, thin), two, 1, WORKERS);
    assertThat(similarity.diversity()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void emptyScenesHaveDistances() {
    VoxelGrid empty = MetricScenes.empty(7, 7, 7);
    CoarseSimilarity similarity = CoarseSimilarity.of(List.of(empty, empty), SCENE, 1, WORKERS);
    assertThat(similarity.coherence()).isZero();
    assertThat(similarity.completeness()).isGreaterThan(0.1);
    assertThat(similarity.diversity()).isZero();
    assertThatThrownBy(() -> CoarseSimilarity.of(List.of(), SCENE, 1, WORKERS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    List<VoxelGrid> scenes = List.of(Controls.shuffled(SCENE, 5, 1));
    assertThat(CoarseSimilarity.of(scenes, SCENE, 3, WORKERS))
        .isEqualTo(CoarseSimilarity.of(scenes, SCENE, 3, WORKERS));
  }
}
