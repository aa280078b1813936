package org.sceneremix.gan.sample;

/**
 * Weight of the second scene in a blend of two, by place: 0 is the first scene alone, 1 the second.
 *
 * <p>Places are fractions of the scene along x, y and z: 0 at one end, 1 at the other.
 */
@FunctionalInterface
public interface BlendWeight {

  /** Weight of the second scene at a place, in [0, 1]. */
  double at(double x, double y, double z);

  /**
   * One weight for all places.
   *
   * @throws IllegalArgumentException if it does not lie in [0, 1]
   */
  static BlendWeight everywhere(double t) {
    if (!(t >= 0 && t <= 1)) {
      throw new IllegalArgumentException("the share of a scene lies between 0 and 1, not at " + t);
    }
    return (x, y, z) -> t;
  }

  /**
   * Smooth step along an axis: 0 up to {@code from}, 1 from {@code to} on, {@code 3 s^2 - 2 s^3}
   * between, where s goes from 0 to 1. For example, from 0.4 to 0.6 the weight at 0.45 is 0.15625.
   *
   * @param from fraction of the scene along the axis
   * @param to the same, greater than {@code from}
   * @throws IllegalArgumentException if {@code from} does not lie below {@code to}
   */
  static BlendWeight along(Axis axis, double from, double to) {
    if (!(from < to)) {
      throw new IllegalArgumentException(
          "a blend goes from one place to a later one, not from " + from + " to " + to);
    }
    return (x, y, z) -> {
      double t = Math.max(0, Math.min(1, (axis.of(x, y, z) - from) / (to - from)));
      return t * t * (3 - 2 * t);
    };
  }

  /**
   * One period of a cosine: 1 in the middle, 0 at both ends, so that a periodic scene has no seam.
   */
  static BlendWeight thereAndBack(Axis axis) {
    return (x, y, z) -> 0.5 - 0.5 * Math.cos(2 * Math.PI * axis.of(x, y, z));
  }

  /** Axis of the scene that a blend goes along. */
  enum Axis {
    X,
    Y,
    Z;

    double of(double x, double y, double z) {
      return this == X ? x : this == Y ? y : z;
    }
  }
}
