package org.sceneremix.scenes.synth;

import org.joml.Vector3d;
import org.sceneremix.volume.Aabb;

/**
 * A blade of grass or a stalk: a cone along a segment, from the radius at its foot to the one at
 * its tip. The distance is to the axis, less the radius there: exact for slender cones.
 */
final class Blade implements Solid {

  private final Vector3d foot;
  private final Vector3d axis;
  private final double lengthSquared;
  private final double footRadius;
  private final double tipRadius;
  private final double[] footColour;
  private final double[] tipColour;
  private final Aabb bounds;

  Blade(
      Vector3d foot,
      Vector3d tip,
      double footRadius,
      double tipRadius,
      double[] footColour,
      double[] tipColour) {
    this.foot = new Vector3d(foot);
    this.axis = new Vector3d(tip).sub(foot);
    this.lengthSquared = axis.lengthSquared();
    this.footRadius = footRadius;
    this.tipRadius = tipRadius;
    this.footColour = footColour.clone();
    this.tipColour = tipColour.clone();
    double r = Math.max(footRadius, tipRadius);
    this.bounds =
        new Aabb(
            Math.min(foot.x, tip.x) - r,
            Math.min(foot.y, tip.y) - r,
            Math.min(foot.z, tip.z) - r,
            Math.max(foot.x, tip.x) + r,
            Math.max(foot.y, tip.y) + r,
            Math.max(foot.z, tip.z) + r);
  }

  @Override
  public double distance(double x, double y, double z) {
    double t = along(x, y, z);
    double dx = x - foot.x - t * axis.x;
    double dy = y - foot.y - t * axis.y;
    double dz = z - foot.z - t * axis.z;
    return Math.sqrt(dx * dx + dy * dy + dz * dz) - (footRadius + t * (tipRadius - footRadius));
  }

  @Override
  public void albedo(double x, double y, double z, double[] rgb) {
    double t = along(x, y, z);
    for (int c = 0; c < 3; c++) {
      rgb[c] = footColour[c] + t * (tipColour[c] - footColour[c]);
    }
  }

  /** Position along the axis of its nearest point, in [0, 1]. */
  private double along(double x, double y, double z) {
    double dot = (x - foot.x) * axis.x + (y - foot.y) * axis.y + (z - foot.z) * axis.z;
    return Math.max(0, Math.min(1, dot / lengthSquared));
  }

  @Override
  public Aabb bounds() {
    return bounds;
  }
}
