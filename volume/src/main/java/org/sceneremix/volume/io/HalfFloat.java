package org.sceneremix.volume.io;

/** IEEE 754 binary16: 1 sign bit, 5 exponent bits, 10 mantissa bits. */
final class HalfFloat {

  /** Half precision has 13 mantissa bits fewer than single precision. */
  private static final int DROPPED_BITS = 13;

  private static final int SIGN = 0x8000;
  private static final int INFINITY = 0x7c00;

  /** The largest finite half. */
  static final float LARGEST = 65504f;

  /** 2^-14, the smallest normal half. */
  private static final float SMALLEST_NORMAL = 0x1p-14f;

  /** 2^-24, the smallest positive half. */
  private static final float SMALLEST = 0x1p-24f;

  private HalfFloat() {}

  /** Rounds to the nearest half, ties to even; beyond the range to infinity. */
  static short fromFloat(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & SIGN;
    float magnitude = Math.abs(value);
    if (Float.isNaN(magnitude)) {
      return (short) (sign | INFINITY | 0x200);
    }
    if (magnitude < SMALLEST_NORMAL) {
      // exact scaling by a power of two, so that rint rounds once
      return (short) (sign | (int) Math.rint(magnitude / SMALLEST));
    }
    int bits = Float.floatToRawIntBits(magnitude);
    int odd = bits >>> DROPPED_BITS & 1;
    int rounded = bits + ((1 << (DROPPED_BITS - 1)) - 1) + odd;
    int half = (rounded >>> DROPPED_BITS) - ((127 - 15) << 10);
    return (short) (sign | Math.min(half, INFINITY));
  }

  static float toFloat(short half) {
    int exponent = half >>> 10 & 0x1f;
    int mantissa = half & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = mantissa * SMALLEST;
    } else if (exponent == 0x1f) {
      magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Float.intBitsToFloat(((exponent - 15 + 127) << 23) | (mantissa << DROPPED_BITS));
    }
    return half < 0 ? -magnitude : magnitude;
  }
}
