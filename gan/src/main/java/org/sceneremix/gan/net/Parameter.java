package org.sceneremix.gan.net;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A tensor that training changes, with its gradient and the moments of its optimiser.
 *
 * @param name unique within a network
 * @param values the tensor
 * @param gradient of the loss, of the same length
 * @param moments running means of the gradient and of its square (Kingma and Ba 2015, "Adam")
 */
@SuppressWarnings("ArrayRecordComponent") // what training changes; never compared
public record Parameter(String name, float[] values, float[] gradient, float[][] moments) {

  private static final float BETA_1 = 0.5f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  /** A parameter that begins with these values, which are not copied. */
  static Parameter of(String name, float[] values) {
    int n = values.length;
    return new Parameter(name, values, new float[n], new float[][] {new float[n], new float[n]});
  }

  /** A parameter of normal deviates. */
  static Parameter normal(String name, int length, double deviation, SplittableRandom random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return of(name, values);
  }

  /** A parameter with one value throughout. */
  static Parameter constant(String name, int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return of(name, values);
  }

  void clearGradient() {
    Arrays.fill(gradient, 0);
  }

  /**
   * Goes a step down the gradient (Kingma and Ba 2015, algorithm 1; beta 0.5 and 0.999).
   *
   * @param rate of learning
   * @param step number of the step, from 1
   */
  void adam(double rate, int step) {
    float scale =
        (float) (rate * Math.sqrt(1 - Math.pow(BETA_2, step)) / (1 - Math.pow(BETA_1, step)));
    float epsilon = (float) (EPSILON * Math.sqrt(1 - Math.pow(BETA_2, step)));
    float[] m = moments[0];
    float[] v = moments[1];
    for (int i = 0; i < values.length; i++) {
      float g = gradient[i];
      m[i] = BETA_1 * m[i] + (1 - BETA_1) * g;
      v[i] = BETA_2 * v[i] + (1 - BETA_2) * g * g;
      values[i] -= scale * m[i] / ((float) Math.sqrt(v[i]) + epsilon);
    }
  }
}
