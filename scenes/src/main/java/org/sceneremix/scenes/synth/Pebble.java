package org.sceneremix.scenes.synth;

import org.joml.Matrix3d;
import org.joml.Vector3d;
import org.sceneremix.volume.Aabb;

/**
 * A turned ellipsoid with a vein of another shade. The distance is the usual first-order bound
 * {@code k0 (k0 - 1) / k1} with k0 = |p / r|, k1 = |p / r^2| (Quilez, "Ellipsoid SDF").
 */
final class Pebble implements Solid {

  private final Vector3d centre;
  private final Vector3d radii;
  private final Matrix3d toLocal;
  private final double[] colour;
  private final double[] vein;
  private final double veinHalfWidth;
  private final Aabb bounds;

  Pebble(
      Vector3d centre,
      Vector3d radii,
      Matrix3d rotation,
      double[] colour,
      double[] vein,
      double veinHalfWidth) {
    this.centre = new Vector3d(centre);
    this.radii = new Vector3d(radii);
    this.toLocal = rotation.transpose(new Matrix3d());
    this.colour = colour.clone();
    this.vein = vein.clone();
    this.veinHalfWidth = veinHalfWidth;
    double r = Math.max(radii.x, Math.max(radii.y, radii.z));
    this.bounds =
        new Aabb(
            centre.x - r, centre.y - r, centre.z - r, centre.x + r, centre.y + r, centre.z + r);
  }

  @Override
  public double distance(double x, double y, double z) {
    Vector3d p = local(x, y, z);
    double ux = p.x / radii.x;
    double uy = p.y / radii.y;
    double uz = p.z / radii.z;
    double k0 = Math.sqrt(ux * ux + uy * uy + uz * uz);
    double vx = ux / radii.x;
    double vy = uy / radii.y;
    double vz = uz / radii.z;
    double k1 = Math.sqrt(vx * vx + vy * vy + vz * vz);
    double shortest = Math.min(radii.x, Math.min(radii.y, radii.z));
    return k1 < 1e-9 ? -shortest : k0 * (k0 - 1) / k1;
  }

  @Override
  public void albedo(double x, double y, double z, double[] rgb) {
    double along = Math.abs(local(x, y, z).x - 0.2 * radii.x);
    System.arraycopy(along < veinHalfWidth ? vein : colour, 0, rgb, 0, 3);
  }

  private Vector3d local(double x, double y, double z) {
    return toLocal.transform(new Vector3d(x - centre.x, y - centre.y, z - centre.z));
  }

  @Override
  public Aabb bounds() {
    return bounds;
  }
}
