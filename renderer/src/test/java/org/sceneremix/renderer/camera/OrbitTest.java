package org.sceneremix.renderer.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.Aabb;

class OrbitTest {

  private static final Intrinsics PINHOLE = Intrinsics.ofFieldOfView(160, 90, 0.7);
  private static final Aabb BOX = new Aabb(-1, -2, 0, 3, 2, 1);

  @Test
  void everyCornerOfTheBoxIsInEveryPictureAndOneIsNearItsEdge() {
    double nearestToEdge = Double.POSITIVE_INFINITY;
    for (Camera camera : new Orbit(12, 35).cameras(BOX, PINHOLE)) {
      for (int corner = 0; corner < 8; corner++) {
        Vector3d p =
            camera.project(
                new Vector3d(
                    (corner & 1) == 0 ? BOX.minX() : BOX.maxX(),
                    (corner & 2) == 0 ? BOX.minY() : BOX.maxY(),
                    (corner & 4) == 0 ? BOX.minZ() : BOX.maxZ()));
        assertThat(p.x).isBetween(0.0, 160.0);
        assertThat(p.y).isBetween(0.0, 90.0);
        nearestToEdge =
            Math.min(nearestToEdge, Math.min(Math.min(p.x, 160 - p.x), Math.min(p.y, 90 - p.y)));
      }
    }
    assertThat(nearestToEdge).isLessThan(9);
  }

  @Test
  void camerasStandAtTheElevationAndGoCounterClockwise() {
    List<Camera> cameras = new Orbit(4, 30).cameras(BOX, PINHOLE);
    Vector3d first = cameras.get(0).position().sub(1, 0, 0.5);
    Vector3d second = cameras.get(1).position().sub(1, 0, 0.5);
    assertThat(first.y).isCloseTo(0, within(1e-9));
    assertThat(first.x).isPositive();
    assertThat(first.z / first.length()).isCloseTo(0.5, within(1e-9));
    assertThat(second.x).isCloseTo(0, within(1e-9));
    assertThat(second.y).isPositive();
    assertThat(second.length()).isCloseTo(first.length(), within(1e-9));
  }

  @Test
  void impossibleOrbitsAreRefused() {
    assertThatThrownBy(() -> new Orbit(0, 30)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Orbit(3, 90)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Orbit(3, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}
