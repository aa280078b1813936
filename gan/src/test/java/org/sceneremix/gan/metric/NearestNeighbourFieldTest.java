package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class NearestNeighbourFieldTest {

  private static final Workers WORKERS = new Workers(2);

  private static final VoxelGrid SCENE = MetricScenes.blocks(32, 28, 10, 9, 1);

  @Test
  void aCopyIsAtDistanceZeroWithOneOffset() {
    NearestNeighbourField field = NearestNeighbourField.between(SCENE.copy(), SCENE, WORKERS);
    assertThat(field.meanDistance()).isZero();
    assertThat(field.compressedBytesPerPatch()).isLessThan(0.05);
  }

  @Test
  void aShiftedCopyIsRecognised() {
    VoxelGrid shifted = Controls.shifted(SCENE, 9, 5);
    NearestNeighbourField field = NearestNeighbourField.between(shifted, SCENE, WORKERS);
    // only patches at the seam are new
    assertThat(field.meanDistance()).isLessThan(0.03);
    assertThat(field.compressedBytesPerPatch()).isLessThan(1);
  }

  @Test
  void confettiIsFarAwayAndFromEverywhere() {
    VoxelGrid shuffled = Controls.shuffled(SCENE, 8, 3);
    NearestNeighbourField shuffledField = NearestNeighbourField.between(shuffled, SCENE, WORKERS);
    NearestNeighbourField confetti =
        NearestNeighbourField.between(MetricScenes.confetti(SCENE, 2), SCENE, WORKERS);
    assertThat(confetti.meanDistance()).isGreaterThan(2 * shuffledField.meanDistance());
    assertThat(confetti.meanDistance()).isGreaterThan(0.25);
    assertThat(confetti.compressedBytesPerPatch())
        .isGreaterThan(2 * shuffledField.compressedBytesPerPatch());
  }

  /** A black voxel of opacity 1 - exp(-4) and nothing else, against the same in white. */
  @Test
  void distanceOfTwoVoxelsThatDifferInColour() {
    VoxelGrid black = MetricScenes.empty(7, 7, 7);
    VoxelGrid white = MetricScenes.empty(9, 8, 7);
    BlockScene.fill(black, 3, 3, 3, 1, 1, 1, new float[] {-1, -1, -1});
    BlockScene.fill(white, 5, 4, 2, 1, 1, 1, new float[] {1, 1, 1});
    double opacity = 1 - Math.exp(-4);
    assertThat(NearestNeighbourField.between(black, white, WORKERS).meanDistance())
        .isCloseTo(Math.sqrt(3 * opacity * opacity / 500), within(1e-6));
  }

  /** What is missing in a remix is found by looking from the reference. */
  @Test
  void completenessSeesWhatIsMissing() {
    VoxelGrid bare = MetricScenes.blocks(32, 28, 10, 0, 1);
    assertThat(NearestNeighbourField.between(bare, SCENE, WORKERS).meanDistance()).isLessThan(0.01);
    assertThat(NearestNeighbourField.between(SCENE, bare, WORKERS).meanDistance())
        .isGreaterThan(0.05);
  }

  @Test
  void emptyScenesHaveDistances() {
    VoxelGrid empty = MetricScenes.empty(9, 9, 9);
    assertThat(NearestNeighbourField.between(empty, SCENE, WORKERS).meanDistance()).isZero();
    assertThat(NearestNeighbourField.between(SCENE, empty, WORKERS).meanDistance())
        .isGreaterThan(0.3);
    assertThat(NearestNeighbourField.between(empty, SCENE, WORKERS).compressedBytesPerPatch())
        .isZero();
  }

  @Test
  void resultsAreTheSameEveryTime() {
    VoxelGrid shuffled = Controls.shuffled(SCENE, 8, 3);
    NearestNeighbourField once = NearestNeighbourField.between(shuffled, SCENE, WORKERS);
    NearestNeighbourField again = NearestNeighbourField.between(shuffled, SCENE, WORKERS);
    assertThat(again.meanDistance()).isEqualTo(once.meanDistance());
    assertThat(again.compressedBytesPerPatch()).isEqualTo(once.compressedBytesPerPatch());
  }
}
