package org.sceneremix.viewer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.volume.Aabb;

class ViewCameraTest {

  private static final Aabb BOX = new Aabb(-1, -2, 0, 3, 2, 1);
  private static final ViewCamera VIEW = ViewCamera.showing(BOX, ViewCamera.DEFAULT_FIELD_OF_VIEW);

  @ParameterizedTest
  @EnumSource
  void everySideShowsAllOfTheBox(ViewCamera.Side side) {
    Camera camera = ViewCamera.showing(BOX, side, 0.6).camera(1300, 1000);
    for (int i = 0; i < 8; i++) {
      Vector3d pixel =
          camera.project(
              new Vector3d(
                  (i & 1) == 0 ? BOX.minX() : BOX.maxX(),
                  (i & 2) == 0 ? BOX.minY() : BOX.maxY(),
                  (i & 4) == 0 ? BOX.minZ() : BOX.maxZ()));
      assertThat(pixel.x).isBetween(0.0, 1300.0);
      assertThat(pixel.y).isBetween(0.0, 1000.0);
      assertThat(pixel.z).isPositive();
    }
  }

  @Test
  void orbitKeepsPivotDistanceAndHorizon() {
    ViewCamera turned = VIEW.orbited(0.7, 0.4).orbited(-2, -0.9);
    assertThat(turned.pivot().distance(VIEW.pivot())).isLessThan(1e-9);
    assertThat(turned.eye().distance(turned.pivot())).isCloseTo(VIEW.distance(), within(1e-9));
    assertThat(turned.rotation().transform(new Vector3d(1, 0, 0)).z).isCloseTo(0, within(1e-9));
  }

  @Test
  void orbitEndsAtThePoles() {
    ViewCamera above = VIEW.orbited(0, 9);
    assertThat(above.forward().z).isLessThan(-0.999);
    assertThat(above.rotation().transform(new Vector3d(0, 1, 0)).z).isNotNegative();
    assertThat(above.orbited(0, 0.5).forward().z).isLessThan(-0.999);
  }

  @Test
  void counterClockwiseOrbitMovesTheCameraCounterClockwise() {
    ViewCamera front = ViewCamera.showing(BOX, ViewCamera.Side.FRONT, 0.6);
    ViewCamera right = front.orbited(Math.PI / 2, 0);
    assertThat(right.eye().x).isGreaterThan(BOX.maxX());
    assertThat(right.forward().distance(new Vector3d(-1, 0, 0))).isLessThan(1e-9);
  }

  @Test
  void pannedPivotFollowsTheMouse() {
    Camera camera = VIEW.camera(400, 300);
    Vector3d moved = VIEW.panned(0.1, 0.2).pivot();
    Vector3d pixel = camera.project(moved);
    assertThat(pixel.x).isCloseTo(200 + 30, within(1e-6));
    assertThat(pixel.y).isCloseTo(150 - 60, within(1e-6));
  }

  @Test
  void viewOfACameraIsThatCamera() {
    Camera camera = VIEW.camera(400, 300);
    ViewCamera back = ViewCamera.of(camera, VIEW.distance());
    assertThat(back.eye().distance(VIEW.eye())).isLessThan(1e-12);
    assertThat(back.forward().distance(VIEW.forward())).isLessThan(1e-9);
    assertThat(back.fieldOfView()).isCloseTo(VIEW.fieldOfView(), within(1e-12));
  }

  @Test
  void pathGoesThroughItsKeysAndIsSmooth() {
    CameraPath path =
        new CameraPath(
            List.of(VIEW, VIEW.orbited(1, 0.1), VIEW.zoomed(0.5), VIEW.panned(1, 0)), 2, false);
    for (int i = 0; i < 4; i++) {
      ViewCamera key = path.keys().get(i);
      ViewCamera at = path.at(2 * i);
      assertThat(at.eye().distance(key.eye())).isLessThan(1e-9);
      assertThat(at.forward().distance(key.forward())).isLessThan(1e-9);
    }
    // the velocity has no jump at the key in the middle
    double h = 1e-4;
    Vector3d before = path.at(2).eye().sub(path.at(2 - h).eye()).div(h);
    Vector3d after = path.at(2 + h).eye().sub(path.at(2).eye()).div(h);
    assertThat(before.distance(after)).isLessThan(0.01 * before.length());
  }

  @Test
  void closedPathEndsWhereItBegins() {
    CameraPath path =
        new CameraPath(List.of(VIEW, VIEW.orbited(2, 0), VIEW.orbited(4, 0)), 1, true);
    assertThat(path.seconds()).isEqualTo(3);
    assertThat(path.at(3).eye().distance(VIEW.eye())).isLessThan(1e-9);
    assertThat(path.frames(10, 8, 8)).hasSize(30);
  }

  @Test
  void farAndNearDirectionOfAQuaternionAreTheSame() {
    ViewCamera other =
        new ViewCamera(
            VIEW.x(),
            VIEW.y(),
            VIEW.z(),
            -VIEW.qx(),
            -VIEW.qy(),
            -VIEW.qz(),
            -VIEW.qw(),
            VIEW.distance(),
            VIEW.fieldOfView());
    assertThat(ViewCamera.between(VIEW, other, 0.5).eye().distance(VIEW.eye())).isLessThan(1e-9);
  }

  @Test
  void withoutPerspectiveParallelLinesAreParallelAndThePivotAsLarge() {
    ViewCamera camera = ViewCamera.showing(Aabb.centredCube(2), ViewCamera.DEFAULT_FIELD_OF_VIEW);
    ViewCamera flat = camera.withOrthographic(true);
    assertThat(flat.hasPerspective()).isFalse();
    assertThat(flat.reach()).isCloseTo(camera.reach(), org.assertj.core.data.Offset.offset(1e-9));
    assertThat(flat.pivot().distance(camera.pivot())).isLessThan(1e-9);
    ViewCamera back = flat.withOrthographic(false);
    assertThat(back.eye().distance(camera.eye())).isLessThan(1e-9);
    assertThat(back.hasPerspective()).isTrue();
  }
}
