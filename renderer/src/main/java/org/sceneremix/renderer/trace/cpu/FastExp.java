package org.sceneremix.renderer.trace.cpu;

/**
 * {@code exp(-x)} in single precision for the inner loops, where {@link Math#exp} would cost more
 * than everything else.
 *
 * <p>Range reduction to {@code x = k ln 2 - r}, {@code |r| <= ln 2 / 2}, then the polynomial of
 * Cephes {@code expf} (Moshier). Relative error below 2e-7 for x in [0, 87]; 0 beyond. The tests
 * walk through that range.
 */
public final class FastExp {

  /** Beyond it the result would be subnormal. */
  static final float LARGEST = 87f;

  static final float LOG2_E = 1.442695f;

  /** Adding 1.5 * 2^23 leaves the nearest integer in the low bits of the mantissa. */
  static final float ROUND = 12582912f;

  /** The upper bits of ln 2: its product with a small integer is exact. */
  static final float LN2_HIGH = 0x1.63p-1f;

  static final float LN2_LOW = -2.12194440e-4f;

  /** Coefficients of {@code (exp(r) - 1 - r) / r^2}. */
  static final float P0 = 0.5f;

  static final float P1 = 1.6666666e-1f;
  static final float P2 = 4.1665796e-2f;
  static final float P3 = 8.333452e-3f;
  static final float P4 = 1.3981999e-3f;
  static final float P5 = 1.9875691e-4f;

  private FastExp() {}

  /** {@code exp(-x)} for {@code x >= 0}. */
  public static float ofNegative(float x) {
    if (x > LARGEST) {
      return 0f;
    }
    float rounded = x * -LOG2_E + ROUND;
    float k = rounded - ROUND;
    float r = -x - k * LN2_HIGH - k * LN2_LOW;
    float p = r * P5 + P4;
    p = p * r + P3;
    p = p * r + P2;
    p = p * r + P1;
    p = p * r + P0;
    float power = Float.intBitsToFloat((Float.floatToRawIntBits(rounded) + 127) << 23);
    return (p * r * r + r + 1f) * power;
  }
}
