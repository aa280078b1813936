package org.sceneremix.gan.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.renderer.check.Comparison;
import org.sceneremix.renderer.trace.CpuTracer;
import org.sceneremix.renderer.trace.RayPatches;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/** Grids that are on the device already against the tracer on the processor. */
class TensorTracerTest {

  private static final TraceSettings SETTINGS = new TraceSettings(0.7, 0, 1e-3);
  private static final int EDGE = 7;
  private static final int PATCHES = 5;
  private static final int RAYS = PATCHES * EDGE * EDGE;

  private final Random random = new Random(8);

  private VoxelGrid grid(int nx, int ny, int nz) {
    VoxelGrid grid = VoxelGrid.empty(nx, ny, nz, new Aabb(-1, 0, 1, 0, 2, 2.5), 7);
    for (int i = 0; i < grid.data().length; i++) {
      grid.data()[i] = (float) random.nextGaussian();
    }
    return grid;
  }

  /** From above, from within, and past the grid. */
  private RayPatches patches() {
    RayPatches patches = new RayPatches(EDGE, PATCHES, 0.11);
    for (int i = 0; i < PATCHES; i++) {
      Vector3d eye =
          i == 0
              ? new Vector3d(-0.4, 1.1, 1.5)
              : new Vector3d(random.nextDouble(-3, 2), random.nextDouble(-2, 4), 6);
      Vector3d target =
          new Vector3d(
              random.nextDouble(-1.2, 0.2),
              random.nextDouble(-0.2, 2.2),
              random.nextDouble(1, 2.5));
      Vector3d back = new Vector3d(eye).sub(target).normalize();
      Vector3d right = new Vector3d(0, 0, 1).cross(back).normalize();
      patches.set(i, eye, target, right, new Vector3d(back).cross(right));
    }
    // along the axes: directions with zeros
    patches.set(
        1,
        new Vector3d(-0.5, 1, 6),
        new Vector3d(-0.5, 1, 2),
        new Vector3d(1, 0, 0),
        new Vector3d(0, 1, 0));
    return patches;
  }

  private float[] noise(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** A tensor in the middle of a larger one, so that offsets are seen to be heeded. */
  private static Tensor inside(Engine gl, float[] values, int... shape) {
    Tensor part = gl.tensor(values.length + 13).part(9, shape);
    part.load(values, 0);
    return part;
  }

  @ParameterizedTest
  @CsvSource({"7, 5, 6", "1, 4, 9", "12, 13, 11"})
  void picturesAndGradientsAreThoseOfTheProcessor(int nx, int ny, int nz) {
    VoxelGrid grid = grid(nx, ny, nz);
    RayPatches patches = patches();
    Rays rays = patches.toRays();
    TracedRays traced = new TracedRays(RAYS);
    float[] slopes = noise(4 * RAYS);
    float[] ofColour = new float[3 * RAYS];
    float[] ofOpacity = new float[RAYS];
    for (int i = 0; i < RAYS; i++) {
      System.arraycopy(slopes, 4 * i, ofColour, 3 * i, 3);
      ofOpacity[i] = slopes[4 * i + 3];
    }
    float[] before = noise(grid.data().length);
    float[] expected = before.clone();
    try (CpuTracer cpu = new CpuTracer(1)) {
      cpu.trace(grid, rays, SETTINGS, traced);
      cpu.adjoint(grid, rays, SETTINGS, traced, ofColour, ofOpacity, expected);
    }

    try (Engine gl = GlComputing.open()) {
      int[] shape = {1, nz, ny, nx, 4};
      Tensor values = inside(gl, grid.data(), shape);
      Tensor picture = inside(gl, new float[4 * RAYS], RAYS, 4);
      Tensor gradient = inside(gl, before, shape);
      TensorTracer tracer = gl.tracer().orElseThrow();
      try (TensorTracer.Look look = tracer.look(grid, patches, SETTINGS)) {
        // of another grid first: nothing of it may stay
        look.trace(inside(gl, noise(grid.data().length), shape), picture);
        look.trace(values, picture);
        look.addAdjoint(values, picture, inside(gl, slopes, RAYS, 4), gradient);
      }
      Comparison pictures =
          Comparison.of(
              "picture",
              picture.toArray(),
              i -> i % 4 == 3 ? traced.opacity()[i / 4] : traced.colour()[i / 4 * 3 + i % 4],
              1e-4);
      assertThat(pictures).matches(Comparison::passed);
      assertThat(Comparison.of("gradient", gradient.toArray(), i -> expected[i], 1e-3))
          .matches(Comparison::passed);
    }
  }

  @Test
  void moreRaysThanADispatchMayHaveAreRefused() {
    try (Engine gl = GlComputing.open()) {
      TensorTracer tracer = gl.tracer().orElseThrow();
      assertThatThrownBy(() -> tracer.look(grid(2, 2, 2), new RayPatches(257, 1, 1), SETTINGS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("65536");
    }
  }
}
