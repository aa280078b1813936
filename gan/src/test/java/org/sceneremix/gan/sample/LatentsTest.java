package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sceneremix.volume.GridSize;

class LatentsTest {

  private static float[] line(Latents latents, int stage, int n) {
    float[] values = new float[n * Latents.CHANNELS];
    StageLattice lattice = StageLattice.independent(stage, new GridSize(n, 4, 4));
    for (int x = 0; x < n; x++) {
      latents.addTo(lattice, x, 2, 3, 1, values, x * Latents.CHANNELS);
    }
    return values;
  }

  @Test
  void deviatesAreStandardNormalAndUncorrelated() {
    int n = 50_000;
    float[] values = line(Latents.ofSeed(5), 0, n);
    double[] mean = new double[Latents.CHANNELS];
    double[][] product = new double[Latents.CHANNELS][Latents.CHANNELS];
    double fourth = 0;
    for (int i = 0; i < n; i++) {
      for (int a = 0; a < Latents.CHANNELS; a++) {
        double va = values[i * Latents.CHANNELS + a];
        mean[a] += va / n;
        fourth += Math.pow(va, 4) / (n * Latents.CHANNELS);
        for (int b = 0; b < Latents.CHANNELS; b++) {
          product[a][b] += va * values[i * Latents.CHANNELS + b] / n;
        }
      }
    }
    assertThat(fourth).isEqualTo(3, within(0.1));
    for (int a = 0; a < Latents.CHANNELS; a++) {
      assertThat(mean[a]).isEqualTo(0, within(0.02));
      for (int b = 0; b < Latents.CHANNELS; b++) {
        assertThat(product[a][b]).isEqualTo(a == b ? 1 : 0, within(0.03));
      }
    }
  }

  @Test
  void neighboursAreUncorrelated() {
    int n = 50_000;
    float[] values = line(Latents.ofSeed(5), 0, n);
    double correlation = 0;
    for (int i = 1; i < n; i++) {
      correlation += values[i * Latents.CHANNELS] * values[(i - 1) * Latents.CHANNELS] / (double) n;
    }
    assertThat(correlation).isEqualTo(0, within(0.02));
  }

  @Test
  void seedsStagesAndPlacesDiffer() {
    float[] one = line(Latents.ofSeed(1), 0, 4);
    assertThat(line(Latents.ofSeed(1), 0, 4)).isEqualTo(one);
    assertThat(line(Latents.ofSeed(2), 0, 4)).isNotEqualTo(one);
    assertThat(line(Latents.ofSeed(1), 1, 4)).isNotEqualTo(one);
  }

  @Test
  void reconstructionHasNoiseAtTheCoarsestStageOnly() {
    assertThat(Latents.ofReconstruction().present(0)).isTrue();
    assertThat(Latents.ofReconstruction().present(1)).isFalse();
    assertThat(Latents.ofSeed(1).present(1)).isTrue();
  }
}
