package org.sceneremix.gan.compute;

/**
 * Columns of a layout: which column of the reference lies at a column of a remix, and whether it
 * fits its neighbours there.
 *
 * <p>In a tensor a column that fits is its number {@code x + nx y} in the reference, one that does
 * not is -1 less its number, and a place where there is none is {@link #NOWHERE}.
 */
public enum PieceColumns {
  /** Those that fit. */
  FITTING(true, false),
  /** Those along seams between pieces that do not fit. */
  BROKEN(false, true),
  /** Both. */
  ALL(true, true);

  /** No column: beyond the ends of a remix. */
  public static final float NOWHERE = -0x1p24f;

  private final boolean fitting;
  private final boolean broken;

  PieceColumns(boolean fitting, boolean broken) {
    this.fitting = fitting;
    this.broken = broken;
  }

  boolean fitting() {
    return fitting;
  }

  boolean broken() {
    return broken;
  }

  /**
   * How a tensor holds a column.
   *
   * @param column of the reference
   */
  public static float code(int column, boolean isBroken) {
    return isBroken ? -1 - column : column;
  }

  /**
   * The column of the reference that a tensor holds.
   *
   * @param count columns of the reference
   * @return -1 where it is none of these
   */
  int column(float code, int count) {
    int column = (int) (code < 0 ? -1 - code : code);
    return (code < 0 ? broken : fitting) && column < count ? column : -1;
  }
}
