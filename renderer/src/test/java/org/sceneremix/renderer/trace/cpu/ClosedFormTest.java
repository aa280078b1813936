package org.sceneremix.renderer.trace.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.joml.Vector3d;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.RandomScenes;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/** Scenes whose integrals are known. */
class ClosedFormTest {

  private final Workers workers = new Workers(1);
  private final CpuTracer tracer = new CpuTracer(workers);

  @AfterEach
  void close() {
    workers.close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {3, 1, 0.5, 0.1, 0.013})
  void opacityDoesNotDependOnSampleCount(double step) {
    VoxelGrid grid = constant(new Aabb(0, 0, 0, 2, 3, 4), 0.5f, 1.6f);
    double a = Math.sqrt(0.5);
    TracedRays traced = trace(grid, step, -1, 1, 1, a, 0, a);
    double length = 2 * Math.sqrt(2);
    double opacity = 1 - Math.exp(-0.8 * length);
    assertThat((double) traced.opacity()[0]).isCloseTo(opacity, within(1e-6));
    assertThat((double) traced.colour()[0]).isCloseTo(0.75 * opacity, within(1e-6));
    assertThat((double) traced.colour()[1]).isCloseTo(0.5 * opacity, within(1e-6));
    assertThat((double) traced.colour()[2]).isCloseTo(0, within(1e-6));
  }

  @Test
  void depthOfAConstantSlab() {
    VoxelGrid grid = constant(new Aabb(0, 0, 0, 2, 2, 2), 1f, 1.5f);
    TracedRays traced = trace(grid, 0.005, 1, 1, 5, 0, 0, -1);
    // integral of 1.5 exp(-1.5 u) (3 + u) over u in [0, 2]
    double end = Math.exp(-3);
    double depth = 3 * (1 - end) + (1 - end) / 1.5 - 2 * end;
    assertThat((double) traced.depth()[0]).isCloseTo(depth, within(1e-4));
  }

  @Test
  void rayFromInsideSeesOnlyWhatLiesAhead() {
    VoxelGrid grid = constant(new Aabb(0, 0, 0, 2, 2, 2), 1f, 1f);
    TracedRays traced = trace(grid, 0.5, 1, 1, 0.5, 0, 0, 1);
    assertThat((double) traced.opacity()[0]).isCloseTo(1 - Math.exp(-1.5), within(1e-6));
  }

  @Test
  void outermostSamplesContinueToTheBorder() {
    VoxelGrid grid = VoxelGrid.empty(1, 1, 2, new Aabb(0, 0, 0, 1, 1, 2), 1f);
    grid.data()[grid.index(0, 0, 1) + VoxelGrid.DENSITY] = 1f;
    // 0 up to z = 1, then rising to 1 at z = 1.5, then 1 up to z = 2
    TracedRays traced = trace(grid, 0.25, 0.3, 0.6, -1, 0, 0, 1);
    assertThat((double) traced.opacity()[0]).isCloseTo(1 - Math.exp(-0.75), within(1e-6));
  }

  @Test
  void linearRamp() {
    int n = 16;
    VoxelGrid grid = VoxelGrid.empty(3, n, 2, new Aabb(0, 0, 0, 1, n, 1), 0.3f);
    for (int y = 0; y < n; y++) {
      for (int i = 0; i < 6; i++) {
        grid.data()[grid.index(i % 3, y, i / 3) + VoxelGrid.DENSITY] = y / (float) (n - 1);
      }
    }
    // From the first voxel centre: a ramp of n - 1 voxels, then half a voxel at 1.
    TracedRays traced = trace(grid, 0.5, 0.4, 0.5, 0.5, 0, 1, 0);
    double opticalDepth = 0.3 * (0.5 * (n - 1) + 0.5);
    assertThat((double) traced.opacity()[0]).isCloseTo(1 - Math.exp(-opticalDepth), within(1e-6));
  }

  /**
   * A ball whose density is {@code R^2 - r^2}: along a chord of half length L, at any direction,
   * its integral is {@code 4/3 L^3}.
   *
   * <p>Interpolated between samples h apart, {@code x^2} comes out too high by {@code h^2 / 6} in
   * the mean, so samples are higher by half of h^2, for three axes. Without, the error is 2e-4: it
   * is that of the voxels, as a shorter step leaves it, and halved voxels quarter it. Rays nearly
   * along an axis do not meet that mean. A ball with a sharp border would be off by the part of a
   * voxel that its border takes.
   */
  @Test
  void ball() {
    double radius = 0.8;
    int n = 96;
    double h = 2.0 / n;
    VoxelGrid grid = VoxelGrid.empty(n, n, n, Aabb.centredCube(1), 1f);
    for (int z = 0; z < n; z++) {
      for (int y = 0; y < n; y++) {
        for (int x = 0; x < n; x++) {
          double squares = square(x, n) + square(y, n) + square(z, n);
          grid.data()[grid.index(x, y, z) + VoxelGrid.DENSITY] =
              (float) (radius * radius - squares + h * h / 2);
        }
      }
    }
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      Vector3d direction = oblique(random).normalize();
      Vector3d nearest = oblique(random).cross(direction).normalize(random.nextDouble(0.9));
      Vector3d origin = new Vector3d(direction).mul(-3).add(nearest);
      TracedRays traced =
          trace(grid, 0.25, origin.x, origin.y, origin.z, direction.x, direction.y, direction.z);
      double half = Math.sqrt(Math.max(0, radius * radius - nearest.lengthSquared()));
      assertThat((double) traced.opacity()[0])
          .as("distance %s from the centre", nearest.length())
          .isCloseTo(1 - Math.exp(-4.0 / 3 * half * half * half), within(1e-5));
    }
  }

  @Test
  void normalOfAPlaneInVoxelsThatAreNoCubes() {
    // density falls along (1, 2, -2) / 3
    VoxelGrid grid = VoxelGrid.empty(9, 7, 5, new Aabb(-1, -2, -3, 2, 4, 2), 1.5f);
    for (int z = 0; z < 5; z++) {
      for (int y = 0; y < 7; y++) {
        for (int x = 0; x < 9; x++) {
          double wx = -1 + (x + 0.5) * grid.voxelX();
          double wy = -2 + (y + 0.5) * grid.voxelY();
          double wz = -3 + (z + 0.5) * grid.voxelZ();
          grid.data()[grid.index(x, y, z) + VoxelGrid.DENSITY] =
              (float) (1 - (wx + 2 * wy - 2 * wz) / 30);
        }
      }
    }
    Rays rays = RandomScenes.rays(new Random(1), grid.box(), 100);
    TracedRays traced = TracedRays.withNormals(rays.count());
    tracer.trace(grid, rays, TraceSettings.DEFAULT, traced);
    for (int i = 0; i < rays.count(); i++) {
      double third = traced.opacity()[i] / 3;
      assertThat((double) traced.normal()[3 * i]).isCloseTo(third, within(1e-5));
      assertThat((double) traced.normal()[3 * i + 1]).isCloseTo(2 * third, within(1e-5));
      assertThat((double) traced.normal()[3 * i + 2]).isCloseTo(-2 * third, within(1e-5));
    }
  }

  @Test
  void evenDensityHasNoNormal() {
    VoxelGrid grid = constant(new Aabb(0, 0, 0, 2, 2, 2), 1f, 1.5f);
    Rays rays = RandomScenes.rays(new Random(1), grid.box(), 50);
    TracedRays traced = TracedRays.withNormals(rays.count());
    tracer.trace(grid, rays, TraceSettings.DEFAULT, traced);
    assertThat(traced.normal()).containsOnly(0f);
  }

  @Test
  void raysThatMissOrTouchSeeNothing() {
    VoxelGrid grid = constant(new Aabb(0, 0, 0, 1, 1, 1), 1f, 100f);
    double s = Math.sqrt(0.5);
    assertThat(trace(grid, 0.5, -1, 2, 0.5, 1, 0, 0).opacity()[0]).isZero();
    assertThat(trace(grid, 0.5, 2, 0.5, 0.5, 1, 0, 0).opacity()[0]).as("behind").isZero();
    assertThat(trace(grid, 0.5, -1, 1, 0.5, s, s, 0).opacity()[0]).as("past an edge").isZero();
    assertThat(trace(grid, 0.5, Double.NaN, 1, 1, 1, 0, 0).opacity()[0]).isZero();
    assertThat(trace(grid, 0.5, 0, 0, 0, Double.NaN, 0, 0).opacity()[0]).isZero();
    assertThat(trace(grid, 0.5, 0, 0, 0, 0, 0, 0).opacity()[0]).as("no direction").isZero();
  }

  @Test
  void rayInAFaceOfTheBoxSeesTheOutermostSamples() {
    VoxelGrid grid = constant(new Aabb(0, 0, 0, 1, 1, 1), 1f, 2f);
    TracedRays traced = trace(grid, 0.5, -1, 1, 0.5, 1, 0, 0);
    assertThat((double) traced.opacity()[0]).isCloseTo(1 - Math.exp(-2), within(1e-6));
  }

  private TracedRays trace(
      VoxelGrid grid,
      double step,
      double ox,
      double oy,
      double oz,
      double dx,
      double dy,
      double dz) {
    Rays rays = new Rays(1);
    rays.set(0, ox, oy, oz, dx, dy, dz);
    TracedRays traced = new TracedRays(1);
    tracer.trace(grid, rays, new TraceSettings(step, 0, 0), traced);
    return traced;
  }

  /** Colour (0.75, 0.5, 0) and one density everywhere. */
  private static VoxelGrid constant(Aabb box, float density, float scale) {
    VoxelGrid grid = VoxelGrid.empty(4, 5, 6, box, scale);
    for (int i = 0; i < grid.data().length; i += VoxelGrid.CHANNELS) {
      grid.data()[i] = 0.5f;
      grid.data()[i + 1] = 0f;
      grid.data()[i + 2] = -1f;
      grid.data()[i + 3] = density;
    }
    return grid;
  }

  private static double square(int index, int n) {
    double x = (index + 0.5) * 2 / n - 1;
    return x * x;
  }

  /** A vector that lies along no axis and in no plane of two. */
  private static Vector3d oblique(Random random) {
    Vector3d vector = new Vector3d();
    for (int axis = 0; axis < 3; axis++) {
      double size = random.nextDouble(0.3, 1);
      vector.setComponent(axis, random.nextBoolean() ? size : -size);
    }
    return vector;
  }
}
