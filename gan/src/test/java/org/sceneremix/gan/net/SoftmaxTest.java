package org.sceneremix.gan.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SoftmaxTest {

  @Test
  void agreesWithTheDefinition() {
    float[] x = ConvolutionTest.random(101, 1);
    float[] y = x.clone();
    Softmax.of(y, 1, 99, 37f);
    double sum = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < 100; i++) {
      most = Math.max(most, x[i]);
    }
    for (int i = 1; i < 100; i++) {
      sum += Math.exp(37 * (x[i] - most));
    }
    for (int i = 1; i < 100; i++) {
      double expected = Math.exp(37 * (x[i] - most)) / sum;
      assertEquals(expected, y[i], 2e-5 * expected + 1e-12);
    }
    assertEquals(x[0], y[0]);
    assertEquals(x[100], y[100]);
  }

  @Test
  void gradientIsThatOfTheDefinition() {
    float[] w = {0.5f, 0.3f, 0.2f};
    float[] g = {1, 2, -1};
    Softmax.backward(w, g, 0, 3);
    // <w, g> = 0.9
    assertEquals(0.5 * 0.1, g[0], 1e-6);
    assertEquals(0.3 * 1.1, g[1], 1e-6);
    assertEquals(0.2 * -1.9, g[2], 1e-6);
  }
}
