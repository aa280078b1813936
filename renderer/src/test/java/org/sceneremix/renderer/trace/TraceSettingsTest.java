package org.sceneremix.renderer.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TraceSettingsTest {

  @Test
  void withoutJitterSamplesLieInTheMiddle() {
    assertThat(TraceSettings.DEFAULT.sampleOffset(5)).isEqualTo(0.5);
  }

  @Test
  void jitterFillsTheIntervalEvenly() {
    TraceSettings settings = TraceSettings.DEFAULT.withJitterSeed(42);
    int[] tenths = new int[10];
    double product = 0;
    int rays = 20_000;
    for (int ray = 0; ray < rays; ray++) {
      double offset = settings.sampleOffset(ray);
      assertThat(offset).isBetween(0.0, Math.nextDown(1.0));
      tenths[(int) (10 * offset)]++;
      product += (offset - 0.5) * (settings.sampleOffset(ray + 1) - 0.5);
    }
    for (int count : tenths) {
      assertThat((double) count).isCloseTo(rays / 10.0, within(200.0));
    }
    assertThat(12 * product / rays).as("correlation of neighbours").isCloseTo(0, within(0.03));
  }

  @Test
  void jitterIsAFunctionOfSeedAndRay() {
    TraceSettings settings = TraceSettings.DEFAULT.withJitterSeed(7);
    assertThat(settings.sampleOffset(3)).isEqualTo(settings.sampleOffset(3));
    assertThat(settings.sampleOffset(3))
        .isNotEqualTo(settings.withJitterSeed(8).sampleOffset(3))
        .isNotEqualTo(settings.sampleOffset(4));
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new TraceSettings(0, 0, 0)).hasMessageContaining("step");
    assertThatThrownBy(() -> new TraceSettings(Double.NaN, 0, 0)).hasMessageContaining("step");
    assertThatThrownBy(() -> new TraceSettings(1, 0, 1)).hasMessageContaining("transmittance");
  }
}
