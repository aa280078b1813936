package org.sceneremix.renderer.check;

import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/**
 * Comparison of a computed result with the right one.
 *
 * @param operator what was computed, for people
 * @param worstDifference largest difference from the right result, relative to that one's largest
 *     magnitude; not a number where the result holds what is none
 * @param tolerance the largest that rounding explains
 */
public record Comparison(String operator, double worstDifference, double tolerance) {

  /** Against a right result of nothing but zeros. */
  private static final double LEAST_MAGNITUDE = 1e-30;

  public Comparison {
    Objects.requireNonNull(operator, "operator");
  }

  /**
   * Compares two results.
   *
   * @param operator what was computed, for people
   * @param values what was computed
   * @param right the right value at each index
   * @param tolerance relative to the largest magnitude of the right values
   */
  public static Comparison of(
      String operator, float[] values, IntToDoubleFunction right, double tolerance) {
    double scale = LEAST_MAGNITUDE;
    double worst = 0;
    for (int i = 0; i < values.length; i++) {
      double expected = right.applyAsDouble(i);
      scale = Math.max(scale, Math.abs(expected));
      // a maximum that keeps what is not a number
      worst = Math.max(worst, Math.abs(values[i] - expected));
    }
    return new Comparison(operator, worst / scale, tolerance);
  }

  /** Whether the difference is one that rounding explains. */
  public boolean passed() {
    return worstDifference <= tolerance;
  }
}
