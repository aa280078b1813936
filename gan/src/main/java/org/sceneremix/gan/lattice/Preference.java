package org.sceneremix.gan.lattice;

/**
 * A wish for what there shall be in a scene, as a cost of the reference's columns at each site of
 * the coarsest lattice: 0 of one that is as welcome as any, 1 of one that is only taken where the
 * others fit worse by the distance of patches that have little to do with each other.
 */
public interface Preference {

  /** Number of the column that stands for all beyond the ends of the reference. */
  int OUTSIDE = -1;

  /** Every column is welcome everywhere. */
  Preference NONE =
      new Preference() {
        @Override
        public float cost(int x, int y, int column) {
          return 0;
        }

        @Override
        public boolean isFree(int x, int y) {
          return true;
        }
      };

  /**
   * The cost of a column at a site.
   *
   * @param column site of the reference in its own orientation, {@code y nx + x}, or {@link
   *     #OUTSIDE}
   */
  float cost(int x, int y, int column);

  /** Whether every column is welcome at a site. */
  boolean isFree(int x, int y);

  /** The same for an area that begins at a site. */
  default Preference from(int x0, int y0) {
    Preference whole = this;
    return this == NONE
        ? NONE
        : new Preference() {
          @Override
          public float cost(int x, int y, int column) {
            return whole.cost(x0 + x, y0 + y, column);
          }

          @Override
          public boolean isFree(int x, int y) {
            return whole.isFree(x0 + x, y0 + y);
          }
        };
  }
}
