package org.sceneremix.gan.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.volume.work.Workers;

class ConvolutionTest {

  static float[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 5, 4, 3, 2",
    "3, 3, 3, 1, 1",
    "3, 9, 7, 5, 6",
    "3, 40, 33, 4, 8",
    "5, 8, 9, 2, 3"
  })
  void isTheSumOverWindows(int size, int height, int width, int in, int out) {
    Convolution convolution = new Convolution(size, in, out);
    Maps maps = new Maps(7, height, width, in, random(7 * height * width * in, 1));
    float[] weights = random(convolution.weightCount(), 2);
    float[] bias = random(out, 3);
    try (Workers workers = new Workers(2);
        Engine engine = Engine.cpu(workers)) {
      Maps result = convolution.apply(engine, maps, weights, bias);
      assertEquals(height - size + 1, result.height());
      for (int n = 0; n < 7; n++) {
        for (int y = 0; y < result.height(); y++) {
          for (int x = 0; x < result.width(); x++) {
            for (int j = 0; j < out; j++) {
              double sum = bias[j];
              for (int u = 0; u < size; u++) {
                for (int v = 0; v < size; v++) {
                  for (int i = 0; i < in; i++) {
                    sum +=
                        (double) maps.data()[maps.index(n, y + u, x + v) + i]
                            * weights[((u * size + v) * in + i) * out + j];
                  }
                }
              }
              assertEquals(sum, result.data()[result.index(n, y, x) + j], 1e-4);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 5, 4, 3, 2", "3, 9, 7, 5, 6", "3, 40, 33, 4, 8"})
  void gradientsAreItsAdjoints(int size, int height, int width, int in, int out) {
    Convolution convolution = new Convolution(size, in, out);
    Maps maps = new Maps(7, height, width, in, random(7 * height * width * in, 1));
    float[] weights = random(convolution.weightCount(), 2);
    try (Workers workers = new Workers(2);
        Engine engine = Engine.cpu(workers)) {
      Maps result = convolution.apply(engine, maps, weights, null);
      Maps gradient = result.with(random(result.data().length, 4));
      double product = dot(result.data(), gradient.data());
      Maps ofInput = convolution.inputGradient(engine, gradient, weights);
      assertEquals(product, dot(ofInput.data(), maps.data()), 1e-3 * Math.abs(product) + 1e-2);
      float[] ofWeights = new float[weights.length];
      convolution.addWeightGradient(engine, maps, gradient, ofWeights);
      assertEquals(product, dot(ofWeights, weights), 1e-3 * Math.abs(product) + 1e-2);
      float[] ofBias = new float[out];
      convolution.addBiasGradient(engine, gradient, ofBias);
      float[] once = new float[gradient.data().length];
      for (int s = 0; s < gradient.sites(); s++) {
        once[s * out] = 1;
      }
      assertEquals(dot(once, gradient.data()), ofBias[0], 1e-2);
    }
  }

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @Test
  void hasTheSameBitsAtAnyNumberOfThreads() {
    Convolution convolution = new Convolution(3, 16, 24);
    Maps maps = new Maps(3, 31, 29, 16, random(3 * 31 * 29 * 16, 1));
    float[] weights = random(convolution.weightCount(), 2);
    float[][] sums = new float[2][weights.length];
    Maps[] results = new Maps[2];
    for (int threads = 1; threads <= 2; threads++) {
      try (Workers workers = new Workers(threads);
          Engine engine = Engine.cpu(workers)) {
        results[threads - 1] = convolution.apply(engine, maps, weights, null);
        convolution.addWeightGradient(engine, maps, results[threads - 1], sums[threads - 1]);
      }
    }
    assertArrayEquals(results[0].data(), results[1].data());
    assertArrayEquals(sums[0], sums[1]);
  }
}
