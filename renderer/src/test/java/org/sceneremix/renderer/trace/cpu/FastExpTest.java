package org.sceneremix.renderer.trace.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FastExpTest {

  @Test
  void relativeErrorIsBelowTwoInTenMillion() {
    double worst = 0;
    for (int i = 0; i <= 870_000; i++) {
      float x = i * 1e-4f;
      double exact = Math.exp(-x);
      worst = Math.max(worst, Math.abs(FastExp.ofNegative(x) - exact) / exact);
    }
    assertThat(worst).isLessThan(2e-7);
  }

  @Test
  void exactlyOneAtZeroAndNothingFarAway() {
    assertThat(FastExp.ofNegative(0f)).isEqualTo(1f);
    assertThat(FastExp.ofNegative(1000f)).isZero();
    assertThat(FastExp.ofNegative(Float.POSITIVE_INFINITY)).isZero();
  }

  @Test
  void neverIncreases() {
    float before = 1f;
    for (int i = 0; i <= 870_000; i++) {
      float now = FastExp.ofNegative(i * 1e-4f);
      assertThat(now).isLessThanOrEqualTo(before);
      before = now;
    }
  }
}
