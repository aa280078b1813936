package org.sceneremix.renderer.ray;

/**
 * A batch of rays in world space. Ray i starts at {@code origins[3i .. 3i+2]} and runs along the
 * unit direction {@code directions[3i .. 3i+2]}. Both arrays are the batch itself: writing to them
 * changes it.
 */
public final class Rays {

  private final int count;
  private final double[] origins;
  private final float[] directions;

  /** Room for {@code count} rays, all zero. */
  public Rays(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a batch cannot hold " + count + " rays");
    }
    this.count = count;
    this.origins = new double[3 * count];
    this.directions = new float[3 * count];
  }

  public int count() {
    return count;
  }

  /**
   * Start points, xyz interleaved, world units. Doubles, as a world may lie far from its origin: in
   * UTM coordinates of 5e6 m, floats are half a metre apart.
   */
  public double[] origins() {
    return origins;
  }

  /** Unit directions, xyz interleaved. */
  public float[] directions() {
    return directions;
  }

  /** Sets ray {@code i}; the direction must have unit length. */
  public void set(int i, double ox, double oy, double oz, double dx, double dy, double dz) {
    origins[3 * i] = ox;
    origins[3 * i + 1] = oy;
    origins[3 * i + 2] = oz;
    directions[3 * i] = (float) dx;
    directions[3 * i + 1] = (float) dy;
    directions[3 * i + 2] = (float) dz;
  }
}
