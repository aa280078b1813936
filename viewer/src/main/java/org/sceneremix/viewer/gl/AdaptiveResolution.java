package org.sceneremix.viewer.gl;

/**
 * How coarse pictures have to be so that each is ready in time: time goes with the number of
 * pixels, the square of the scale.
 */
public final class AdaptiveResolution {

  private static final double LEAST = 0.15;

  /** Slower changes than these are left alone, so that the picture does not breathe. */
  private static final double TOLERANCE = 0.15;

  private final double targetSeconds;
  private double scale = 0.5;

  /**
   * @param targetSeconds time that a picture may take
   */
  public AdaptiveResolution(double targetSeconds) {
    if (!(targetSeconds > 0)) {
      throw new IllegalArgumentException("a picture takes some time, not " + targetSeconds + " s");
    }
    this.targetSeconds = targetSeconds;
  }

  /** Factor on width and height, in (0, 1]. */
  public double scale() {
    return scale;
  }

  /** A picture of the current scale was drawn in this time. */
  public void took(double seconds) {
    double wanted = scale * Math.sqrt(targetSeconds / Math.max(1e-5, seconds));
    // half way, since single times scatter; never more than twofold
    double next = Math.sqrt(scale * Math.max(0.5 * scale, Math.min(2 * scale, wanted)));
    next = Math.max(LEAST, Math.min(1, next));
    if (Math.abs(next / scale - 1) > TOLERANCE / 2 || next == 1) {
      scale = next;
    }
  }
}
