package org.sceneremix.viewer.ui;

import java.util.Optional;
import org.joml.Matrix4d;
import org.joml.Matrix4dc;
import org.joml.Vector3d;
import org.joml.Vector3dc;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.viewer.session.ViewCamera;

/** From the scene to the picture and back, in screen coordinates. */
final class Projection {

  private final SceneView.Rectangle area;
  private final Camera camera;
  private final Matrix4dc worldToCamera;
  private final double near;

  Projection(ViewCamera view, SceneView.Rectangle area) {
    this.area = area;
    this.camera =
        view.camera(Math.max(1, Math.round(area.width())), Math.max(1, Math.round(area.height())));
    this.worldToCamera = new Matrix4d(camera.cameraToWorld()).invertAffine();
    this.near = 1e-3 * view.distance();
  }

  /** A point of the screen. */
  record Spot(float x, float y) {
    double distance(float otherX, float otherY) {
      return Math.hypot(x - otherX, y - otherY);
    }
  }

  /** A line of the screen. */
  record Line(Spot from, Spot to) {}

  /** Screen position of a point in world axes; none behind the camera. */
  Optional<Spot> spot(Vector3dc world) {
    Vector3d p = worldToCamera.transformPosition(world, new Vector3d());
    return p.z > -near ? Optional.empty() : Optional.of(seen(p));
  }

  /** Line on the screen between two points in world axes, cut off behind the camera. */
  Optional<Line> line(Vector3dc from, Vector3dc to) {
    Vector3d a = worldToCamera.transformPosition(from, new Vector3d());
    Vector3d b = worldToCamera.transformPosition(to, new Vector3d());
    if (a.z > -near && b.z > -near) {
      return Optional.empty();
    }
    if (a.z > -near) {
      cut(a, b);
    } else if (b.z > -near) {
      cut(b, a);
    }
    return Optional.of(new Line(seen(a), seen(b)));
  }

  /** Moves the point that is too near onto the near plane, towards the other one. */
  private void cut(Vector3d behind, Vector3d ahead) {
    behind.lerp(ahead, (-near - behind.z) / (ahead.z - behind.z));
  }

  private Spot seen(Vector3dc p) {
    Intrinsics pinhole = camera.intrinsics();
    return new Spot(
        area.x() + (float) (pinhole.cx() - pinhole.fx() * p.x() / p.z()),
        area.y() + (float) (pinhole.cy() + pinhole.fy() * p.y() / p.z()));
  }

  /**
   * The point of a line that is nearest to what a place of the screen shows.
   *
   * @param through a point of the line
   * @param along its direction, of unit length
   * @return how far from the point, world units; nothing where the line is seen from its end
   */
  Optional<Double> along(Vector3dc through, Vector3dc along, float x, float y) {
    Rays ray = ray(x, y);
    Vector3d direction = direction(ray);
    Vector3d between = origin(ray).sub(through);
    double cosine = direction.dot(along);
    double sine = 1 - cosine * cosine;
    if (sine < 1e-4) {
      return Optional.empty();
    }
    return Optional.of((between.dot(along) - cosine * between.dot(direction)) / sine);
  }

  /**
   * Intersection of a plane with the ray through a screen position, world axes; none if they do not
   * meet before the camera.
   *
   * @param through a point of the plane
   * @param normal of it
   */
  Optional<Vector3d> onPlane(Vector3dc through, Vector3dc normal, float x, float y) {
    Rays ray = ray(x, y);
    Vector3d direction = direction(ray);
    double slope = direction.dot(normal);
    double t = new Vector3d(through).sub(origin(ray)).dot(normal) / slope;
    return Math.abs(slope) < 1e-6 || t <= 0
        ? Optional.empty()
        : Optional.of(direction.mul(t).add(origin(ray)));
  }

  private Rays ray(float x, float y) {
    Rays rays = new Rays(1);
    camera.ray(x - area.x(), y - area.y(), rays, 0);
    return rays;
  }

  private static Vector3d origin(Rays ray) {
    return new Vector3d(ray.origins()[0], ray.origins()[1], ray.origins()[2]);
  }

  private static Vector3d direction(Rays ray) {
    return new Vector3d(ray.directions()[0], ray.directions()[1], ray.directions()[2]);
  }
}
