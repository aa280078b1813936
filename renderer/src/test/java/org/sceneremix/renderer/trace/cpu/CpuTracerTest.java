package org.sceneremix.renderer.trace.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.renderer.trace.RandomScenes;
import org.sceneremix.renderer.trace.ReferenceTracer;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.Occupancy;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class CpuTracerTest {

  private static final String SIZES =
      """
      5, 4, 6
      1, 1, 1
      1, 9, 2
      8, 9, 17
      24, 20, 11
      """;

  @ParameterizedTest
  @CsvSource(textBlock = SIZES)
  void agreesWithTheReference(int nx, int ny, int nz) {
    Random random = new Random(1);
    VoxelGrid grid = RandomScenes.grid(random, nx, ny, nz);
    Rays rays = RandomScenes.rays(random, grid.box(), 200);
    TraceSettings settings = new TraceSettings(0.6, 77, 0);
    TracedRays traced = TracedRays.withNormals(rays.count());
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      tracer.trace(grid, rays, settings, traced);
    }

    ReferenceTracer reference = new ReferenceTracer(grid, settings);
    double[] samples = ReferenceTracer.samplesOf(grid);
    for (int i = 0; i < rays.count(); i++) {
      double[] expected = reference.trace(samples, rays, i);
      for (int c = 0; c < 3; c++) {
        assertThat((double) traced.colour()[3 * i + c]).isCloseTo(expected[c], within(1e-5));
      }
      assertThat((double) traced.opacity()[i]).isCloseTo(expected[3], within(1e-5));
      assertThat((double) traced.depth()[i]).isCloseTo(expected[4], within(5e-5));
      for (int axis = 0; axis < 3; axis++) {
        // turns fast where density is nearly even
        assertThat((double) traced.normal()[3 * i + axis])
            .isCloseTo(expected[5 + axis], within(1e-3));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = SIZES)
  void gradientAgreesWithTheReference(int nx, int ny, int nz) {
    Random random = new Random(2);
    VoxelGrid grid = RandomScenes.grid(random, nx, ny, nz);
    Rays rays = RandomScenes.rays(random, grid.box(), 130);
    TraceSettings settings = new TraceSettings(0.8, 3, 0);
    float[] colourGradient = RandomScenes.gradients(random, 3 * rays.count());
    float[] opacityGradient = RandomScenes.gradients(random, rays.count());
    float[] gradient = adjoint(grid, rays, settings, colourGradient, opacityGradient, 2);

    ReferenceTracer reference = new ReferenceTracer(grid, settings);
    double[] samples = ReferenceTracer.samplesOf(grid);
    double[] expected = new double[samples.length];
    for (int i = 0; i < rays.count(); i++) {
      double[] g = {colourGradient[3 * i], colourGradient[3 * i + 1], colourGradient[3 * i + 2]};
      reference.adjoint(samples, rays, i, g, opacityGradient[i], expected);
    }
    double scale = 0;
    for (double value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int v = 0; v < expected.length; v++) {
      assertThat((double) gradient[v])
          .as("value %d", v)
          .isCloseTo(expected[v], within(1e-4 * Math.abs(expected[v]) + 1e-6 * scale));
    }
  }

  @Test
  void gradientIsAddedToWhatIsThere() {
    Random random = new Random(3);
    VoxelGrid grid = RandomScenes.grid(random, 12, 9, 10);
    Rays rays = RandomScenes.rays(random, grid.box(), 100);
    float[] ones = RandomScenes.gradients(random, 3 * rays.count());
    TracedRays traced = new TracedRays(rays.count());
    float[] once = new float[grid.data().length];
    float[] twice = new float[grid.data().length];
    try (Workers workers = new Workers(2)) {
      Tape tape = new CpuTracer(workers).tape();
      tape.trace(RadianceField.of(grid), rays, TraceSettings.DEFAULT, traced);
      tape.adjoint(ones, new float[100], RadianceGradient.of(once));
      tape.adjoint(ones, new float[100], RadianceGradient.of(twice));
      tape.adjoint(ones, new float[100], RadianceGradient.of(twice));
    }
    for (int v = 0; v < once.length; v++) {
      assertThat(twice[v]).isCloseTo(2 * once[v], within(1e-5f + 1e-5f * Math.abs(once[v])));
    }
  }

  @Test
  void skippingEmptySpaceChangesNoBit() {
    Random random = new Random(4);
    VoxelGrid grid = RandomScenes.sparseGrid(random, 37, 29, 43);
    Rays rays = RandomScenes.rays(random, grid.box(), 3000);
    TraceSettings settings = new TraceSettings(0.45, 12, 1e-4);
    float[] g = RandomScenes.gradients(random, 3 * rays.count());
    float[] ga = RandomScenes.gradients(random, rays.count());
    TracedRays skipped = new TracedRays(rays.count());
    TracedRays walked = new TracedRays(rays.count());
    float[] skippedGradient = new float[grid.data().length];
    float[] walkedGradient = new float[grid.data().length];
    RadianceField field = RadianceField.of(grid);
    try (Workers workers = new Workers(2)) {
      boolean vectors = CpuTracer.haveVectors();
      Tape skipping = new CpuTracer(workers, true, vectors, CpuTracer.BATCH_SAMPLES).tape();
      Tape walking = new CpuTracer(workers, false, vectors, CpuTracer.BATCH_SAMPLES).tape();
      skipping.trace(field, rays, settings, skipped);
      walking.trace(field, rays, settings, walked);
      skipping.adjoint(g, ga, RadianceGradient.of(skippedGradient));
      walking.adjoint(g, ga, RadianceGradient.of(walkedGradient));
    }
    assertThat(skipped.colour()).isEqualTo(walked.colour());
    assertThat(skipped.opacity()).isEqualTo(walked.opacity());
    assertThat(skipped.depth()).isEqualTo(walked.depth());
    assertThat(skippedGradient).isEqualTo(walkedGradient);
    assertThat(emptyBlocks(grid)).as("there was something to skip").isGreaterThan(10);
  }

  @Test
  void resultDoesNotDependOnTheNumberOfThreads() {
    Random random = new Random(6);
    VoxelGrid grid = RandomScenes.sparseGrid(random, 21, 40, 17);
    Rays rays = RandomScenes.rays(random, grid.box(), 1111);
    TraceSettings settings = new TraceSettings(0.5, 8, 1e-4);
    float[] g = RandomScenes.gradients(random, 3 * rays.count());
    float[] ga = RandomScenes.gradients(random, rays.count());
    TracedRays one = trace(grid, rays, settings, 1);
    float[] gradientOfOne = adjoint(grid, rays, settings, g, ga, 1);
    for (int threads = 2; threads <= 5; threads++) {
      TracedRays several = trace(grid, rays, settings, threads);
      assertThat(several.colour()).isEqualTo(one.colour());
      assertThat(several.opacity()).isEqualTo(one.opacity());
      assertThat(adjoint(grid, rays, settings, g, ga, threads)).isEqualTo(gradientOfOne);
    }
  }

  @Test
  void gradientIsTheSameInSmallerBatches() {
    Random random = new Random(13);
    VoxelGrid grid = RandomScenes.grid(random, 21, 40, 17);
    Rays rays = RandomScenes.rays(random, grid.box(), 1000);
    TraceSettings settings = new TraceSettings(0.5, 8, 0);
    float[] g = RandomScenes.gradients(random, 3 * rays.count());
    float[] ga = RandomScenes.gradients(random, rays.count());
    float[] inOne = adjoint(grid, rays, settings, g, ga, 2);
    float[] gradient = new float[inOne.length];
    try (Workers workers = new Workers(2)) {
      Tape tape = new CpuTracer(workers, true, CpuTracer.haveVectors(), 10_000).tape();
      tape.trace(RadianceField.of(grid), rays, settings, new TracedRays(rays.count()));
      tape.adjoint(g, ga, RadianceGradient.of(gradient));
    }
    for (int v = 0; v < gradient.length; v++) {
      assertThat(gradient[v]).isCloseTo(inOne[v], within(1e-5f + 1e-5f * Math.abs(inOne[v])));
    }
    assertThat(gradient).as("there were several batches").isNotEqualTo(inOne);
  }

  @Test
  void samplesKeptForTheAdjointChangeNoBit() {
    Random random = new Random(15);
    VoxelGrid grid = RandomScenes.sparseGrid(random, 21, 40, 17);
    RadianceField field = RadianceField.of(grid);
    Rays rays = RandomScenes.rays(random, grid.box(), 1000);
    TraceSettings settings = new TraceSettings(0.5, 8, 1e-3);
    float[] g = RandomScenes.gradients(random, 3 * rays.count());
    float[] ga = RandomScenes.gradients(random, rays.count());
    // some rays without a gradient
    Arrays.fill(g, 300, 600, 0);
    Arrays.fill(ga, 100, 200, 0);
    for (int batch : new int[] {CpuTracer.BATCH_SAMPLES, 20_000}) {
      float[] met = new float[grid.data().length];
      for (int threads = 1; threads <= 3; threads++) {
        float[] kept = new float[met.length];
        float[] metAnew = new float[met.length];
        float[] keptAgain = new float[met.length];
        TracedRays traced = new TracedRays(rays.count());
        try (Workers workers = new Workers(threads)) {
          CpuTracer tracer = new CpuTracer(workers, true, CpuTracer.haveVectors(), batch);
          Tape tape = tracer.tape();
          tape.trace(field, rays, settings, traced);
          tape.adjoint(g, ga, RadianceGradient.of(kept));
          tape.adjoint(g, ga, RadianceGradient.of(metAnew));
          tape.trace(field, rays, settings, traced);
          tracer.tape().trace(field, rays, settings, new TracedRays(rays.count()));
          tape.adjoint(g, ga, RadianceGradient.of(keptAgain));
          if (threads == 1) {
            met = metAnew;
          }
          assertThat(traced.colour()).isEqualTo(trace(grid, rays, settings, 1).colour());
        }
        assertThat(kept).isEqualTo(met);
        assertThat(metAnew).isEqualTo(met);
        assertThat(keptAgain).isEqualTo(met);
      }
    }
  }

  @Test
  void gridsLargerThanTheCacheAgreeWithTheReference() {
    Random random = new Random(14);
    VoxelGrid grid = RandomScenes.grid(random, 160, 130, 52);
    Rays rays = RandomScenes.rays(random, grid.box(), 100);
    TraceSettings settings = new TraceSettings(0.3, 5, 0);
    TracedRays traced = trace(grid, rays, settings, 1);
    ReferenceTracer reference = new ReferenceTracer(grid, settings);
    double[] samples = ReferenceTracer.samplesOf(grid);
    for (int i = 0; i < rays.count(); i++) {
      double[] expected = reference.trace(samples, rays, i);
      assertThat((double) traced.opacity()[i]).isCloseTo(expected[3], within(1e-5));
      assertThat((double) traced.colour()[3 * i]).isCloseTo(expected[0], within(1e-5));
    }
  }

  @Test
  void sameCallGivesTheSameBitsTwice() {
    Random random = new Random(7);
    VoxelGrid grid = RandomScenes.grid(random, 30, 30, 30);
    Rays rays = RandomScenes.rays(random, grid.box(), 2500);
    TraceSettings settings = new TraceSettings(0.5, 8, 0);
    float[] g = RandomScenes.gradients(random, 3 * rays.count());
    float[] ga = RandomScenes.gradients(random, rays.count());
    float[] first = adjoint(grid, rays, settings, g, ga, 3);
    TracedRays traced = new TracedRays(rays.count());
    try (Workers workers = new Workers(3)) {
      Tape reused = new CpuTracer(workers).tape();
      for (int repetition = 0; repetition < 4; repetition++) {
        float[] gradient = new float[grid.data().length];
        reused.trace(RadianceField.of(grid), rays, settings, traced);
        reused.adjoint(g, ga, RadianceGradient.of(gradient));
        assertThat(gradient).isEqualTo(first);
      }
    }
  }

  @Test
  void tracerMayBeReusedForGridsOfOtherSizes() {
    Random random = new Random(8);
    try (Workers workers = new Workers(2)) {
      Tape reused = new CpuTracer(workers).tape();
      for (int[] size : new int[][] {{20, 9, 9}, {9, 20, 9}, {24, 9, 16}, {3, 3, 3}}) {
        VoxelGrid grid = RandomScenes.grid(random, size[0], size[1], size[2]);
        Rays rays = RandomScenes.rays(random, grid.box(), 300);
        float[] g = RandomScenes.gradients(random, 3 * rays.count());
        float[] ga = RandomScenes.gradients(random, rays.count());
        TracedRays traced = new TracedRays(rays.count());
        float[] gradient = new float[grid.data().length];
        reused.trace(RadianceField.of(grid), rays, TraceSettings.DEFAULT, traced);
        reused.adjoint(g, ga, RadianceGradient.of(gradient));
        assertThat(gradient).isEqualTo(adjoint(grid, rays, TraceSettings.DEFAULT, g, ga, 2));
      }
    }
  }

  @Test
  void adjointMayFollowTheTraceOfAnotherGrid() {
    Random random = new Random(11);
    VoxelGrid grid = RandomScenes.grid(random, 20, 20, 20);
    VoxelGrid empty = VoxelGrid.empty(20, 20, 20, grid.box(), 1f);
    Rays rays = RandomScenes.rays(random, grid.box(), 300);
    float[] g = RandomScenes.gradients(random, 3 * rays.count());
    float[] ga = RandomScenes.gradients(random, rays.count());
    TracedRays traced = new TracedRays(rays.count());
    float[] gradient = new float[grid.data().length];
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      Tape tape = tracer.tape();
      tape.trace(RadianceField.of(grid), rays, TraceSettings.DEFAULT, traced);
      tracer.trace(empty, rays, TraceSettings.DEFAULT, new TracedRays(rays.count()));
      tape.adjoint(g, ga, RadianceGradient.of(gradient));
    }
    assertThat(gradient).isEqualTo(adjoint(grid, rays, TraceSettings.DEFAULT, g, ga, 2));
  }

  @Test
  void gridMayChangeInPlaceBetweenPasses() {
    Random random = new Random(12);
    VoxelGrid grid = VoxelGrid.empty(20, 20, 20, Aabb.centredCube(1), 3f);
    VoxelGrid filled = RandomScenes.grid(random, 20, 20, 20);
    Rays rays = RandomScenes.rays(random, grid.box(), 100);
    TracedRays traced = new TracedRays(rays.count());
    try (Workers workers = new Workers(1)) {
      CpuTracer tracer = new CpuTracer(workers);
      tracer.trace(grid, rays, TraceSettings.DEFAULT, traced);
      System.arraycopy(filled.data(), 0, grid.data(), 0, grid.data().length);
      tracer.trace(grid, rays, TraceSettings.DEFAULT, traced);
    }
    assertThat(traced.opacity())
        .isEqualTo(trace(grid, rays, TraceSettings.DEFAULT, 1).opacity())
        .isNotEqualTo(new float[rays.count()]);
  }

  @Test
  void raysThatEndEarlyAreOffByNoMoreThanTheLeastTransmittance() {
    Random random = new Random(9);
    VoxelGrid thin = RandomScenes.grid(random, 40, 40, 40);
    VoxelGrid grid = new VoxelGrid(40, 40, 40, thin.box(), 200f, thin.data());
    Rays rays = RandomScenes.rays(random, grid.box(), 500);
    double least = 0.02;
    TracedRays all = trace(grid, rays, new TraceSettings(0.5, 0, 0), 1);
    TracedRays early = trace(grid, rays, new TraceSettings(0.5, 0, least), 1);
    for (int i = 0; i < rays.count(); i++) {
      assertThat((double) early.opacity()[i]).isCloseTo(all.opacity()[i], within(least + 1e-6));
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        assertThat((double) early.colour()[c]).isCloseTo(all.colour()[c], within(least + 1e-6));
      }
    }
    assertThat(early.opacity()).isNotEqualTo(all.opacity());
  }

  @Test
  void failedCallLeavesNoGradientBehind() {
    Random random = new Random(10);
    VoxelGrid grid = RandomScenes.grid(random, 12, 12, 12);
    RadianceField field = RadianceField.of(grid);
    Rays rays = RandomScenes.rays(random, grid.box(), 400);
    float[] g = RandomScenes.gradients(random, 3 * rays.count());
    float[] ga = new float[rays.count()];
    float[] gradient = new float[grid.data().length];
    try (Workers workers = new Workers(2)) {
      Tape tape = new CpuTracer(workers).tape();
      assertThatThrownBy(() -> tape.adjoint(g, ga, RadianceGradient.of(gradient)))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> tape.trace(field, rays, TraceSettings.DEFAULT, new TracedRays(399)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("399");
      tape.trace(field, rays, TraceSettings.DEFAULT, new TracedRays(400));
      assertThatThrownBy(() -> tape.adjoint(g, ga, RadianceGradient.of(new float[4])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("4 values");
      tape.adjoint(g, ga, RadianceGradient.of(gradient));
    }
    assertThat(gradient).isEqualTo(adjoint(grid, rays, TraceSettings.DEFAULT, g, ga, 2));
  }

  private static TracedRays trace(VoxelGrid grid, Rays rays, TraceSettings settings, int threads) {
    TracedRays traced = new TracedRays(rays.count());
    try (Workers workers = new Workers(threads)) {
      CpuTracer tracer = new CpuTracer(workers);
      tracer.trace(grid, rays, settings, traced);
    }
    return traced;
  }

  private static float[] adjoint(
      VoxelGrid grid,
      Rays rays,
      TraceSettings settings,
      float[] colourGradient,
      float[] opacityGradient,
      int threads) {
    float[] gradient = new float[grid.data().length];
    TracedRays traced = new TracedRays(rays.count());
    try (Workers workers = new Workers(threads)) {
      Tape tape = new CpuTracer(workers).tape();
      tape.trace(RadianceField.of(grid), rays, settings, traced);
      tape.adjoint(colourGradient, opacityGradient, RadianceGradient.of(gradient));
    }
    return gradient;
  }

  private static int emptyBlocks(VoxelGrid grid) {
    Occupancy occupancy = new Occupancy(Occupancy.NEARBY);
    try (Workers workers = new Workers(1)) {
      occupancy.update(grid, workers);
    }
    int empty = 0;
    for (byte distance : occupancy.distance()) {
      empty += distance > 0 ? 1 : 0;
    }
    return empty;
  }
}
