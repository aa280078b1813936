package org.sceneremix.viewer.picture;

import java.util.Objects;

/**
 * Style of a picture.
 *
 * @param mode quantity that it shows
 * @param lighting of shaded pictures
 * @param rays through every pixel, at least 1: more make edges smooth
 */
public record PictureStyle(PictureMode mode, Lighting lighting, int rays) {

  /** Rays through a pixel of a picture that is to be looked at. */
  public static final int SMOOTH = 4;

  /**
   * @throws IllegalArgumentException if there is not at least one ray
   */
  public PictureStyle {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(lighting, "lighting");
    if (rays < 1) {
      throw new IllegalArgumentException("a pixel takes at least one ray, not " + rays);
    }
  }

  /** One ray through every pixel. */
  public static PictureStyle of(PictureMode mode) {
    return new PictureStyle(mode, Lighting.DEFAULT, 1);
  }

  /** Offset of a ray to the right of its pixel's centre, pixels in (-1/2, 1/2). */
  public static double shiftX(int ray) {
    return shift(ray, 2);
  }

  /** Offset of a ray upwards from its pixel's centre, pixels in (-1/2, 1/2). */
  public static double shiftY(int ray) {
    return shift(ray, 3);
  }

  /** The centre first, then a Halton sequence around it. */
  private static double shift(int ray, int base) {
    double position = 0;
    double digit = 1;
    for (int i = ray; i > 0; i /= base) {
      digit /= base;
      position += digit * (i % base);
    }
    return ray == 0 ? 0 : position - 0.5;
  }
}
