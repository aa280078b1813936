package org.sceneremix.scenes.check;

import java.util.Random;

/**
 * Self-similarity of a picture: the share of its patches that have a patch at least three patches
 * away with a normalised cross-correlation of {@value #ALIKE}.
 */
final class SelfSimilarity {

  static final double ALIKE = 0.8;

  private static final int PATCHES = 60;
  private static final int ATTEMPTS = 20;
  private static final int APART = 3 * (2 * GreyPicture.REACH + 1);

  private SelfSimilarity() {}

  /** Self-similarity in [0, 1]; NaN for a picture that shows nothing. */
  static double of(GreyPicture picture, long seed) {
    Random random = new Random(seed);
    float[] patch = new float[GreyPicture.PATCH];
    int patches = 0;
    int found = 0;
    for (int attempt = 0; attempt < ATTEMPTS * PATCHES && patches < PATCHES; attempt++) {
      int column = random.nextInt(picture.width());
      int row = random.nextInt(picture.height());
      if (picture.patch(column, row, patch)) {
        patches++;
        found += isElsewhere(picture, column, row, patch) ? 1 : 0;
      }
    }
    return patches == 0 ? Double.NaN : (double) found / patches;
  }

  private static boolean isElsewhere(GreyPicture picture, int column, int row, float[] patch) {
    float[] other = new float[GreyPicture.PATCH];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        boolean apart = Math.abs(x - column) >= APART || Math.abs(y - row) >= APART;
        if (apart && picture.patch(x, y, other) && GreyPicture.correlation(patch, other) >= ALIKE) {
          return true;
        }
      }
    }
    return false;
  }
}
