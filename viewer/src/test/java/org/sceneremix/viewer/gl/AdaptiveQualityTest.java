package org.sceneremix.viewer.gl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AdaptiveQualityTest {

  private static final double TARGET = 0.025;

  /** Time of a picture on a device that takes so long for a fine one. */
  private static double seconds(AdaptiveQuality quality, double fine) {
    return fine * quality.scale() * quality.scale() / quality.step();
  }

  private static AdaptiveQuality settled(double fine) {
    AdaptiveQuality quality = new AdaptiveQuality(TARGET);
    for (int i = 0; i < 60; i++) {
      quality.took(seconds(quality, fine));
    }
    return quality;
  }

  @Test
  void picturesOfSlowDevicesBecomeReadyInTime() {
    for (double fine : new double[] {0.03, 0.1, 0.3, 1, 2.5}) {
      assertThat(seconds(settled(fine), fine)).isEqualTo(TARGET, within(0.35 * TARGET));
    }
  }

  @Test
  void resolutionAndStepAdaptAlikeUntilThinThingsWouldBeMissed() {
    AdaptiveQuality slow = settled(0.2);
    assertThat(slow.scale() * slow.step()).isEqualTo(1, within(1e-12));
    AdaptiveQuality slowest = settled(1e6);
    assertThat(slowest.step()).isEqualTo(3);
    assertThat(slowest.scale()).isEqualTo(0.15);
  }

  @Test
  void quickDevicesDrawFinePicturesAlsoWhileMoving() {
    AdaptiveQuality quick = settled(0.002);
    assertThat(quick.scale()).isEqualTo(1);
    assertThat(quick.step()).isEqualTo(1);
  }

  @Test
  void picturesThatAreDrawnTogetherHaveOneQualityAndAreReadyInTimeTogether() {
    AdaptiveQuality quality = new AdaptiveQuality(TARGET, 16);
    for (int frame = 0; frame < 60; frame++) {
      double scale = quality.scale();
      for (int i = 0; i < 16; i++) {
        assertThat(quality.scale()).isEqualTo(scale);
        quality.took(seconds(quality, (1 + i % 2) * 0.01));
      }
    }
    assertThat(8 * seconds(quality, 0.03)).isEqualTo(TARGET, within(0.35 * TARGET));
  }

  @Test
  void timesThatScatterChangeLittle() {
    AdaptiveQuality quality = settled(0.2);
    Random random = new Random(3);
    double before = quality.scale();
    for (int i = 0; i < 200; i++) {
      quality.took(seconds(quality, 0.2) * (0.85 + 0.3 * random.nextDouble()));
      assertThat(quality.scale()).isEqualTo(before, within(0.12 * before));
    }
  }
}
