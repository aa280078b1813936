package org.sceneremix.scenes.capture;

import java.util.List;
import org.joml.Matrix3d;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.volume.Aabb;

/** Space that a scene must be in, judging by its cameras alone. */
final class Surroundings {

  /**
   * Share of the viewing directions' mean length from which on they count as parallel. A ring of
   * cameras at 45 degrees has 0.71, a forward-facing capture above 0.95.
   */
  private static final double PARALLEL = 0.92;

  private Surroundings() {}

  /**
   * The point that is nearest to all viewing axes, in the sense of least squares: where cameras
   * that surround a scene look.
   */
  static Vector3d focus(List<Camera> cameras) {
    Matrix3d sum = new Matrix3d().zero();
    Vector3d right = new Vector3d();
    for (Camera camera : cameras) {
      Vector3d f = camera.forward();
      // I - f f^T projects onto the plane across the axis
      Matrix3d across =
          new Matrix3d(
              1 - f.x * f.x,
              -f.x * f.y,
              -f.x * f.z,
              -f.y * f.x,
              1 - f.y * f.y,
              -f.y * f.z,
              -f.z * f.x,
              -f.z * f.y,
              1 - f.z * f.z);
      sum.add(across);
      right.add(across.transform(camera.position()));
    }
    return sum.invert().transform(right);
  }

  /** The {@linkplain #focus focus}, or the mean position of cameras that all look the same way. */
  static Vector3d centre(List<Camera> cameras) {
    if (!isForwardFacing(cameras)) {
      return focus(cameras);
    }
    Vector3d sum = new Vector3d();
    for (Camera camera : cameras) {
      sum.add(camera.position());
    }
    return sum.div(cameras.size());
  }

  /**
   * A cube around the {@linkplain #focus focus} that reaches as far as the pictures do there; for
   * cameras that all look the same way, or a focus behind them, a box in front of them.
   */
  static Aabb of(List<Camera> cameras) {
    if (isForwardFacing(cameras)) {
      double spread = spread(cameras);
      return frustum(cameras, 0.5 * spread, 8 * spread);
    }
    Vector3d focus = focus(cameras);
    double halfEdge = 0;
    for (Camera camera : cameras) {
      halfEdge = Math.max(halfEdge, halfWidth(camera) * camera.position().distance(focus));
    }
    return cube(focus, halfEdge);
  }

  /**
   * The same where it is known how near and far the scene is from each camera, as in LLFF captures:
   * the cube reaches no further than that.
   *
   * @param near least depth of each camera, world units
   * @param far greatest depth of each camera, world units
   */
  static Aabb of(List<Camera> cameras, double[] near, double[] far) {
    if (isForwardFacing(cameras)) {
      double nearest = Double.MAX_VALUE;
      double farthest = 0;
      for (int i = 0; i < near.length; i++) {
        nearest = Math.min(nearest, near[i]);
        farthest = Math.max(farthest, far[i]);
      }
      return frustum(cameras, nearest, farthest);
    }
    Vector3d focus = focus(cameras);
    double halfEdge = 0;
    for (int i = 0; i < near.length; i++) {
      Camera camera = cameras.get(i);
      double distance = camera.position().distance(focus);
      double reach = Math.max(distance - near[i], far[i] - distance);
      halfEdge = Math.max(halfEdge, Math.min(reach, halfWidth(camera) * distance));
    }
    return cube(focus, halfEdge);
  }

  private static boolean isForwardFacing(List<Camera> cameras) {
    Vector3d mean = new Vector3d();
    for (Camera camera : cameras) {
      mean.add(camera.forward());
    }
    if (mean.length() > PARALLEL * cameras.size()) {
      return true;
    }
    Vector3d focus = focus(cameras);
    int behind = 0;
    for (Camera camera : cameras) {
      if (new Vector3d(focus).sub(camera.position()).dot(camera.forward()) <= 0) {
        behind++;
      }
    }
    return 2 * behind > cameras.size();
  }

  /** Half the picture's longer side at unit depth. */
  private static double halfWidth(Camera camera) {
    Intrinsics i = camera.intrinsics();
    return Math.max(0.5 * i.width() / i.fx(), 0.5 * i.height() / i.fy());
  }

  private static Aabb cube(Vector3d centre, double halfEdge) {
    double h = Math.max(halfEdge, 1e-6);
    return new Aabb(
        centre.x - h, centre.y - h, centre.z - h, centre.x + h, centre.y + h, centre.z + h);
  }

  private static double spread(List<Camera> cameras) {
    Vector3d first = cameras.get(0).position();
    double spread = 0;
    for (Camera camera : cameras) {
      spread = Math.max(spread, camera.position().distance(first));
    }
    return spread > 0 ? spread : 1;
  }

  /** Bounds of what the cameras see between two depths. */
  private static Aabb frustum(List<Camera> cameras, double near, double far) {
    Vector3d min = new Vector3d(Double.MAX_VALUE);
    Vector3d max = new Vector3d(-Double.MAX_VALUE);
    for (Camera camera : cameras) {
      Intrinsics i = camera.intrinsics();
      for (double depth : new double[] {near, far}) {
        for (int corner = 0; corner < 4; corner++) {
          double x = ((corner & 1) * i.width() - i.cx()) / i.fx() * depth;
          double y = (i.cy() - (corner >> 1) * i.height()) / i.fy() * depth;
          Vector3d world =
              camera.cameraToWorld().transformPosition(new Vector3d(x, y, -depth), new Vector3d());
          min.min(world);
          max.max(world);
        }
      }
    }
    return new Aabb(min.x, min.y, min.z, max.x, max.y, max.z);
  }
}
