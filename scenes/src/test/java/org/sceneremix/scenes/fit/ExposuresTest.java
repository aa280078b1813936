package org.sceneremix.scenes.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ExposuresTest {

  private static final float[] TRUE_GAINS = {0.8f, 1f, 1.25f};

  private static void observe(Exposures exposures) {
    SplittableRandom random = new SplittableRandom(5);
    for (int iteration = 0; iteration < 50; iteration++) {
      for (int ray = 0; ray < 60; ray++) {
        int view = ray % TRUE_GAINS.length;
        float traced = (float) random.nextDouble();
        for (int channel = 0; channel < 3; channel++) {
          exposures.observe(view, channel, traced, TRUE_GAINS[view] * traced);
        }
      }
      exposures.update();
    }
  }

  @Test
  void gainsOfPhotographsAreFound() {
    Exposures exposures = new Exposures(TRUE_GAINS.length, true);
    observe(exposures);
    for (int view = 0; view < TRUE_GAINS.length; view++) {
      assertThat(exposures.gain(view, 1)).isCloseTo(TRUE_GAINS[view], within(1e-4f));
    }
  }

  @Test
  void commonGainStaysWithTheScene() {
    Exposures exposures = new Exposures(2, true);
    for (int view = 0; view < 2; view++) {
      for (int channel = 0; channel < 3; channel++) {
        exposures.observe(view, channel, 0.5f, 0.3f);
      }
    }
    exposures.update();
    assertThat(exposures.gain(0, 0)).isCloseTo(1f, within(1e-6f));
    assertThat(exposures.gain(1, 2)).isCloseTo(1f, within(1e-6f));
  }

  @Test
  void gainsStayOneWhereTheyAreNotAskedFor() {
    Exposures exposures = new Exposures(TRUE_GAINS.length, false);
    observe(exposures);
    assertThat(exposures.gain(0, 0)).isEqualTo(1f);
  }
}
