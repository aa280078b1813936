package org.sceneremix.gan.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.image.Image;

class PictureGridTest {

  private static final int WIDTH = 30;
  private static final int HEIGHT = 20;

  private static Image grey(float value) {
    Image image = Image.transparent(WIDTH, HEIGHT);
    Arrays.fill(image.rgba(), value);
    return image;
  }

  @Test
  void picturesLieInRowsAboveTheirTexts() {
    PictureGrid grid = new PictureGrid();
    for (int i = 0; i < 3; i++) {
      grid.add(grey(0.1f * i), "x");
    }
    Image image = grid.image();
    int row = HEIGHT + Label.HEIGHT;
    assertThat(image.width()).isEqualTo(2 * WIDTH);
    assertThat(image.height()).isEqualTo(2 * row);
    assertThat(image.rgba()[image.index(WIDTH, 0)]).isEqualTo(0.1f);
    assertThat(image.rgba()[image.index(WIDTH - 1, row + HEIGHT - 1)]).isEqualTo(0.2f);
    assertThat(image.rgba()[image.index(WIDTH, row)]).isEqualTo(1);
    Image text = Label.of("x", WIDTH);
    for (int y = 0; y < Label.HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        assertThat(image.rgba()[image.index(x, HEIGHT + y)])
            .isEqualTo(text.rgba()[text.index(x, y)]);
      }
    }
  }

  @Test
  void picturesOfOtherSizesAndNoneAreRefused() {
    PictureGrid grid = new PictureGrid();
    assertThatThrownBy(grid::image).isInstanceOf(IllegalStateException.class);
    grid.add(grey(0), "");
    Image other = Image.transparent(1, 1);
    assertThatThrownBy(() -> grid.add(other, "")).isInstanceOf(IllegalArgumentException.class);
  }
}
