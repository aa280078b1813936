package org.sceneremix.viewer.gl;

/**
 * Coarseness of pictures such that each, or several together, are ready in time. A picture samples
 * the scene along three axes, two of the screen and that of the ray, and its time goes with the
 * number of samples; so all three spacings grow by one factor, the cube root of what time lacks.
 * Beyond {@value #LONGEST_STEP} steps thin things would be missed: from there on only pixels grow.
 */
public final class AdaptiveQuality {

  /** Least factor on width and height. */
  private static final double LEAST_SCALE = 0.15;

  /** Longest step along a ray, in steps of a fine picture. */
  private static final double LONGEST_STEP = 3;

  /** Smaller changes than these are left alone, so that the picture does not breathe. */
  private static final double TOLERANCE = 0.04;

  private final double targetSeconds;
  private final int pictures;

  /** Factor on width and height. */
  private double scale = 0.5;

  /** Pictures of this quality so far, and their time. */
  private int taken;

  private double takenSeconds;

  /**
   * @param targetSeconds time that a picture may take
   */
  public AdaptiveQuality(double targetSeconds) {
    this(targetSeconds, 1);
  }

  /**
   * @param targetSeconds time that pictures may take
   * @param pictures that are drawn in that time, all in one quality
   */
  public AdaptiveQuality(double targetSeconds, int pictures) {
    if (!(targetSeconds > 0)) {
      throw new IllegalArgumentException("a picture takes some time, not " + targetSeconds + " s");
    }
    this.targetSeconds = targetSeconds;
    this.pictures = pictures;
  }

  /** Factor on width and height, in (0, 1]. */
  public double scale() {
    return scale;
  }

  /** Factor on the step along rays, 1 or more. */
  public double step() {
    return Math.min(LONGEST_STEP, 1 / scale);
  }

  /** A picture of the current quality was drawn in this time. */
  public void took(double seconds) {
    taken++;
    takenSeconds += seconds;
    if (taken < pictures) {
      return;
    }
    double affordable = targetSeconds / Math.max(1e-5, takenSeconds);
    taken = 0;
    takenSeconds = 0;
    double wanted = scaleOf(affordable * work());
    // half way, since single times scatter; never more than twofold
    double next = Math.sqrt(scale * Math.max(0.5 * scale, Math.min(2 * scale, wanted)));
    next = Math.max(LEAST_SCALE, Math.min(1, next));
    if (Math.abs(next / scale - 1) > TOLERANCE || next == 1) {
      scale = next;
    }
  }

  /** Samples of a picture, as a share of those of a fine one. */
  private double work() {
    return scale * scale / step();
  }

  /** The inverse of {@link #work()}. */
  private static double scaleOf(double work) {
    double even = Math.cbrt(work);
    return even * LONGEST_STEP >= 1 ? even : Math.sqrt(LONGEST_STEP * work);
  }
}
