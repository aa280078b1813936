package org.sceneremix.gan.net;

/** The softmax of rows, in place, in loops that the compiler turns into vector instructions. */
final class Softmax {

  /** Least exponent, which all below are taken for: exp(-80) is 2e-35. */
  private static final float LEAST = -80;

  /** exp(x) is exp(x / 2^6) squared six times. */
  private static final float PART = 1f / 64;

  private static final int LANES = 16;

  private Softmax() {}

  /** {@code x_i := exp(scale x_i) / sum_j exp(scale x_j)}, within 1e-5 of it relatively. */
  static void of(float[] x, int from, int count, float scale) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + count; i++) {
      most = Math.max(most, x[i]);
    }
    float shift = -most * scale;
    for (int i = from; i < from + count; i++) {
      // Taylor's polynomial of degree 5 on [-1.25, 0]
      float t = Math.max(LEAST, x[i] * scale + shift) * PART;
      float e =
          1 + t * (1 + t * (0.5f + t * (1f / 6 + t * (1f / 24 + t * (1f / 120 + t * (1f / 720))))));
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      x[i] = e * e;
    }
    float inverse = 1 / sum(x, from, count);
    for (int i = from; i < from + count; i++) {
      x[i] *= inverse;
    }
  }

  /** {@code g_i := w_i (g_i - sum_j w_j g_j)}: the gradient before the softmax. */
  static void backward(float[] w, float[] g, int from, int count) {
    for (int i = from; i < from + count; i++) {
      g[i] *= w[i];
    }
    float dot = sum(g, from, count);
    for (int i = from; i < from + count; i++) {
      g[i] -= w[i] * dot;
    }
  }

  /** A sum in lanes: one running sum is neither exact nor fast. */
  private static float sum(float[] x, int from, int count) {
    float[] lanes = new float[LANES];
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      for (int l = 0; l < LANES; l++) {
        lanes[l] += x[from + i + l];
      }
    }
    float sum = 0;
    for (; i < count; i++) {
      sum += x[from + i];
    }
    for (float lane : lanes) {
      sum += lane;
    }
    return sum;
  }
}
