package org.sceneremix.renderer.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.ray.TracedRays;

class CompositingTest {

  @Test
  void tracedRaysOverABackgroundAreWhatTheRaysSay() {
    TracedRays traced = new TracedRays(2);
    traced.colour()[0] = 0.3f;
    traced.colour()[1] = 0.1f;
    traced.opacity()[0] = 0.4f;
    Image image = Compositing.image(traced, 2, 1);
    assertThat(image.rgba()[0]).as("straight").isCloseTo(0.75f, within(1e-6f));
    Image over = Compositing.over(image, 0.5f, 1, 0);
    // C + (1 - A) b
    float[] expected = {0.3f + 0.6f * 0.5f, 0.1f + 0.6f, 0, 1, 0.5f, 1, 0, 1};
    for (int i = 0; i < expected.length; i++) {
      assertThat(over.rgba()[i]).isCloseTo(expected[i], within(1e-6f));
    }
    assertThat(image.rgba()[3]).as("the image itself stays").isEqualTo(0.4f);
  }

  @Test
  void overAnOpaquePictureEveryPixelHasItsOwnBackground() {
    Image front = new Image(2, 1, new float[] {1, 0.5f, 0, 0.25f, 0.3f, 0.3f, 0.3f, 0});
    Image back = new Image(2, 1, new float[] {0, 0.5f, 1, 1, 0.2f, 0.4f, 0.6f, 1});
    float[] expected = {0.25f, 0.5f, 0.75f, 1, 0.2f, 0.4f, 0.6f, 1};
    assertThat(Background.of(back).behind(front).rgba()).containsExactly(expected, within(1e-6f));
  }

  @Test
  void layersMayBeJoinedInAnyOrder() {
    Image a = RandomImages.bytes(1, 7, 5, false);
    Image b = RandomImages.bytes(2, 7, 5, false);
    Image c = RandomImages.bytes(3, 7, 5, false);
    Image left = Compositing.over(Compositing.over(a, b), c);
    Image right = Compositing.over(a, Compositing.over(b, c));
    assertThat(left.rgba()).containsExactly(right.rgba(), within(1e-5f));
  }

  @Test
  void nothingBehindLeavesThePictureAsItIs() {
    Image image = RandomImages.bytes(2, 3, 4, false);
    assertThat(Background.TRANSPARENT.behind(image)).isSameAs(image);
    assertThat(Compositing.over(image, Image.transparent(3, 4)).rgba())
        .containsExactly(image.rgba(), within(1e-6f));
  }

  @Test
  void backgroundOfAnotherSizeIsRefused() {
    Background background = Background.of(Image.transparent(3, 4));
    assertThatThrownBy(() -> background.behind(Image.transparent(4, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3x4")
        .hasMessageContaining("4x3");
  }
}
