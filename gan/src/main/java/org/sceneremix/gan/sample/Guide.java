package org.sceneremix.gan.sample;

/**
 * Wishes for the content of a scene, by place: fractions of the scene along x and y. The generator
 * and the matching of patches are drawn to them, and finish the scene with what the exemplar has: a
 * wish for which the exemplar has nothing comes as near as that allows.
 */
@FunctionalInterface
public interface Guide {

  /** No wishes. */
  Guide NONE = (x, y) -> Wish.NONE;

  /**
   * The wish for a place.
   *
   * @param x fraction of the scene along x, in [0, 1]
   * @param y the same along y
   */
  Wish at(double x, double y);

  /**
   * A wish for a place.
   *
   * @param density from -1, nothing, over 0, as it comes, to 1, as much as the exemplar has
   *     anywhere
   * @param likeness how much it shall be like a place of the exemplar, from 0 to 1
   * @param likeX that place, a fraction of the exemplar along x
   * @param likeY the same along y
   */
  record Wish(double density, double likeness, double likeX, double likeY) {

    public static final Wish NONE = new Wish(0, 0, 0, 0);

    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public Wish {
      RemixSettings.requireDensity(density);
      RemixSettings.requireShare("likeness", likeness);
      RemixSettings.requireShare("place along x", likeX);
      RemixSettings.requireShare("place along y", likeY);
    }

    /** The same with more, or less, of everything. */
    Wish withMore(double more) {
      return more == 0
          ? this
          : new Wish(Math.max(-1, Math.min(1, density + more)), likeness, likeX, likeY);
    }
  }
}
