package org.sceneremix.renderer.trace;

/**
 * What a tracer sees along each ray of a batch, without any background:
 *
 * <pre>
 *   colour   C = sum_j T_j alpha_j c_j          premultiplied, 3 values a ray
 *   opacity  A = 1 - T_end
 *   depth    D = sum_j T_j alpha_j t_j          world units along the ray, premultiplied: D / A is the expected depth
 * </pre>
 *
 * <p>Over a background b a ray has colour {@code C + (1 - A) b}.
 */
public final class TracedRays {

  private final float[] colour;
  private final float[] opacity;
  private final float[] depth;

  /** Room for the results of {@code count} rays. */
  public TracedRays(int count) {
    this.colour = new float[3 * count];
    this.opacity = new float[count];
    this.depth = new float[count];
  }

  public int count() {
    return opacity.length;
  }

  /** Premultiplied colour, rgb interleaved, in [0, 1]. */
  public float[] colour() {
    return colour;
  }

  /** Opacity in [0, 1]. */
  public float[] opacity() {
    return opacity;
  }

  /** Opacity-weighted distance from the ray origin, world units. */
  public float[] depth() {
    return depth;
  }
}
