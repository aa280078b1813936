package org.sceneremix.renderer.trace.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.renderer.trace.RandomScenes;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/** What holds for every grid and every ray. */
class TracerPropertyTest {

  @Property(tries = 150)
  void resultsAreFiniteAndBounded(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int nx,
      @ForAll @IntRange(min = 1, max = 20) int ny,
      @ForAll @IntRange(min = 1, max = 20) int nz,
      @ForAll @DoubleRange(min = 0.1, max = 5) double step) {
    Random random = new Random(seed);
    VoxelGrid grid = RandomScenes.sparseGrid(random, nx, ny, nz);
    Rays rays = RandomScenes.rays(random, grid.box(), 60);
    TraceSettings settings = new TraceSettings(step, seed, 0);
    TracedRays traced = TracedRays.withNormals(rays.count());
    float[] gradient = new float[grid.data().length];
    try (Workers workers = new Workers(1)) {
      Tape tape = new CpuTracer(workers).tape();
      tape.trace(RadianceField.of(grid), rays, settings, traced);
      tape.adjoint(
          RandomScenes.gradients(random, 180),
          RandomScenes.gradients(random, 60),
          RadianceGradient.of(gradient));
    }
    double reach = 4 * grid.box().diagonal();
    for (int i = 0; i < rays.count(); i++) {
      assertThat(traced.opacity()[i]).isBetween(0f, 1f);
      assertThat(traced.depth()[i]).isBetween(0f, (float) reach);
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        assertThat(traced.colour()[c]).isBetween(0f, traced.opacity()[i] + 1e-5f);
      }
      assertThat(length(traced.normal(), 3 * i)).isLessThanOrEqualTo(traced.opacity()[i] + 1e-5);
    }
    for (float value : gradient) {
      assertThat(value).isFinite();
    }
  }

  @Property(tries = 100)
  void mirroringSceneAndRaysTogetherChangesNothing(@ForAll @IntRange(max = 1_000_000) int seed) {
    Random random = new Random(seed);
    VoxelGrid grid = RandomScenes.grid(random, 7, 5, 9);
    Rays rays = RandomScenes.rays(random, grid.box(), 20);
    Rays mirrored = new Rays(rays.count());
    for (int i = 0; i < rays.count(); i++) {
      mirrored.set(
          i,
          -rays.origins()[3 * i],
          rays.origins()[3 * i + 1],
          rays.origins()[3 * i + 2],
          -rays.directions()[3 * i],
          rays.directions()[3 * i + 1],
          rays.directions()[3 * i + 2]);
    }
    TracedRays one = new TracedRays(rays.count());
    TracedRays other = new TracedRays(rays.count());
    try (Workers workers = new Workers(1)) {
      CpuTracer tracer = new CpuTracer(workers);
      tracer.trace(grid, rays, TraceSettings.DEFAULT, one);
      tracer.trace(mirroredInX(grid), mirrored, TraceSettings.DEFAULT, other);
    }
    for (int i = 0; i < rays.count(); i++) {
      assertThat(other.opacity()[i]).isCloseTo(one.opacity()[i], within(2e-5f));
      assertThat(other.colour()[3 * i]).isCloseTo(one.colour()[3 * i], within(2e-5f));
      assertThat(other.depth()[i]).isCloseTo(one.depth()[i], within(2e-4f));
    }
  }

  private static double length(float[] vectors, int i) {
    return Math.hypot(Math.hypot(vectors[i], vectors[i + 1]), vectors[i + 2]);
  }

  private static VoxelGrid mirroredInX(VoxelGrid grid) {
    Aabb box = grid.box();
    VoxelGrid mirror =
        VoxelGrid.empty(
            grid.nx(),
            grid.ny(),
            grid.nz(),
            new Aabb(-box.maxX(), box.minY(), box.minZ(), -box.minX(), box.maxY(), box.maxZ()),
            grid.densityScale());
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          System.arraycopy(
              grid.data(),
              grid.index(x, y, z),
              mirror.data(),
              mirror.index(grid.nx() - 1 - x, y, z),
              VoxelGrid.CHANNELS);
        }
      }
    }
    return mirror;
  }
}
