package org.sceneremix.renderer.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.joml.Matrix4d;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.ray.Rays;

class CameraTest {

  private static final Intrinsics PINHOLE = new Intrinsics(40, 30, 50, 55, 19, 16);

  @Test
  void identityLooksAlongMinusZWithRowsDownwards() {
    Camera camera = new Camera(PINHOLE, new Matrix4d());
    assertThat(camera.forward().distance(0, 0, -1)).isZero();
    Rays rays = new Rays(3);
    camera.ray(19, 16, rays, 0);
    camera.ray(19 + 50, 16, rays, 1);
    camera.ray(19, 16 + 55, rays, 2);
    double s = Math.sqrt(0.5);
    assertDirection(rays, 0, 0, 0, -1);
    assertDirection(rays, 1, s, 0, -s);
    assertDirection(rays, 2, 0, -s, -s);
  }

  @Test
  void projectingAPointOfARayGivesItsPixel() {
    Random random = new Random(1);
    for (int trial = 0; trial < 200; trial++) {
      Camera camera = new Camera(PINHOLE, randomPose(random));
      Rays rays = new Rays(1);
      double u = random.nextDouble(0, 40);
      double v = random.nextDouble(0, 30);
      camera.ray(u, v, rays, 0);
      double distance = random.nextDouble(0.5, 10);
      Vector3d point =
          new Vector3d(rays.directions()[0], rays.directions()[1], rays.directions()[2])
              .mul(distance)
              .add(camera.position());
      Vector3d seen = camera.project(point);
      assertThat(seen.x).isCloseTo(u, within(1e-4));
      assertThat(seen.y).isCloseTo(v, within(1e-4));
      assertThat(seen.z)
          .isCloseTo(
              new Vector3d(point).sub(camera.position()).dot(camera.forward()), within(1e-5));
    }
  }

  @Test
  void raysGoThroughPixelCentresRowByRow() {
    Camera camera = new Camera(PINHOLE, randomPose(new Random(2)));
    Rays rays = camera.rays();
    assertThat(rays.count()).isEqualTo(40 * 30);
    Rays one = new Rays(1);
    camera.ray(7 + 0.5, 3 + 0.5, one, 0);
    for (int axis = 0; axis < 3; axis++) {
      assertThat(rays.directions()[3 * (3 * 40 + 7) + axis]).isEqualTo(one.directions()[axis]);
      assertThat(rays.origins()[3 * (3 * 40 + 7) + axis]).isEqualTo(one.origins()[axis]);
    }
  }

  @Test
  void lookAtAgreesWithTheInverseViewMatrixOfJoml() {
    Vector3d eye = new Vector3d(3, -2, 1.5);
    Vector3d target = new Vector3d(0.2, 0.1, -0.3);
    Vector3d up = new Vector3d(0, 0, 1);
    Camera camera = Camera.lookAt(PINHOLE, eye, target, up);
    Matrix4d expected = new Matrix4d().lookAt(eye, target, up).invert();
    assertThat(camera.cameraToWorld().equals(expected, 1e-12)).isTrue();
    Vector3d seen = camera.project(target);
    assertThat(seen.x).isCloseTo(19, within(1e-9));
    assertThat(seen.y).isCloseTo(16, within(1e-9));
  }

  @Test
  void resizedCameraSeesTheSameView() {
    Camera camera = new Camera(PINHOLE, randomPose(new Random(3)));
    Camera twice = camera.resized(80, 60);
    Vector3d point = new Vector3d(camera.forward()).mul(4).add(camera.position()).add(0.1, 0.2, 0);
    Vector3d a = camera.project(point);
    Vector3d b = twice.project(point);
    assertThat(b.x).isCloseTo(2 * a.x, within(1e-9));
    assertThat(b.y).isCloseTo(2 * a.y, within(1e-9));
  }

  @Test
  void fieldOfViewReachesFromEdgeToEdge() {
    Intrinsics pinhole = Intrinsics.ofFieldOfView(64, 48, Math.toRadians(90));
    Rays rays = new Rays(1);
    new Camera(pinhole, new Matrix4d()).ray(0, 24, rays, 0);
    assertDirection(rays, 0, -Math.sqrt(0.5), 0, -Math.sqrt(0.5));
  }

  @Test
  void posesThatAreNotRigidAreRefused() {
    assertThatThrownBy(() -> new Camera(PINHOLE, new Matrix4d().scale(2)))
        .hasMessageContaining("orthonormal");
    assertThatThrownBy(() -> new Camera(PINHOLE, new Matrix4d().scale(-1, 1, 1)))
        .hasMessageContaining("mirrored");
    assertThatThrownBy(() -> new Camera(PINHOLE, new Matrix4d().m30(Double.NaN)))
        .hasMessageContaining("not finite");
    assertThatThrownBy(() -> new Camera(PINHOLE, new Matrix4d().m03(1)))
        .hasMessageContaining("last row");
    Vector3d up = new Vector3d(0, 0, 1);
    assertThatThrownBy(() -> Camera.lookAt(PINHOLE, new Vector3d(0, 0, 2), new Vector3d(), up))
        .hasMessageContaining("up");
  }

  @Test
  void poseIsACopy() {
    Matrix4d pose = new Matrix4d();
    Camera camera = new Camera(PINHOLE, pose);
    pose.translate(1, 2, 3);
    assertThat(camera.position()).isEqualTo(new Vector3d());
  }

  private static Matrix4d randomPose(Random random) {
    return new Matrix4d()
        .translation(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
        .rotateXYZ(random.nextDouble(6), random.nextDouble(6), random.nextDouble(6));
  }

  private static void assertDirection(Rays rays, int i, double x, double y, double z) {
    assertThat((double) rays.directions()[3 * i]).isCloseTo(x, within(1e-6));
    assertThat((double) rays.directions()[3 * i + 1]).isCloseTo(y, within(1e-6));
    assertThat((double) rays.directions()[3 * i + 2]).isCloseTo(z, within(1e-6));
  }
}
