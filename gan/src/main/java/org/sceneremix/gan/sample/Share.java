package org.sceneremix.gan.sample;

/**
 * Share of a second scene at a place, from 0 to 1.
 *
 * <p>Places are fractions of the scene along x, y and z: 0 at one end, 1 at the other.
 */
@FunctionalInterface
public interface Share {

  /** Share of the second scene at a place. */
  double at(double x, double y, double z);

  /**
   * The same share everywhere.
   *
   * @throws IllegalArgumentException if it does not lie in [0, 1]
   */
  static Share everywhere(double t) {
    if (!(t >= 0 && t <= 1)) {
      throw new IllegalArgumentException("the share of a scene lies between 0 and 1, not at " + t);
    }
    return (x, y, z) -> t;
  }

  /**
   * Nothing up to {@code from}, everything beyond {@code to}, and a smooth step between.
   *
   * @param from fraction of the scene along the axis
   * @param to the same, greater than {@code from}
   * @throws IllegalArgumentException if {@code from} does not lie below {@code to}
   */
  static Share along(Axis axis, double from, double to) {
    if (!(from < to)) {
      throw new IllegalArgumentException(
          "a blend goes from one place to a later one, not from " + from + " to " + to);
    }
    return (x, y, z) -> {
      double t = Math.max(0, Math.min(1, (axis.of(x, y, z) - from) / (to - from)));
      return t * t * (3 - 2 * t);
    };
  }

  /** Everything in the middle and nothing at both ends, so that a periodic scene has no seam. */
  static Share thereAndBack(Axis axis) {
    return (x, y, z) -> 0.5 - 0.5 * Math.cos(2 * Math.PI * axis.of(x, y, z));
  }

  /** A direction in space. */
  enum Axis {
    X,
    Y,
    Z;

    double of(double x, double y, double z) {
      return this == X ? x : this == Y ? y : z;
    }
  }
}
