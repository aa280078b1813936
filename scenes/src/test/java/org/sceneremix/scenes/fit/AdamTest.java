package org.sceneremix.scenes.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.work.Workers;

class AdamTest {

  private static final Workers WORKERS = new Workers(2);

  private static final int VOXELS = 40_000; // more than one thread takes at a time

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  @Test
  void agreesWithTheFormulaOfThePaper() {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[4 * VOXELS];
    boolean[] active = new boolean[VOXELS];
    for (int v = 0; v < VOXELS; v++) {
      active[v] = v % 3 != 0;
    }
    double[] x = new double[values.length];
    double[] m = new double[values.length];
    double[] s = new double[values.length];
    Adam adam = new Adam(values);
    for (int t = 1; t <= 5; t++) {
      float[] gradient = new float[values.length];
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (float) (random.nextDouble() - 0.3);
        if (active[i / 4]) {
          double rate = i % 4 == 3 ? 0.2 : 0.1;
          m[i] = 0.9 * m[i] + 0.1 * gradient[i];
          s[i] = 0.99 * s[i] + 0.01 * gradient[i] * gradient[i];
          double step = m[i] / (1 - Math.pow(0.9, t));
          x[i] -= rate * step / Math.sqrt(s[i] / (1 - Math.pow(0.99, t)));
          x[i] = Math.max(-1, Math.min(1, x[i]));
        }
      }
      adam.step(gradient, active, new float[] {0.1f, 0.1f, 0.1f, 0.2f}, WORKERS);
      for (int v = 0; v < VOXELS; v++) {
        if (active[v]) {
          assertThat(gradient[4 * v]).isZero();
        }
      }
    }
    for (int i = 0; i < values.length; i += 997) {
      assertThat((double) values[i]).isCloseTo(x[i], within(1e-4));
    }
  }
}
