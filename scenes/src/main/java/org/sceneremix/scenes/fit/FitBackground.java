package org.sceneremix.scenes.fit;

import java.util.Locale;

/** Background of the scene while a grid is fitted, in the pictures and in the renderings. */
public enum FitBackground {

  /**
   * {@link #RANDOM} for captures with alpha or masks; without them {@link #WHITE} or {@link #BLACK}
   * if the borders of most pictures are, and else {@link #DISTANT}.
   */
  AUTO,

  /**
   * Another colour for every ray. With an alpha channel or masks the grid learns to be opaque
   * exactly where the scene is; without them, to be opaque everywhere the pictures look.
   */
  RANDOM,

  /** White: for pictures without an alpha channel of a scene in front of white. */
  WHITE,

  /** Black: for pictures without an alpha channel of a scene in front of black. */
  BLACK,

  /** Learned, a colour for each direction ({@link Backdrop}): for photographs without masks. */
  DISTANT;

  /** Share of border pixels that must agree. */
  private static final double MOST = 0.8;

  private static final int NEARLY_WHITE = 250;
  private static final int NEARLY_BLACK = 5;

  /** Kind that is meant for these pictures: never {@link #AUTO}. */
  FitBackground resolve(TrainingImages images, boolean hasAlpha) {
    if (this != AUTO) {
      return this;
    }
    if (hasAlpha) {
      return RANDOM;
    }
    long white = 0;
    long black = 0;
    long all = 0;
    for (int view = 0; view < images.count(); view++) {
      int width = images.camera(view).intrinsics().width();
      int[] pixels = images.pixels(view);
      for (int i = 0; i < pixels.length; i++) {
        int column = i % width;
        if (column == 0 || column == width - 1 || i < width || i >= pixels.length - width) {
          int red = pixels[i] >> 16 & 255;
          int green = pixels[i] >> 8 & 255;
          int blue = pixels[i] & 255;
          all++;
          white += Math.min(red, Math.min(green, blue)) >= NEARLY_WHITE ? 1 : 0;
          black += Math.max(red, Math.max(green, blue)) <= NEARLY_BLACK ? 1 : 0;
        }
      }
    }
    return white > MOST * all ? WHITE : black > MOST * all ? BLACK : DISTANT;
  }

  /** Its name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
