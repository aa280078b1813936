package org.sceneremix.viewer.picture;

import org.joml.Vector3d;
import org.joml.Vector3dc;
import org.sceneremix.volume.VoxelGrid;

/**
 * Light that reaches a point of a scene's surface; {@code light.glsl} is the same for the graphics
 * device. A point sees less of the sky the more there is near it, along seven directions of the
 * hemisphere over it.
 */
public final class SurfaceLight {

  /** Light of the sky and of the sun, which together are about that of a photograph. */
  private static final double SKY = 0.4;

  private static final double SUN = 0.85;

  /**
   * Distance off the surface at which light is sampled, voxels: nearer, everything is in the way.
   */
  private static final double BIAS = 2;

  /** Distance within which things block light of the sky, as a share of the box's diagonal. */
  private static final double SKY_REACH = 0.05;

  private static final int SKY_STEPS = 4;
  private static final int SKY_DIRECTIONS = 6;

  private final SolidField solid;
  private final Vector3d sun;
  private final double bias;
  private final double skyReach;

  SurfaceLight(VoxelGrid grid, Lighting lighting) {
    this.solid = SolidField.of(grid);
    this.sun = lighting.towardsSun();
    this.bias = bias(grid);
    this.skyReach = skyReach(grid);
  }

  /** Distance within which things block light of the sky, world units. */
  public static double skyReach(VoxelGrid grid) {
    return SKY_REACH * grid.box().diagonal();
  }

  /** Distance off the surface at which light is sampled, world units. */
  public static double bias(VoxelGrid grid) {
    return BIAS * grid.shortestVoxelEdge();
  }

  /** Unit vector towards the sun. */
  Vector3dc sun() {
    return sun;
  }

  /** Normal of the surface at a point, unit length, world axes. */
  Vector3d normal(Vector3dc point) {
    return solid.normal(point);
  }

  /** Point off the surface at which the light on a surface point is sampled, world axes. */
  Vector3d above(Vector3dc point, Vector3dc normal) {
    return new Vector3d(normal).mul(bias).add(point);
  }

  /**
   * Light of sky and sun.
   *
   * @param above the point's {@link #above}
   * @param shadow opacity of what lies between it and the sun
   */
  double light(Vector3dc above, Vector3dc normal, double shadow) {
    double sky = SKY * (0.75 + 0.25 * normal.z()) * openness(above, normal);
    return sky + SUN * Math.max(0, normal.dot(sun)) * (1 - shadow);
  }

  /** Visible share of the sky, in [0, 1], weighted by the cosine to the normal. */
  private double openness(Vector3dc above, Vector3dc n) {
    // Duff et al. 2017, "Building an Orthonormal Basis, Revisited"
    double sign = n.z() < 0 ? -1 : 1;
    double a = -1 / (sign + n.z());
    double b = n.x() * n.y() * a;
    Vector3d right = new Vector3d(1 + sign * n.x() * n.x() * a, sign * b, -sign * n.x());
    Vector3d up = new Vector3d(b, sign + n.y() * n.y() * a, -n.y());
    double open = seen(above, n);
    for (int i = 0; i < SKY_DIRECTIONS; i++) {
      double angle = 2 * Math.PI * i / SKY_DIRECTIONS;
      // 60 degrees off the normal
      Vector3d direction =
          new Vector3d(n)
              .mul(0.5)
              .fma(Math.sqrt(0.75) * Math.cos(angle), right)
              .fma(Math.sqrt(0.75) * Math.sin(angle), up);
      open += 0.5 * seen(above, direction);
    }
    return open / (1 + 0.5 * SKY_DIRECTIONS);
  }

  private double seen(Vector3dc from, Vector3dc direction) {
    double seen = 1;
    Vector3d at = new Vector3d();
    for (int step = 1; step <= SKY_STEPS; step++) {
      at.set(direction).mul(skyReach * step / SKY_STEPS).add(from);
      seen *= 1 - solid.at(at) * (1 - (step - 1.0) / SKY_STEPS);
    }
    return seen;
  }
}
