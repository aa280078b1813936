package org.sceneremix.viewer.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilingTest {

  private static final float GAP = 8;
  private static final float TEXT = 20;

  @ParameterizedTest
  @CsvSource({"1, 928, 638", "2, 928, 638", "16, 928, 638", "17, 300, 900", "64, 440, 560"})
  void picturesLieBesideEachOtherInTheArea(int count, float width, float height) {
    SceneView.Rectangle area = new SceneView.Rectangle(352, 24, width, height);
    Tiling tiling = Tiling.of(area, count, GAP, TEXT);
    for (int i = 0; i < count; i++) {
      SceneView.Rectangle place = tiling.picture(i);
      assertThat(place.width() / place.height()).isCloseTo(4 / 3f, within(1e-3f));
      assertThat(place.x()).isGreaterThanOrEqualTo(area.x() + GAP - 0.01f);
      assertThat(place.y()).isGreaterThanOrEqualTo(area.y() + GAP - 0.01f);
      assertThat(place.x() + place.width()).isLessThanOrEqualTo(area.x() + width - GAP + 0.01f);
      assertThat(place.y() + place.height() + TEXT)
          .isLessThanOrEqualTo(area.y() + height - GAP + 0.01f);
      for (int j = 0; j < i; j++) {
        SceneView.Rectangle other = tiling.picture(j);
        assertThat(
                place.x() >= other.x() + other.width()
                    || place.y() >= other.y() + other.height() + TEXT)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "16, 4"})
  void columnsAreAsManyAsMakeLargePictures(int count, int columns) {
    SceneView.Rectangle area = new SceneView.Rectangle(0, 0, 928, 638);
    assertThat(Tiling.of(area, count, GAP, TEXT).columns()).isEqualTo(columns);
  }
}
