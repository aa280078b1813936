package org.sceneremix.gan.sample;

import java.util.SplittableRandom;

/** Values that are alike nowhere, for tests of copying and resampling. */
final class Noise {

  private Noise() {}

  /** Values in [-1, 1), always the same ones. */
  static float[] of(int length) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
