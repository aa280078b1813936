package org.sceneremix.gan.sample;

/** Which column of the reference lies at each column of one remix ({@link Pieces}). */
interface ColumnMap {

  /** A column that lies beyond the reference, where there is nothing. */
  int NOTHING = -1;

  /** Column {@code x + nx * y} of the reference, or {@link #NOTHING}. */
  int column(int x, int y);

  /** Whether a column lies where parts of the reference meet that do not fit. */
  boolean isBroken(int x, int y);
}
