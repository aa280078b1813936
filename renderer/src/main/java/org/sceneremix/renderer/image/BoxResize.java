package org.sceneremix.renderer.image;

/**
 * Resizing with a box filter: a new pixel is the mean of the area that it covers in the old image,
 * old pixels counting by the part of them that is covered.
 *
 * <p>The mean is taken of premultiplied colour, so that what transparent pixels carry does not
 * bleed into their neighbours. Enlarging repeats pixels.
 */
public final class BoxResize {

  private BoxResize() {}

  /** The image with another number of pixels. */
  public static Image resize(Image image, int width, int height) {
    float[] premultiplied = premultiplied(image);
    float[] narrow = average(premultiplied, image.height(), image.width(), Image.CHANNELS, width);
    float[] result = average(narrow, 1, image.height(), width * Image.CHANNELS, height);
    for (int p = 0; p < result.length; p += Image.CHANNELS) {
      float alpha = result[p + 3];
      for (int c = p; c < p + 3; c++) {
        result[c] = alpha > 0 ? result[c] / alpha : 0;
      }
    }
    return new Image(width, height, result);
  }

  private static float[] premultiplied(Image image) {
    float[] values = image.rgba().clone();
    for (int p = 0; p < values.length; p += Image.CHANNELS) {
      for (int c = p; c < p + 3; c++) {
        values[c] *= values[p + 3];
      }
    }
    return values;
  }

  /**
   * Resamples the middle one of three axes: {@code outer x length x inner} values to {@code outer x
   * newLength x inner}.
   */
  private static float[] average(float[] values, int outer, int length, int inner, int newLength) {
    float[] result = new float[Math.multiplyExact(Math.multiplyExact(outer, newLength), inner)];
    double span = (double) length / newLength;
    for (int i = 0; i < newLength; i++) {
      double from = i * span;
      double to = (i + 1) * span;
      for (int k = (int) from; k < Math.min(length, (int) Math.ceil(to)); k++) {
        float part = (float) ((Math.min(k + 1, to) - Math.max(k, from)) / span);
        for (int o = 0; o < outer; o++) {
          int source = (o * length + k) * inner;
          int target = (o * newLength + i) * inner;
          for (int c = 0; c < inner; c++) {
            result[target + c] += part * values[source + c];
          }
        }
      }
    }
    return result;
  }
}
