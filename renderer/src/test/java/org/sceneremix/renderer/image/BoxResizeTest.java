package org.sceneremix.renderer.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BoxResizeTest {

  @Test
  void halvingTakesTheMeanOfFourPixels() {
    Image image = RandomImages.bytes(1, 8, 6, true);
    Image half = BoxResize.resize(image, 4, 3);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        for (int c = 0; c < 3; c++) {
          float mean =
              (image.rgba()[image.index(2 * column, 2 * row) + c]
                      + image.rgba()[image.index(2 * column + 1, 2 * row) + c]
                      + image.rgba()[image.index(2 * column, 2 * row + 1) + c]
                      + image.rgba()[image.index(2 * column + 1, 2 * row + 1) + c])
                  / 4;
          assertThat(half.rgba()[half.index(column, row) + c]).isCloseTo(mean, within(1e-6f));
        }
      }
    }
  }

  @Test
  void partlyCoveredPixelsCountByTheirPart() {
    Image image = new Image(3, 1, new float[] {0, 0, 0, 1, 0.6f, 0, 0, 1, 1, 0, 0, 1});
    Image two = BoxResize.resize(image, 2, 1);
    assertThat(two.rgba()[0]).isCloseTo((0 + 0.5f * 0.6f) / 1.5f, within(1e-6f));
    assertThat(two.rgba()[4]).isCloseTo((0.5f * 0.6f + 1) / 1.5f, within(1e-6f));
  }

  @Test
  void colourOfTransparentPixelsDoesNotBleed() {
    Image image = new Image(2, 1, new float[] {0.2f, 0.4f, 0.6f, 1, 1, 1, 1, 0});
    assertThat(BoxResize.resize(image, 1, 1).rgba()).containsExactly(0.2f, 0.4f, 0.6f, 0.5f);
  }

  @Test
  void sameSizeIsTheSameImageAndEnlargingRepeats() {
    Image image = RandomImages.bytes(2, 5, 4, true);
    assertThat(BoxResize.resize(image, 5, 4).rgba()).isEqualTo(image.rgba());
    Image twice = BoxResize.resize(image, 10, 8);
    for (int row = 0; row < 8; row++) {
      for (int column = 0; column < 10; column++) {
        assertThat(twice.rgba()[twice.index(column, row)])
            .isCloseTo(image.rgba()[image.index(column / 2, row / 2)], within(1e-6f));
      }
    }
  }
}
