package org.sceneremix.renderer.camera;

import java.util.Locale;
import java.util.Objects;
import org.joml.Matrix3d;
import org.joml.Matrix4d;
import org.joml.Matrix4dc;
import org.joml.Vector3d;
import org.joml.Vector3dc;
import org.sceneremix.renderer.ray.Rays;

/**
 * A posed pinhole camera.
 *
 * <p>The pose is a rigid camera-to-world transform in OpenGL axes: in camera space x points right,
 * y up, and the camera looks along -z, as in NeRF {@code transforms.json}. {@code world =
 * cameraToWorld * camera}.
 *
 * @param intrinsics the pinhole, pixels
 * @param cameraToWorld rigid transform from camera space to world space
 */
public record Camera(Intrinsics intrinsics, Matrix4dc cameraToWorld) {

  /** Largest deviation of a rotation from orthonormality that is taken for rounding. */
  public static final double ORTHONORMALITY_TOLERANCE = 1e-3;

  /**
   * @throws IllegalArgumentException if the pose is not finite, not orthonormal (up to {@value
   *     #ORTHONORMALITY_TOLERANCE}), mirrored, or its last row is not 0 0 0 1
   */
  public Camera {
    Objects.requireNonNull(intrinsics, "intrinsics");
    cameraToWorld = new Matrix4d(cameraToWorld);
    requireRigid(cameraToWorld);
  }

  private static void requireRigid(Matrix4dc pose) {
    if (!pose.isFinite()) {
      throw new IllegalArgumentException(
          "the camera-to-world matrix holds a value that is not finite");
    }
    double lastRow =
        Math.abs(pose.m03())
            + Math.abs(pose.m13())
            + Math.abs(pose.m23())
            + Math.abs(pose.m33() - 1);
    if (lastRow > ORTHONORMALITY_TOLERANCE) {
      throw new IllegalArgumentException(
          "the last row of the camera-to-world matrix is not 0 0 0 1");
    }
    Matrix3d rotation = pose.get3x3(new Matrix3d());
    Matrix3d product = new Matrix3d(rotation).transpose().mul(rotation);
    double deviation = 0;
    for (int column = 0; column < 3; column++) {
      for (int row = 0; row < 3; row++) {
        deviation =
            Math.max(deviation, Math.abs(product.get(column, row) - (column == row ? 1 : 0)));
      }
    }
    if (deviation > ORTHONORMALITY_TOLERANCE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the rotation of the camera-to-world matrix is not orthonormal (it deviates by %.2g);"
                  + " check the pose or remove its scale",
              deviation));
    }
    if (rotation.determinant() < 0) {
      throw new IllegalArgumentException(
          "the camera-to-world matrix is mirrored (determinant -1); flip one of its axes");
    }
  }

  /**
   * A camera at {@code eye} that looks at {@code target}, with {@code up} towards the top of the
   * picture.
   *
   * @throws IllegalArgumentException if the points coincide or {@code up} is parallel to the
   *     viewing direction
   */
  public static Camera lookAt(
      Intrinsics intrinsics, Vector3dc eye, Vector3dc target, Vector3dc up) {
    Vector3d back = new Vector3d(eye).sub(target);
    Vector3d right = new Vector3d(up).cross(back);
    if (back.lengthSquared() == 0 || right.lengthSquared() < 1e-20 * back.lengthSquared()) {
      throw new IllegalArgumentException(
          "a camera cannot look along its up direction or at its own position");
    }
    back.normalize();
    right.normalize();
    Vector3d top = new Vector3d(back).cross(right);
    return new Camera(
        intrinsics,
        new Matrix4d(
            right.x, right.y, right.z, 0, top.x, top.y, top.z, 0, back.x, back.y, back.z, 0,
            eye.x(), eye.y(), eye.z(), 1));
  }

  /** Position of the pinhole, world space. */
  public Vector3d position() {
    return cameraToWorld.getTranslation(new Vector3d());
  }

  /** Unit viewing direction (camera -z), world space. */
  public Vector3d forward() {
    return new Vector3d(-cameraToWorld.m20(), -cameraToWorld.m21(), -cameraToWorld.m22())
        .normalize();
  }

  /**
   * Writes the ray through image point (u, v), pixels from the top left corner, into slot {@code i}
   * of {@code rays}: origin at the pinhole, unit direction, world space.
   */
  public void ray(double u, double v, Rays rays, int i) {
    double x = (u - intrinsics.cx()) / intrinsics.fx();
    double y = (intrinsics.cy() - v) / intrinsics.fy();
    double dx = cameraToWorld.m00() * x + cameraToWorld.m10() * y - cameraToWorld.m20();
    double dy = cameraToWorld.m01() * x + cameraToWorld.m11() * y - cameraToWorld.m21();
    double dz = cameraToWorld.m02() * x + cameraToWorld.m12() * y - cameraToWorld.m22();
    double norm = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
    rays.set(
        i,
        cameraToWorld.m30(),
        cameraToWorld.m31(),
        cameraToWorld.m32(),
        dx * norm,
        dy * norm,
        dz * norm);
  }

  /** One ray through every pixel centre, row by row from the top: {@code width * height} rays. */
  public Rays rays() {
    Rays rays = new Rays(intrinsics.width() * intrinsics.height());
    for (int row = 0, i = 0; row < intrinsics.height(); row++) {
      for (int column = 0; column < intrinsics.width(); column++, i++) {
        ray(column + 0.5, row + 0.5, rays, i);
      }
    }
    return rays;
  }

  /**
   * Projects a world point.
   *
   * @return (u, v, distance along the viewing direction); u and v in pixels, meaningful only where
   *     the distance is positive
   */
  public Vector3d project(Vector3dc world) {
    Vector3d p =
        new Matrix4d(cameraToWorld).invertAffine().transformPosition(world, new Vector3d());
    double depth = -p.z;
    return new Vector3d(
        intrinsics.cx() + intrinsics.fx() * p.x / depth,
        intrinsics.cy() - intrinsics.fy() * p.y / depth,
        depth);
  }

  /** Whether a world point is in the picture. */
  public boolean sees(Vector3dc world) {
    Vector3d at = project(world);
    return at.z > 0
        && at.x >= 0
        && at.y >= 0
        && at.x <= intrinsics.width()
        && at.y <= intrinsics.height();
  }

  /** The same pose with another number of pixels; the field of view is kept. */
  public Camera resized(int width, int height) {
    return new Camera(intrinsics.resized(width, height), cameraToWorld);
  }
}
