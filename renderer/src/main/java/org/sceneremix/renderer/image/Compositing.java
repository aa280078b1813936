package org.sceneremix.renderer.image;

import org.sceneremix.renderer.ray.TracedRays;

/** Between premultiplied and straight colour, and onto backgrounds. */
public final class Compositing {

  private Compositing() {}

  /**
   * The picture that traced rays make, transparent where they see little: straight colour {@code C
   * / A}, alpha A; transparent black where nothing was seen.
   *
   * @param traced one ray a pixel, row by row from the top left, at least {@code width * height}
   */
  public static Image image(TracedRays traced, int width, int height) {
    Image image = Image.transparent(width, height);
    float[] rgba = image.rgba();
    for (int p = 0; p < width * height; p++) {
      float alpha = traced.opacity()[p];
      if (alpha > 0) {
        for (int c = 0; c < 3; c++) {
          rgba[4 * p + c] = Math.min(1, traced.colour()[3 * p + c] / alpha);
        }
        rgba[4 * p + 3] = alpha;
      }
    }
    return image;
  }

  /** The image laid over one colour, {@code alpha * rgb + (1 - alpha) * background}: opaque. */
  public static Image over(Image image, float red, float green, float blue) {
    float[] background = {red, green, blue};
    Image result = Image.transparent(image.width(), image.height());
    float[] from = image.rgba();
    float[] to = result.rgba();
    for (int p = 0; p < from.length; p += Image.CHANNELS) {
      float alpha = from[p + 3];
      for (int c = 0; c < 3; c++) {
        to[p + c] = alpha * from[p + c] + (1 - alpha) * background[c];
      }
      to[p + 3] = 1;
    }
    return result;
  }

  /**
   * The image laid over another of its size; straight colour in and out, as {@link
   * Background#behind}.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public static Image over(Image image, Image background) {
    if (image.width() != background.width() || image.height() != background.height()) {
      throw new IllegalArgumentException(
          "the background has "
              + background.width()
              + "x"
              + background.height()
              + " pixels but the picture "
              + image.width()
              + "x"
              + image.height()
              + "; give a background of the picture's size");
    }
    Image result = Image.transparent(image.width(), image.height());
    float[] front = image.rgba();
    float[] back = background.rgba();
    float[] to = result.rgba();
    for (int p = 0; p < front.length; p += Image.CHANNELS) {
      float alpha = front[p + 3];
      float rest = (1 - alpha) * back[p + 3];
      float sum = alpha + rest;
      for (int c = 0; c < 3 && sum > 0; c++) {
        to[p + c] = (alpha * front[p + c] + rest * back[p + c]) / sum;
      }
      to[p + 3] = sum;
    }
    return result;
  }
}
