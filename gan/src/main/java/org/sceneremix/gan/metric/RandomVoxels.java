package org.sceneremix.gan.metric;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Voxels drawn from many without putting any back. */
final class RandomVoxels {

  private RandomVoxels() {}

  /** At most {@code most} of the voxels, in random order (the start of a Fisher-Yates shuffle). */
  static int[] draw(int[] voxels, int most, SplittableRandom random) {
    int[] drawn = voxels.clone();
    int count = Math.min(most, drawn.length);
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i, drawn.length);
      int swapped = drawn[i];
      drawn[i] = drawn[j];
      drawn[j] = swapped;
    }
    return Arrays.copyOf(drawn, count);
  }
}
