package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {

  /** Four points with a diagonal covariance of 4/3 a^2, 4/3 b^2. */
  private static float[] rectangle(float a, float b, float x, float y) {
    return new float[] {x - a, y - b, x + a, y - b, x - a, y + b, x + a, y + b};
  }

  @Test
  void closedFormForDiagonalCovariances() {
    // |m|^2 + sum of (s1 - s2)^2
    double scale = 4.0 / 3;
    double expected = 9 + 16 + scale * (Math.pow(1 - 3, 2) + Math.pow(2 - 1, 2));
    assertThat(FrechetDistance.of(rectangle(1, 2, 0, 0), rectangle(3, 1, 3, 4), 2))
        .isCloseTo(expected, within(1e-6));
  }

  @Test
  void rotationOfBothCloudsChangesNothing() {
    Random random = new Random(1);
    float[] a = new float[3000];
    float[] b = new float[3000];
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) ((1 + i % 3) * random.nextGaussian());
      b[i] = (float) (random.nextGaussian() + (i % 3 == 0 ? 1 : 0));
    }
    double before = FrechetDistance.of(a, b, 3);
    assertThat(FrechetDistance.of(rotated(a), rotated(b), 3)).isCloseTo(before, within(1e-4));
    assertThat(FrechetDistance.of(b, a, 3)).isCloseTo(before, within(1e-6));
    assertThat(FrechetDistance.of(a, a, 3)).isCloseTo(0, within(1e-6));
  }

  private static float[] rotated(float[] points) {
    float c = (float) Math.cos(0.7);
    float s = (float) Math.sin(0.7);
    float[] out = points.clone();
    for (int i = 0; i < out.length; i += 3) {
      out[i] = c * points[i] - s * points[i + 1];
      out[i + 1] = s * points[i] + c * points[i + 1];
    }
    return out;
  }

  @Test
  void onePointIsNoCloud() {
    assertThatThrownBy(() -> FrechetDistance.of(new float[2], new float[4], 2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
