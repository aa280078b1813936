package org.sceneremix.renderer.ray;

/**
 * The results of tracing a batch of rays, without any background:
 *
 * <pre>
 *   colour   C = sum_j T_j alpha_j c_j          premultiplied, 3 values a ray
 *   opacity  A = 1 - T_end
 *   depth    D = sum_j T_j alpha_j t_j          world units along the ray, premultiplied: D / A is the expected depth
 *   normal   N = sum_j T_j alpha_j n_j          world axes, premultiplied: N / A is the expected normal; only on request
 * </pre>
 *
 * <p>Over a background b a ray has colour {@code C + (1 - A) b}.
 *
 * <p>The normal of a sample is {@code n = -grad d / |grad d|}, with the gradient in world axes of
 * the trilinear interpolant of stored density in the sample's cell; 0 where that vanishes. Between
 * the outermost voxel centres and the border it is that of the nearest point between the centres,
 * in the outermost cell. Along an axis with a single voxel nothing changes.
 */
public final class TracedRays {

  private static final float[] NONE = {};

  private final float[] colour;
  private final float[] opacity;
  private final float[] depth;
  private final float[] normal;

  /** Room for the results of {@code count} rays, without normals. */
  public TracedRays(int count) {
    this(count, NONE);
  }

  private TracedRays(int count, float[] normal) {
    this.colour = new float[3 * count];
    this.opacity = new float[count];
    this.depth = new float[count];
    this.normal = normal;
  }

  /** Room for the results of {@code count} rays, normals among them, which cost extra time. */
  public static TracedRays withNormals(int count) {
    return new TracedRays(count, new float[3 * count]);
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

  /**
   * Requires room for a batch.
   *
   * @throws IllegalArgumentException if there is less
   */
  public void requireRoom(Rays rays) {
    requireRoom("results", count(), rays.count());
  }

  /**
   * Requires room for values of rays.
   *
   * @param what they are, for people
   * @throws IllegalArgumentException if there is less
   */
  public static void requireRoom(String what, int room, int needed) {
    if (room < needed) {
      throw new IllegalArgumentException(
          "the " + what + " have room for " + room + " values but the rays need " + needed);
    }
  }

  /** Whether normals are asked for. */
  public boolean hasNormals() {
    return normal != NONE;
  }

  /**
   * Opacity-weighted normal, xyz interleaved, no longer than the opacity.
   *
   * @throws IllegalStateException if there is no room for normals
   */
  public float[] normal() {
    if (!hasNormals()) {
      throw new IllegalStateException("no normals were asked for; make room with withNormals");
    }
    return normal;
  }
}
