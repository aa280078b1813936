package org.sceneremix.viewer.session;

import java.util.List;
import org.joml.Matrix3d;
import org.joml.Matrix4d;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.joml.Vector3dc;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.volume.Aabb;

/**
 * Camera of the window, with the point that it turns around. World space is right-handed with z up;
 * the camera looks along its own -z, +y is up, +x right.
 *
 * @param x position, world units
 * @param y position, world units
 * @param z position, world units
 * @param qx camera-to-world rotation, a unit quaternion
 * @param qy its second imaginary part
 * @param qz its third imaginary part
 * @param qw its real part
 * @param distance from the camera ahead to the point that it turns around, world units
 * @param fieldOfView vertical, radians, in (0, pi)
 */
public record ViewCamera(
    double x,
    double y,
    double z,
    double qx,
    double qy,
    double qz,
    double qw,
    double distance,
    double fieldOfView) {

  /** Vertical field of view of a new view, radians. */
  public static final double DEFAULT_FIELD_OF_VIEW = Math.toRadians(40);

  private static final double ORTHOGRAPHIC = Math.toRadians(0.5);

  /** Least angle between an orbiting camera's direction and the vertical, radians. */
  private static final double POLE_MARGIN = 1e-3;

  /** Width by height of the pictures that a scene is fitted into; windows are rarely narrower. */
  private static final double ASPECT = 1.3;

  /** Room that is left around a scene, as a factor on its size. */
  private static final double MARGIN = 1.03;

  private static final Vector3dc UP = new Vector3d(0, 0, 1);

  /**
   * @throws IllegalArgumentException if a value is not finite, the rotation is none, or distance or
   *     field of view are out of range
   */
  public ViewCamera {
    double norm = Math.sqrt(qx * qx + qy * qy + qz * qz + qw * qw);
    if (!Double.isFinite(x + y + z + norm) || !(norm > 1e-6)) {
      throw new IllegalArgumentException("a camera needs a finite position and a rotation");
    }
    if (!(distance > 0) || Double.isInfinite(distance)) {
      throw new IllegalArgumentException(
          "the distance of what a camera looks at must be positive, not " + distance);
    }
    if (!(fieldOfView > 0 && fieldOfView < Math.PI)) {
      throw new IllegalArgumentException(
          "a field of view lies between 0 and 180 degrees, not at " + Math.toDegrees(fieldOfView));
    }
    qx /= norm;
    qy /= norm;
    qz /= norm;
    qw /= norm;
  }

  /** The sides from which a scene can be looked at squarely. */
  public enum Side {
    FRONT(0, -1, 0),
    BACK(0, 1, 0),
    RIGHT(1, 0, 0),
    LEFT(-1, 0, 0),
    TOP(0, 0, 1),
    BOTTOM(0, 0, -1);

    private final double x;
    private final double y;
    private final double z;

    Side(double x, double y, double z) {
      this.x = x;
      this.y = y;
      this.z = z;
    }
  }

  /** All of a box, from the front, a little from the right and above. */
  public static ViewCamera showing(Aabb box, double fieldOfView) {
    return showing(box, new Vector3d(0.45, -1, 0.75).normalize(), fieldOfView, new Quaterniond());
  }

  /** All of a box, squarely from one side; top and bottom have +y upwards. */
  public static ViewCamera showing(Aabb box, Side side, double fieldOfView) {
    return showing(box, new Vector3d(side.x, side.y, side.z), fieldOfView, new Quaterniond());
  }

  private static ViewCamera showing(
      Aabb box, Vector3d towardsCamera, double fieldOfView, Quaterniond rotation) {
    Vector3d up = Math.abs(towardsCamera.z) > 0.999 ? new Vector3d(0, 1, 0) : new Vector3d(UP);
    Vector3d right = up.cross(towardsCamera, new Vector3d()).normalize();
    Vector3d top = towardsCamera.cross(right, new Vector3d());
    new Matrix3d(right, top, towardsCamera).getNormalizedRotation(rotation);
    double tangent = Math.tan(0.5 * fieldOfView) / MARGIN;
    double distance =
        Orbit.distanceToShow(box, right, top, towardsCamera, tangent * ASPECT, tangent);
    Vector3d centre = new Vector3d(box.centreX(), box.centreY(), box.centreZ());
    return at(
        towardsCamera.mul(distance, new Vector3d()).add(centre), rotation, distance, fieldOfView);
  }

  /** The view of a camera; the principal point is taken to be in the middle. */
  public static ViewCamera of(Camera camera, double distance) {
    Quaterniond rotation = new Quaterniond();
    camera.cameraToWorld().getNormalizedRotation(rotation);
    Intrinsics pinhole = camera.intrinsics();
    return at(
        camera.position(),
        rotation,
        distance,
        2 * Math.atan(0.5 * pinhole.height() / pinhole.fy()));
  }

  private static ViewCamera at(
      Vector3dc eye, Quaterniond rotation, double distance, double fieldOfView) {
    return new ViewCamera(
        eye.x(),
        eye.y(),
        eye.z(),
        rotation.x,
        rotation.y,
        rotation.z,
        rotation.w,
        distance,
        fieldOfView);
  }

  public Vector3d eye() {
    return new Vector3d(x, y, z);
  }

  /** Camera-to-world rotation. */
  public Quaterniond rotation() {
    return new Quaterniond(qx, qy, qz, qw);
  }

  /** Unit vector ahead. */
  public Vector3d forward() {
    return rotation().transform(new Vector3d(0, 0, -1));
  }

  private Vector3d right() {
    return rotation().transform(new Vector3d(1, 0, 0));
  }

  /** The point that it turns around. */
  public Vector3d pivot() {
    return forward().mul(distance).add(eye());
  }

  /** As a camera with square pixels. */
  public Camera camera(int width, int height) {
    double focal = 0.5 * height / Math.tan(0.5 * fieldOfView);
    return new Camera(
        new Intrinsics(width, height, focal, focal, 0.5 * width, 0.5 * height),
        new Matrix4d().translationRotate(x, y, z, rotation()));
  }

  /**
   * Turned around the pivot.
   *
   * @param azimuth counter-clockwise seen from above, radians
   * @param elevation upwards, radians; ends before the poles
   */
  public ViewCamera orbited(double azimuth, double elevation) {
    Vector3d pivot = pivot();
    double height = Math.asin(Math.max(-1, Math.min(1, -forward().z)));
    double limit = Math.PI / 2 - POLE_MARGIN;
    double allowed = Math.max(-limit, Math.min(limit, height + elevation)) - height;
    Quaterniond turned =
        new Quaterniond()
            .rotationAxis(azimuth, 0, 0, 1)
            .mul(new Quaterniond().fromAxisAngleRad(right(), -allowed))
            .mul(rotation());
    Vector3d eye = turned.transform(new Vector3d(0, 0, distance)).add(pivot);
    return at(eye, turned, distance, fieldOfView);
  }

  /**
   * Moved in the plane of the picture.
   *
   * @param right in heights of the picture at the pivot's distance
   * @param up the same
   */
  public ViewCamera panned(double right, double up) {
    double scale = 2 * distance * Math.tan(0.5 * fieldOfView);
    Vector3d move = rotation().transform(new Vector3d(right * scale, up * scale, 0));
    return at(eye().add(move), rotation(), distance, fieldOfView);
  }

  /** Nearer to the pivot, or farther: its distance is multiplied by a factor. */
  public ViewCamera zoomed(double factor) {
    double newDistance = distance * factor;
    Vector3d eye = forward().mul(-newDistance).add(pivot());
    return at(eye, rotation(), newDistance, fieldOfView);
  }

  /** Moved along its own axes, the pivot with it. World units. */
  public ViewCamera flown(double right, double up, double forward) {
    Vector3d move = rotation().transform(new Vector3d(right, up, -forward));
    return at(eye().add(move), rotation(), distance, fieldOfView);
  }

  /** Looking around from where it is. Radians, as {@link #orbited}. */
  public ViewCamera lookedAround(double azimuth, double elevation) {
    ViewCamera turned = orbited(azimuth, -elevation);
    return at(eye(), turned.rotation(), distance, fieldOfView);
  }

  /** Moved, without turning, until a point is its pivot, and nearer to it. */
  public ViewCamera focused(Vector3dc point) {
    // the direction stays, so that the horizon does
    double newDistance = Math.max(1e-6, Math.min(distance, 0.6 * eye().distance(point)));
    Vector3d eye = forward().mul(-newDistance).add(point);
    return at(eye, rotation(), newDistance, fieldOfView);
  }

  /** The view of another box as this one is of a box: of all of it where this is of all of that. */
  ViewCamera reframed(Aabb from, Aabb to) {
    Vector3d pivot =
        pivot()
            .sub(from.centreX(), from.centreY(), from.centreZ())
            .mul(to.sizeX() / from.sizeX(), to.sizeY() / from.sizeY(), to.sizeZ() / from.sizeZ())
            .add(to.centreX(), to.centreY(), to.centreZ());
    double scale = distanceToShow(to) / distanceToShow(from);
    return ofPivot(pivot, rotation(), scale * distance, fieldOfView);
  }

  private double distanceToShow(Aabb box) {
    double tangent = Math.tan(0.5 * fieldOfView) / MARGIN;
    Vector3d up = rotation().transform(new Vector3d(0, 1, 0));
    return Orbit.distanceToShow(box, right(), up, forward().negate(), tangent * ASPECT, tangent);
  }

  /** Moved with what it looks at, world units. */
  public ViewCamera moved(Vector3dc by) {
    return at(eye().add(by), rotation(), distance, fieldOfView);
  }

  /**
   * Whether lines that are parallel in the world meet in the picture. Without perspective they do
   * so by half a degree, since it is looked from far away.
   */
  public boolean hasPerspective() {
    return fieldOfView > ORTHOGRAPHIC;
  }

  /** The same view, as large where it turns around, with or without perspective. */
  public ViewCamera withOrthographic(boolean orthographic) {
    if (orthographic != hasPerspective()) {
      return this;
    }
    double field = orthographic ? ORTHOGRAPHIC : DEFAULT_FIELD_OF_VIEW;
    double scale = Math.tan(0.5 * fieldOfView) / Math.tan(0.5 * field);
    return ofPivot(pivot(), rotation(), scale * distance, field);
  }

  /** Half the height of the picture where it turns around, world units. */
  public double reach() {
    return distance * Math.tan(0.5 * fieldOfView);
  }

  public ViewCamera withFieldOfView(double radians) {
    return at(eye(), rotation(), distance, radians);
  }

  /**
   * Between two views: the pivot moves on a straight line, the direction on the shortest arc,
   * distance and field of view by equal factors.
   *
   * @param t from 0, the first, to 1, the second
   */
  public static ViewCamera between(ViewCamera a, ViewCamera b, double t) {
    return CameraPath.spline(List.of(a, a, b, b), t);
  }

  /** With every part in place; for splines. */
  static ViewCamera ofPivot(
      Vector3dc pivot, Quaterniond rotation, double distance, double fieldOfView) {
    Vector3d eye = rotation.transform(new Vector3d(0, 0, distance)).add(pivot);
    return at(eye, rotation, distance, fieldOfView);
  }
}
