package org.sceneremix.gan.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Compares gradients with central differences of a loss, along random directions. */
public final class FiniteDifferences {

  private FiniteDifferences() {}

  /**
   * Asserts that a gradient is the loss's, within a few per cent, for floats are coarse.
   *
   * @param values changed and restored
   * @param gradient of the loss with respect to the values
   * @param step of the values, along a direction of unit length times their number's root
   */
  public static void check(
      String name, float[] values, float[] gradient, double step, DoubleSupplier loss) {
    SplittableRandom random = new SplittableRandom(values.length);
    double worst = 0;
    for (int trial = 0; trial < 3; trial++) {
      float[] direction = new float[values.length];
      // half of it chance, half along the gradient, so that there is something to see
      double length = 0;
      for (float g : gradient) {
        length += (double) g * g;
      }
      length = Math.sqrt(length / values.length);
      for (int i = 0; i < values.length; i++) {
        direction[i] =
            (float) ((random.nextInt(2) * 2 - 1) + (length == 0 ? 0 : 2 * gradient[i] / length));
      }
      double expected = 0;
      for (int i = 0; i < values.length; i++) {
        expected += (double) direction[i] * gradient[i];
      }
      // kinks want small steps, rounding large ones: the better of several counts
      double best = Double.MAX_VALUE;
      for (double h = step; h > step / 100; h /= 4) {
        double up = at(values, direction, h, loss);
        double down = at(values, direction, -h, loss);
        double measured = (up - down) / (2 * h);
        double rounding = 1e-5 * (Math.abs(up) + Math.abs(down)) / h;
        double scale = Math.max(rounding, Math.max(Math.abs(expected), Math.abs(measured)));
        best = Math.min(best, Math.abs(expected - measured) / scale);
      }
      worst = Math.max(worst, best);
    }
    double error = worst;
    assertTrue(error < 0.03, () -> name + ": gradient is off by a share of " + error);
  }

  private static double at(float[] values, float[] direction, double step, DoubleSupplier loss) {
    float[] before = values.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (step * direction[i]);
    }
    double result = loss.getAsDouble();
    System.arraycopy(before, 0, values, 0, values.length);
    return result;
  }
}
