package org.sceneremix.renderer.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.trace.TracedRays;

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
}
