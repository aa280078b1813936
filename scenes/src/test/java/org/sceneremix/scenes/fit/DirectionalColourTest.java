package org.sceneremix.scenes.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class DirectionalColourTest {

  private static final List<Camera> CAMERAS =
      List.of(camera(3, 0, 1), camera(0, 3, 1), camera(-2, -2, 2));

  private static Camera camera(double x, double y, double z) {
    return Camera.lookAt(
        Intrinsics.ofFieldOfView(4, 4, 0.5),
        new Vector3d(x, y, z),
        new Vector3d(),
        new Vector3d(0, 0, 1));
  }

  private static boolean[] firstTwoOfFour() {
    return new boolean[] {true, true, false, false};
  }

  @Test
  void degreeZeroIsNoDirectionalColour() {
    assertThat(DirectionalColour.of(0, firstTwoOfFour(), CAMERAS)).isEmpty();
  }

  @Test
  void onlyVoxelsThatRaysMetAreChangedByAStep() {
    DirectionalColour colour = DirectionalColour.of(2, firstTwoOfFour(), CAMERAS).orElseThrow();
    float[] gradient = colour.gradient().values();
    int second = DirectionalField.COEFFICIENTS;
    gradient[second + 5] = 3;
    colour.gradient().touched()[1] = true;
    try (Workers workers = new Workers(1)) {
      colour.step(0.1, workers);
      assertThat(colour.field().values()).hasSize(2 * DirectionalField.COEFFICIENTS);
      assertThat(colour.field().values()[second + 5]).isCloseTo(-0.1f, within(1e-6f));
      assertThat(gradient[second + 5]).isZero();
      assertThat(colour.gradient().touched()).containsOnly(false);
      float[] before = colour.field().values().clone();
      colour.step(0.1, workers); // no ray met anything: Adam's momentum must not go on
      assertThat(colour.field().values()).isEqualTo(before);
    }
  }

  /** The mean over the cameras is what the reference grid keeps. */
  @Test
  void departuresFromTheMeanCancelOverTheCameras() {
    VoxelGrid grid = VoxelGrid.empty(4, 1, 1, new Aabb(-1, -1, -1, 1, 1, 1), 100f);
    Arrays.fill(grid.data(), 0.5f);
    DirectionalColour colour =
        DirectionalColour.of(1, new boolean[] {true, true, true, true}, CAMERAS).orElseThrow();
    Arrays.fill(colour.field().values(), 0.8f);
    double sum = 0;
    double largest = 0;
    try (Workers workers = new Workers(1)) {
      CpuTracer tracer = new CpuTracer(workers);
      for (Camera camera : CAMERAS) {
        Rays rays = new Rays(1);
        camera.ray(2, 2, rays, 0);
        TracedRays traced = new TracedRays(1);
        RadianceField field = new RadianceField(grid, Optional.of(colour.field()));
        tracer.trace(field, rays, TraceSettings.DEFAULT, traced);
        double departure = traced.colour()[0] - 0.75;
        sum += departure;
        largest = Math.max(largest, Math.abs(departure));
      }
    }
    assertThat(largest).isGreaterThan(0.1);
    assertThat(sum / CAMERAS.size()).isCloseTo(0, within(1e-3));
  }
}
