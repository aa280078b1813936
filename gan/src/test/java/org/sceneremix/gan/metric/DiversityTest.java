package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.volume.VoxelGrid;

class DiversityTest {

  private static OccupancyGrid box(int x) {
    VoxelGrid grid = MetricScenes.empty(12, 4, 4);
    BlockScene.fill(grid, x, 0, 0, 4, 4, 4, new float[] {0, 0, 0});
    return OccupancyGrid.of(grid);
  }

  @Test
  void shapeDiversityIsTheMeanOverPairs() {
    assertThat(Diversity.shape(List.of(box(0), box(0)))).isZero();
    assertThat(Diversity.shape(List.of(box(0), box(4)))).isEqualTo(1);
    // overlaps 2/6, 0 and 2/6
    assertThat(Diversity.shape(List.of(box(0), box(2), box(4))))
        .isCloseTo((2 / 3.0 + 1 + 2 / 3.0) / 3, within(1e-12));
    assertThat(Diversity.shape(List.of(box(0)))).isZero();
  }

  private static Image grey(float left, float right) {
    return new Image(2, 1, new float[] {left, left, left, 1, right, right, right, 1});
  }

  @Test
  void appearanceDiversityComparesDeviationOverRemixesWithThatOverPixels() {
    List<Image> reference = List.of(grey(0, 1));
    assertThat(Diversity.appearance(reference, List.of(reference, reference))).isZero();
    // deviations over remixes 0.1 and 0.3, over the pixels of the reference 0.5
    assertThat(
            Diversity.appearance(
                reference, List.of(List.of(grey(0.2f, 0f)), List.of(grey(0.4f, 0.6f)))))
        .isCloseTo(0.2 / 0.5, within(1e-6));
    assertThat(Diversity.appearance(reference, List.of(reference))).isZero();
  }
}
