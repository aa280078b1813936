package org.sceneremix.renderer.trace.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.joml.Vector3d;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.Computing;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.renderer.trace.RandomScenes;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.testing.Prerequisite;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/** The tracer in compute shaders against the one in plain Java; skipped without OpenGL 4.3. */
class GpuTracerTest {

  private static final double PICTURE = 1e-4;
  private static final double GRADIENT = 1e-3;

  private static final String SIZES =
      """
      5, 4, 6
      1, 1, 1
      1, 9, 2
      8, 9, 17
      24, 20, 11
      37, 29, 43
      """;

  private static ComputeContext context;
  private static Workers workers;
  private static GpuTracer gpu;
  private static CpuTracer cpu;

  @BeforeAll
  static void open() {
    context = Computing.open();
    workers = new Workers(2);
    gpu = new GpuTracer(context, workers);
    cpu = new CpuTracer(workers);
  }

  @AfterAll
  static void close() {
    if (gpu != null) {
      gpu.close();
      workers.close();
    }
  }

  /** A batch with the loss's gradients for it. */
  private static final class Batch {

    private final VoxelGrid grid;
    private final Rays rays;
    private final TraceSettings settings;
    private final float[] ofColour;
    private final float[] ofOpacity;

    Batch(Random random, VoxelGrid grid, int count, TraceSettings settings) {
      this.grid = grid;
      this.rays = RandomScenes.rays(random, grid.box(), count);
      this.settings = settings;
      this.ofColour = RandomScenes.gradients(random, 3 * count);
      this.ofOpacity = RandomScenes.gradients(random, count);
    }

    TracedRays trace(VolumeTracer tracer) {
      TracedRays traced = TracedRays.withNormals(rays.count());
      tracer.trace(grid, rays, settings, traced);
      return traced;
    }

    float[] gradient(VolumeTracer tracer) {
      return gradient(tape(tracer));
    }

    /** With the batch on it. */
    Tape tape(VolumeTracer tracer) {
      Tape tape = tracer.tape();
      tape.trace(RadianceField.of(grid), rays, settings, TracedRays.withNormals(rays.count()));
      return tape;
    }

    float[] gradient(Tape tape) {
      float[] gradient = new float[grid.data().length];
      tape.adjoint(ofColour, ofOpacity, RadianceGradient.of(gradient));
      return gradient;
    }

    void mustAgree(VolumeTracer other) {
      TracedRays expected = trace(cpu);
      TracedRays traced = trace(other);
      mustBeClose(traced.colour(), expected.colour(), PICTURE, 1);
      mustBeClose(traced.opacity(), expected.opacity(), PICTURE, 1);
      mustBeClose(traced.depth(), expected.depth(), PICTURE, 1);
      mustBeClose(traced.normal(), expected.normal(), PICTURE, 1);
      float[] gradient = gradient(cpu);
      mustBeClose(gradient(other), gradient, GRADIENT, largest(gradient));
    }
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** Relative to each value, and a tenth of that relative to the largest there is. */
  private static void mustBeClose(
      float[] values, float[] expected, double relative, double largest) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values[i])
          .as("value %d", i)
          .isCloseTo(
              expected[i], within(relative * Math.abs(expected[i]) + 0.1 * relative * largest));
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = SIZES)
  void picturesAndGradientsEqualTheCpuTracer(int nx, int ny, int nz) {
    Random random = new Random(31);
    for (int round = 0; round < 3; round++) {
      VoxelGrid grid = RandomScenes.grid(random, nx, ny, nz);
      TraceSettings settings =
          new TraceSettings(random.nextDouble(0.3, 3), random.nextLong(), round == 0 ? 0 : 1e-3);
      new Batch(random, grid, 400, settings).mustAgree(gpu);
    }
  }

  @Test
  void compareAndSwapAddsUpAsFloatAtomicsDo() {
    Random random = new Random(32);
    Prerequisite.that(context.device().floatAtomics(), "the driver has no float atomics");
    try (GpuTracer swapping = new GpuTracer(Computing.open(), workers, false)) {
      new Batch(random, RandomScenes.grid(random, 20, 20, 20), 400, TraceSettings.DEFAULT)
          .mustAgree(swapping);
    }
  }

  @Test
  void emptySpaceIsJumpedOverWithoutLoss() {
    Random random = new Random(33);
    for (int round = 0; round < 4; round++) {
      VoxelGrid grid = RandomScenes.sparseGrid(random, 45, 50, 37);
      // dense: what is missed shows
      VoxelGrid dense = new VoxelGrid(45, 50, 37, grid.box(), 60f, grid.data());
      new Batch(random, dense, 2000, new TraceSettings(0.45, random.nextLong(), 1e-4))
          .mustAgree(gpu);
    }
  }

  @Test
  void rayThatMissesTouchesOrHoldsNoNumberSeesNothing() {
    VoxelGrid grid = VoxelGrid.empty(6, 6, 6, Aabb.centredCube(1), 5);
    for (int i = VoxelGrid.DENSITY; i < grid.data().length; i += VoxelGrid.CHANNELS) {
      grid.data()[i] = 1;
    }
    Rays rays = new Rays(6);
    double edge = grid.box().maxX();
    rays.set(0, 0, 3, 0, 1, 0, 0);
    rays.set(1, -3, edge, edge, 1, 0, 0);
    rays.set(2, 3, 0, 0, 1, 0, 0);
    rays.set(3, Double.NaN, 0, 0, 1, 0, 0);
    rays.set(4, 0, 0, 0, 0, Double.NaN, 1);
    rays.set(5, -3, 0, 0, 1, 0, 0);
    TracedRays traced = new TracedRays(6);
    gpu.trace(grid, rays, TraceSettings.DEFAULT, traced);
    TracedRays expected = new TracedRays(6);
    cpu.trace(grid, rays, TraceSettings.DEFAULT, expected);
    mustBeClose(traced.opacity(), expected.opacity(), PICTURE, 1);
    mustBeClose(traced.depth(), expected.depth(), PICTURE, 1);
    assertThat(traced.opacity()[0]).isZero();
    assertThat(traced.opacity()[2]).isZero();
    assertThat(traced.opacity()[3]).isZero();
    assertThat(traced.opacity()[5]).isGreaterThan(0.9f);
  }

  @Test
  void gradientMatchesFiniteDifferencesOfItsOwnPictures() {
    Random random = new Random(34);
    VoxelGrid grid = RandomScenes.grid(random, 5, 6, 4);
    Batch batch = new Batch(random, grid, 40, new TraceSettings(0.7, 5, 0));
    float[] gradient = batch.gradient(gpu);
    float step = 2e-3f;
    double scale = largest(gradient);
    for (int i = 0; i < 40; i++) {
      int at = random.nextInt(grid.data().length);
      float before = grid.data()[at];
      grid.data()[at] = before + step;
      double above = loss(batch);
      grid.data()[at] = before - step;
      double below = loss(batch);
      grid.data()[at] = before;
      // kinks of the activations and float pictures limit it
      assertThat((above - below) / (2 * step)).isCloseTo(gradient[at], within(0.02 * scale));
    }
  }

  private static double loss(Batch batch) {
    TracedRays traced = batch.trace(gpu);
    double loss = 0;
    for (int i = 0; i < batch.ofColour.length; i++) {
      loss += batch.ofColour[i] * traced.colour()[i];
    }
    for (int i = 0; i < batch.ofOpacity.length; i++) {
      loss += batch.ofOpacity[i] * traced.opacity()[i];
    }
    return loss;
  }

  @Test
  void gradientIsAddedToWhatIsThere() {
    Random random = new Random(35);
    Batch batch = new Batch(random, RandomScenes.grid(random, 9, 8, 7), 100, TraceSettings.DEFAULT);
    float[] once = batch.gradient(gpu);
    float[] sum = RandomScenes.gradients(random, once.length);
    float[] before = sum.clone();
    batch.tape(gpu).adjoint(batch.ofColour, batch.ofOpacity, RadianceGradient.of(sum));
    for (int i = 0; i < sum.length; i++) {
      assertThat(sum[i]).isCloseTo(before[i] + once[i], within(1e-4f));
    }
  }

  @Test
  void changesOfTheGridAreSeenAndOtherGridsToo() {
    Random random = new Random(36);
    VoxelGrid grid = VoxelGrid.empty(20, 20, 20, Aabb.centredCube(1), 3f);
    VoxelGrid filled = RandomScenes.grid(random, 20, 20, 20);
    Batch batch = new Batch(random, grid, 300, TraceSettings.DEFAULT);
    assertThat(largest(batch.trace(gpu).opacity())).isZero();
    // one slice, then all
    System.arraycopy(filled.data(), 3200, grid.data(), 3200, 1600);
    batch.mustAgree(gpu);
    System.arraycopy(filled.data(), 0, grid.data(), 0, grid.data().length);
    batch.mustAgree(gpu);
    Tape tape = batch.tape(gpu);
    new Batch(random, RandomScenes.grid(random, 7, 20, 9), 300, TraceSettings.DEFAULT)
        .mustAgree(gpu);
    float[] gradient = batch.gradient(tape);
    float[] expected = batch.gradient(cpu);
    mustBeClose(gradient, expected, GRADIENT, largest(expected));
  }

  @Test
  void moreRaysThanADispatchTakes() {
    Random random = new Random(37);
    Batch batch =
        new Batch(random, RandomScenes.grid(random, 4, 4, 4), 70_000, TraceSettings.DEFAULT);
    TracedRays expected = batch.trace(cpu);
    TracedRays traced = batch.trace(gpu);
    mustBeClose(traced.opacity(), expected.opacity(), PICTURE, 1);
    float[] gradient = batch.gradient(cpu);
    mustBeClose(batch.gradient(gpu), gradient, GRADIENT, largest(gradient));
  }

  @Test
  void callsFromSeveralThreadsDoNotMix() {
    Random random = new Random(38);
    List<Batch> batches =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    new Batch(
                        random, RandomScenes.grid(random, 6 + i, 7, 8), 100, TraceSettings.DEFAULT))
            .toList();
    List<float[]> opacities =
        batches.parallelStream().map(batch -> batch.trace(gpu).opacity()).toList();
    for (int i = 0; i < batches.size(); i++) {
      mustBeClose(opacities.get(i), batches.get(i).trace(cpu).opacity(), PICTURE, 1);
    }
  }

  @Test
  void arraysThatAreTooSmallAreRefused() {
    VoxelGrid grid = VoxelGrid.empty(3, 3, 3, Aabb.centredCube(1), 1);
    Rays rays = new Rays(4);
    assertThatThrownBy(() -> gpu.trace(grid, rays, TraceSettings.DEFAULT, new TracedRays(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 values");
    Tape tape = gpu.tape();
    tape.trace(RadianceField.of(grid), rays, TraceSettings.DEFAULT, new TracedRays(4));
    assertThatThrownBy(
            () -> tape.adjoint(new float[12], new float[4], RadianceGradient.of(new float[5])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 values");
  }

  @Test
  void colourThatDependsOnTheDirectionIsRefused() {
    VoxelGrid grid = VoxelGrid.empty(2, 2, 2, Aabb.centredCube(1), 1);
    DirectionalField directional =
        new DirectionalField(1, new boolean[8], List.of(new Vector3d(0, 0, 1)));
    RadianceField field = new RadianceField(grid, Optional.of(directional));
    assertThat(gpu.tracesDirectionalColour()).isFalse();
    assertThatThrownBy(
            () -> gpu.trace(field, new Rays(1), TraceSettings.DEFAULT, new TracedRays(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("on the processor only");
  }
}
