package org.sceneremix.scenes.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.joml.Matrix4d;
import org.joml.Matrix4dc;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.volume.Aabb;

class SurroundingsTest {

  private static final Intrinsics INTRINSICS = Intrinsics.ofFieldOfView(40, 40, 0.8);

  @Test
  void theFocusIsWhereAllAxesMeet() {
    Vector3d target = new Vector3d(3, -2, 1);
    Vector3d focus = Surroundings.focus(ring(target, 5));
    assertThat(focus.distance(target)).isLessThan(1e-9);
  }

  @Test
  void aRingOfCamerasGivesTheCubeThatThePicturesShow() {
    Aabb box = Surroundings.of(ring(new Vector3d(3, -2, 1), 5));
    assertThat(box.centreX()).isCloseTo(3, within(1e-9));
    assertThat(box.sizeX()).isCloseTo(2 * 5 * Math.tan(0.4), within(1e-9));
  }

  @Test
  void camerasThatLookTheSameWayGiveABoxInFrontOfThem() {
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      cameras.add(new Camera(INTRINSICS, new Matrix4d().translate(0.1 * i, 0, 0)));
    }
    double[] near = {1, 1, 1, 1};
    double[] far = {5, 5, 5, 6};
    Aabb box = Surroundings.of(cameras, near, far);
    assertThat(box.maxZ()).isCloseTo(-1, within(1e-9));
    assertThat(box.minZ()).isCloseTo(-6, within(1e-9));
    assertThat(box.contains(0, 0, -3)).isTrue();
  }

  @Test
  void turningUprightIsRigid() {
    List<Camera> tilted = new ArrayList<>();
    Matrix4d tilt = new Matrix4d().rotateXYZ(1, 2, 3).translate(4, 5, 6);
    for (Camera camera : ring(new Vector3d(), 5)) {
      tilted.add(new Camera(INTRINSICS, new Matrix4d(tilt).mul(camera.cameraToWorld())));
    }
    List<Camera> upright = upright(tilted);
    for (int i = 0; i < tilted.size(); i++) {
      assertThat(upright.get(i).position().distance(upright.get(0).position()))
          .isCloseTo(tilted.get(i).position().distance(tilted.get(0).position()), within(1e-9));
      assertThat(upright.get(i).position().z).isCloseTo(3, within(1e-9));
    }
  }

  @Test
  void parallelCamerasCanBeTurnedToo() {
    List<Camera> cameras =
        List.of(
            new Camera(INTRINSICS, new Matrix4d()),
            new Camera(INTRINSICS, new Matrix4d().translate(1, 0, 0)));
    Camera first = upright(cameras).get(0);
    assertThat(first.cameraToWorld().transformDirection(new Vector3d(0, 1, 0)).z)
        .isCloseTo(1, within(1e-9));
  }

  private static List<Camera> upright(List<Camera> cameras) {
    Matrix4dc motion = UprightWorld.motion(cameras);
    return cameras.stream()
        .map(c -> new Camera(c.intrinsics(), new Matrix4d(motion).mul(c.cameraToWorld())))
        .toList();
  }

  /** Cameras at a distance from a target, three fifths of it above. */
  private static List<Camera> ring(Vector3d target, double distance) {
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      double angle = Math.PI * i / 4;
      Vector3d eye =
          new Vector3d(0.8 * Math.cos(angle), 0.8 * Math.sin(angle), 0.6).mul(distance).add(target);
      cameras.add(Camera.lookAt(INTRINSICS, eye, target, new Vector3d(0, 0, 1)));
    }
    return cameras;
  }
}
