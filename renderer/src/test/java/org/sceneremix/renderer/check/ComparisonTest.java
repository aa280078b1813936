package org.sceneremix.renderer.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void differencesAreRelativeToTheLargestMagnitude() {
    Comparison comparison = Comparison.of("any", new float[] {1, -8.5f}, i -> i == 0 ? 1 : -8, 0.1);
    assertThat(comparison.worstDifference()).isCloseTo(0.5 / 8, within(1e-12));
    assertThat(comparison.passed()).isTrue();
    assertThat(new Comparison("any", 0.2, 0.1).passed()).isFalse();
  }

  @Test
  void whatIsNotANumberDoesNotPass() {
    assertThat(Comparison.of("any", new float[] {1, Float.NaN, 1}, i -> 1, 0.1).passed()).isFalse();
    assertThat(Comparison.of("any", new float[] {1, 1}, i -> Double.NaN, 0.1).passed()).isFalse();
  }
}
