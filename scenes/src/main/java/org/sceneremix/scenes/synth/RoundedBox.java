package org.sceneremix.scenes.synth;

import org.joml.Matrix3d;
import org.joml.Vector3d;
import org.sceneremix.volume.Aabb;

/** A turned box with rounded edges, of one colour (Quilez, "Distance functions": round box). */
final class RoundedBox implements Solid {

  private final Vector3d centre;
  private final Vector3d inner;
  private final double radius;
  private final Matrix3d toLocal;
  private final double[] colour;
  private final Aabb bounds;

  /**
   * @param halfEdges half the edges along the box's own axes, with the rounding
   * @param radius of the rounding
   * @param rotation from the box's own axes to world axes
   */
  RoundedBox(Vector3d centre, Vector3d halfEdges, double radius, Matrix3d rotation, double[] rgb) {
    this.centre = new Vector3d(centre);
    this.inner = new Vector3d(halfEdges).sub(radius, radius, radius);
    this.radius = radius;
    this.toLocal = rotation.transpose(new Matrix3d());
    this.colour = rgb.clone();
    double r = halfEdges.length();
    this.bounds =
        new Aabb(
            centre.x - r, centre.y - r, centre.z - r, centre.x + r, centre.y + r, centre.z + r);
  }

  @Override
  public double distance(double x, double y, double z) {
    double dx = x - centre.x;
    double dy = y - centre.y;
    double dz = z - centre.z;
    double qx = Math.abs(toLocal.m00 * dx + toLocal.m10 * dy + toLocal.m20 * dz) - inner.x;
    double qy = Math.abs(toLocal.m01 * dx + toLocal.m11 * dy + toLocal.m21 * dz) - inner.y;
    double qz = Math.abs(toLocal.m02 * dx + toLocal.m12 * dy + toLocal.m22 * dz) - inner.z;
    double ox = Math.max(qx, 0);
    double oy = Math.max(qy, 0);
    double oz = Math.max(qz, 0);
    return Math.sqrt(ox * ox + oy * oy + oz * oz)
        + Math.min(Math.max(qx, Math.max(qy, qz)), 0)
        - radius;
  }

  @Override
  public void albedo(double x, double y, double z, double[] rgb) {
    System.arraycopy(colour, 0, rgb, 0, 3);
  }

  @Override
  public Aabb bounds() {
    return bounds;
  }
}
