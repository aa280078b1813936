package org.sceneremix.renderer.image;

import java.util.Random;

/** Images drawn from a seed. */
final class RandomImages {

  private RandomImages() {}

  /** Every channel one of 256 equally spaced values, as an 8-bit file can hold it. */
  static Image bytes(long seed, int width, int height, boolean opaque) {
    Random random = new Random(seed);
    Image image = Image.transparent(width, height);
    for (int i = 0; i < image.rgba().length; i++) {
      boolean alpha = i % Image.CHANNELS == 3;
      image.rgba()[i] = alpha && opaque ? 1f : random.nextInt(256) / 255f;
    }
    return image;
  }

  /** Opaque, soft structures with a little noise. */
  static Image smooth(long seed, int width, int height, double noise) {
    Random random = new Random(seed);
    Image image = Image.transparent(width, height);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int i = image.index(column, row);
        for (int c = 0; c < 3; c++) {
          double value = 0.5 + 0.3 * Math.sin(0.3 * column + c) * Math.cos(0.2 * row - c);
          image.rgba()[i + c] = (float) (value + noise * random.nextGaussian());
        }
        image.rgba()[i + 3] = 1f;
      }
    }
    return image;
  }
}
