package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class LocalPatchSimilarityTest {

  private static final Workers WORKERS = new Workers(2);

  private static final VoxelGrid SCENE = MetricScenes.blocks(32, 28, 10, 9, 1);

  @Test
  void everyPatchOfACopyOccurs() {
    assertThat(LocalPatchSimilarity.of(SCENE.copy(), SCENE, 1, WORKERS))
        .isEqualTo(new LocalPatchSimilarity(1, 1, 1));
  }

  @Test
  void mostPatchesOfAShiftedCopyOccurAndNoneOfConfetti() {
    LocalPatchSimilarity shifted =
        LocalPatchSimilarity.of(Controls.shifted(SCENE, 9, 5), SCENE, 1, WORKERS);
    LocalPatchSimilarity shuffled =
        LocalPatchSimilarity.of(Controls.shuffled(SCENE, 8, 1), SCENE, 1, WORKERS);
    LocalPatchSimilarity confetti =
        LocalPatchSimilarity.of(MetricScenes.confetti(SCENE, 1), SCENE, 1, WORKERS);
    assertThat(shifted.iou()).isGreaterThan(shuffled.iou());
    assertThat(shuffled.iou()).isGreaterThan(0);
    assertThat(shifted.best()).isGreaterThan(shuffled.best());
    assertThat(shuffled.best()).isGreaterThan(confetti.best());
    assertThat(confetti.iou()).isZero();
    assertThat(confetti.f()).isZero();
  }

  /** IoU 19/20 does not exceed the threshold, while its F-score 38/39 does. */
  @Test
  void thresholdsAreThoseOfIouAndOfFScore() {
    VoxelGrid twenty = MetricScenes.empty(24, 24, 24);
    VoxelGrid nineteen = MetricScenes.empty(24, 24, 24);
    float[] grey = {0, 0, 0};
    BlockScene.fill(twenty, 10, 10, 12, 5, 4, 1, grey);
    BlockScene.fill(nineteen, 10, 10, 12, 5, 3, 1, grey);
    BlockScene.fill(nineteen, 10, 13, 12, 4, 1, 1, grey);
    LocalPatchSimilarity similarity = LocalPatchSimilarity.of(nineteen, twenty, 1, WORKERS);
    assertThat(similarity.iou()).isZero();
    assertThat(similarity.f()).isEqualTo(1);
    // every patch sees all of the nineteen
    assertThat(similarity.best()).isCloseTo(0.95, within(1e-12));
  }

  @Test
  void aReferenceWithoutSurfaceHasNoPatchInCommon() {
    VoxelGrid empty = MetricScenes.empty(9, 9, 9);
    assertThat(LocalPatchSimilarity.of(SCENE, empty, 1, WORKERS).iou()).isZero();
  }
}
