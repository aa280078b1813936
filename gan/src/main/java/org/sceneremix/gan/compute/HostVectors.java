package org.sceneremix.gan.compute;

import java.nio.FloatBuffer;

/**
 * Operators on flat vectors of {@link Engine}, in plain Java: a block has about 10^5 parameters, so
 * these loops cost nothing beside the convolutions.
 */
final class HostVectors {

  private HostVectors() {}

  static void requireSameLength(Tensor a, Tensor b) {
    if (a.length() != b.length()) {
      throw new IllegalArgumentException(a + " is not as long as " + b);
    }
  }

  static void copy(Nd4jTensor x, Nd4jTensor y) {
    requireSameLength(x, y);
    y.buffer().put(0, x.buffer(), 0, x.length());
  }

  static void addScaled(Nd4jTensor x, float factor, Nd4jTensor y) {
    requireSameLength(x, y);
    float[] a = x.toArray();
    float[] b = y.toArray();
    for (int i = 0; i < b.length; i++) {
      b[i] += factor * a[i];
    }
    y.load(b, 0);
  }

  static void approach(Nd4jTensor x, float share, Nd4jTensor y) {
    requireSameLength(x, y);
    float[] a = x.toArray();
    float[] b = y.toArray();
    for (int i = 0; i < b.length; i++) {
      b[i] += share * (a[i] - b[i]);
    }
    y.load(b, 0);
  }

  static void adam(AdamStep step, Nd4jTensor gradient, Nd4jTensor moments, Nd4jTensor values) {
    int count = values.length();
    float b1 = step.beta1();
    float b2 = step.beta2();
    float[] g = gradient.toArray();
    float[] m = moments.toArray();
    float[] x = values.toArray();
    for (int i = 0; i < count; i++) {
      float first = b1 * m[i] + (1 - b1) * g[i];
      float second = b2 * m[count + i] + (1 - b2) * g[i] * g[i];
      m[i] = first;
      m[count + i] = second;
      x[i] -= step.scale() * first / ((float) Math.sqrt(second) + step.epsilon());
    }
    values.load(x, 0);
    moments.load(m, 0);
  }

  static void fill(Nd4jTensor x, float value) {
    FloatBuffer buffer = x.buffer();
    for (int i = 0; i < x.length(); i++) {
      buffer.put(i, value);
    }
  }

  static void sumOfSquares(Nd4jTensor x, float factor, Nd4jTensor sum) {
    double total = 0;
    for (float value : x.toArray()) {
      total += (double) value * value;
    }
    sum.buffer().put(0, (float) (factor * total));
  }
}
