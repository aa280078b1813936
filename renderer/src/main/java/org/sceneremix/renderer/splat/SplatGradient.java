package org.sceneremix.renderer.splat;

/** Layout of the gradient with respect to a splat. */
public final class SplatGradient {

  /** Values a splat; the first three are of its position. */
  public static final int VALUES = 14;

  /** Index of the derivatives in a splat's 3 standard deviations. */
  public static final int SCALE = 3;

  /** Index of those in its quaternion, w x y z: across it, as its length does not matter. */
  public static final int ROTATION = 6;

  public static final int OPACITY = 10;

  /** Index of those in red, green and blue. */
  public static final int COLOUR = 11;

  private SplatGradient() {}
}
