package org.sceneremix.scenes.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.joml.Vector3d;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.trace.CpuTracer;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

final class DirectionalColourTest {

  private static final int C = VoxelGrid.CHANNELS;
  private static final Aabb BOX = new Aabb(-1, -1, -1, 1, 1, 1);
  private static final TraceSettings TRACE = new TraceSettings(0.5, 0, 1e-6);

  private final CpuTracer tracer = new CpuTracer(2);

  @AfterEach
  void stop() {
    tracer.close();
  }

  private static List<Camera> cameras() {
    List<Camera> cameras = new ArrayList<>();
    for (double[] eye : new double[][] {{3, 0, 1}, {0, 3, 1}, {-2, -2, 2}}) {
      cameras.add(
          Camera.lookAt(
              Intrinsics.ofFieldOfView(4, 4, 0.5),
              new Vector3d(eye[0], eye[1], eye[2]),
              new Vector3d(),
              new Vector3d(0, 0, 1)));
    }
    return cameras;
  }

  private static VoxelGrid grid(SplittableRandom random) {
    VoxelGrid grid = VoxelGrid.empty(4, 4, 4, BOX, 2f);
    for (int i = 0; i < grid.data().length; i++) {
      grid.data()[i] =
          (float) (i % C == VoxelGrid.DENSITY ? random.nextDouble(0.2, 0.9) : random.nextDouble());
    }
    return grid;
  }

  private TracedRays traced(VoxelGrid grid, DirectionalColour directional, Rays rays) {
    directional.shareDensity(grid);
    TracedRays traced = new TracedRays(rays.count());
    tracer.trace(grid, rays, TRACE, traced);
    directional.addTo(traced, rays, TRACE, tracer);
    return traced;
  }

  private static double weighted(TracedRays traced, float[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * traced.colour()[i];
    }
    return sum;
  }

  @Test
  void gradientsOfCoefficientsAndDensityMatchFiniteDifferences() {
    SplittableRandom random = new SplittableRandom(2);
    VoxelGrid grid = grid(random);
    DirectionalColour directional = DirectionalColour.of(2, grid, cameras());
    Rays rays = cameras().get(2).rays();
    boolean[] active = new boolean[grid.voxelCount()];
    Arrays.fill(active, true);
    directional.begin(active, rays.count());
    for (VoxelGrid term : directional.coefficients()) {
      for (int i = 0; i < term.data().length; i++) {
        term.data()[i] = (float) random.nextDouble(-0.5, 0.5);
      }
    }
    float[] weights = new float[3 * rays.count()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble(-1, 1);
    }
    traced(grid, directional, rays);
    float[] gradient = new float[grid.data().length];
    directional.adjoint(rays, TRACE, tracer, weights, gradient);
    // of density, the reference grid's own share is not in it
    float[] own = new float[grid.data().length];
    TracedRays plain = new TracedRays(rays.count());
    tracer.trace(grid, rays, TRACE, plain);
    tracer.adjoint(grid, rays, TRACE, plain, weights, new float[rays.count()], own);

    float h = 5e-3f;
    for (int voxel = 21; voxel < 40; voxel += 6) {
      int at = voxel * C + VoxelGrid.DENSITY;
      double slope =
          slope(grid.data(), at, h, () -> weighted(traced(grid, directional, rays), weights));
      assertThat((double) gradient[at] + own[at]).isCloseTo(slope, within(2e-3));
    }
    for (int k = 0; k < 8; k++) {
      VoxelGrid term = directional.coefficients().get(k);
      int at = 25 * C + k % 3;
      double slope =
          slope(term.data(), at, h, () -> weighted(traced(grid, directional, rays), weights));
      assertThat((double) directional.gradient(k)[at]).isCloseTo(slope, within(1e-3));
    }
  }

  private static double slope(float[] values, int at, float h, DoubleSupplier function) {
    float middle = values[at];
    values[at] = middle + h;
    double above = function.getAsDouble();
    values[at] = middle - h;
    double below = function.getAsDouble();
    values[at] = middle;
    return (above - below) / (2 * h);
  }

  @Test
  void withoutCoefficientsColourIsThatOfTheGrid() {
    VoxelGrid grid = grid(new SplittableRandom(3));
    Rays rays = cameras().get(0).rays();
    TracedRays plain = new TracedRays(rays.count());
    tracer.trace(grid, rays, TRACE, plain);
    TracedRays directional = traced(grid, DirectionalColour.of(2, grid, cameras()), rays);
    assertThat(directional.colour()).containsExactly(plain.colour(), within(1e-6f));
  }

  /** The mean over the cameras is what the reference grid keeps. */
  @Test
  void departuresFromTheMeanCancelOverTheCameras() {
    VoxelGrid grid = VoxelGrid.empty(4, 4, 4, BOX, 100f);
    Arrays.fill(grid.data(), 0.5f);
    List<Camera> cameras = cameras();
    DirectionalColour directional = DirectionalColour.of(1, grid, cameras);
    for (VoxelGrid term : directional.coefficients()) {
      Arrays.fill(term.data(), 0.8f);
    }
    double sum = 0;
    double largest = 0;
    for (Camera camera : cameras) {
      Rays rays = new Rays(1);
      camera.ray(2, 2, rays, 0);
      double departure = traced(grid, directional, rays).colour()[0] - 0.75;
      sum += departure;
      largest = Math.max(largest, Math.abs(departure));
    }
    assertThat(largest).isGreaterThan(0.1);
    assertThat(sum / cameras.size()).isCloseTo(0, within(1e-4));
  }
}
