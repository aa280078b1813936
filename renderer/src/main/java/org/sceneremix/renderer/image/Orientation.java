package org.sceneremix.renderer.image;

/**
 * Turn that shows a stored picture as it was meant: the values 1 to 8 of the EXIF tag Orientation
 * (CIPA DC-008, "Exif", section 4.6.4).
 */
public enum Orientation {
  /** As stored. */
  UPRIGHT(1),
  MIRRORED(2),
  UPSIDE_DOWN(3),
  MIRRORED_UPSIDE_DOWN(4),
  TRANSPOSED(5),
  /** Picture to be turned clockwise. */
  CLOCKWISE(6),
  TRANSVERSED(7),
  /** Picture to be turned counter-clockwise. */
  COUNTER_CLOCKWISE(8);

  private final int number;

  Orientation(int number) {
    this.number = number;
  }

  /** Orientation of a number in EXIF; any other number counts as upright. */
  static Orientation of(int number) {
    for (Orientation orientation : values()) {
      if (orientation.number == number) {
        return orientation;
      }
    }
    return UPRIGHT;
  }

  /** Its number in EXIF, 1 to 8. */
  public int number() {
    return number;
  }

  /** Whether width and height change places. */
  public boolean swapsSides() {
    return number >= TRANSPOSED.number;
  }

  /** A picture as it is displayed. */
  public Image apply(Image stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int w = stored.width();
    int h = stored.height();
    Image shown = Image.transparent(swapsSides() ? h : w, swapsSides() ? w : h);
    for (int row = 0; row < shown.height(); row++) {
      for (int column = 0; column < shown.width(); column++) {
        int from =
            switch (this) {
              case UPRIGHT -> stored.index(column, row);
              case MIRRORED -> stored.index(w - 1 - column, row);
              case UPSIDE_DOWN -> stored.index(w - 1 - column, h - 1 - row);
              case MIRRORED_UPSIDE_DOWN -> stored.index(column, h - 1 - row);
              case TRANSPOSED -> stored.index(row, column);
              case CLOCKWISE -> stored.index(row, h - 1 - column);
              case TRANSVERSED -> stored.index(w - 1 - row, h - 1 - column);
              case COUNTER_CLOCKWISE -> stored.index(w - 1 - row, column);
            };
        System.arraycopy(
            stored.rgba(), from, shown.rgba(), shown.index(column, row), Image.CHANNELS);
      }
    }
    return shown;
  }
}
