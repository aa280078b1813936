package org.sceneremix.gan.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.GlComputing;
import org.sceneremix.gan.compute.GlEngine;
import org.sceneremix.gan.loss.Loss;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.LayoutKind;
import org.sceneremix.gan.sample.StageGrids;
import org.sceneremix.gan.sample.StageLattice;
import org.sceneremix.renderer.check.Comparison;
import org.sceneremix.renderer.gl.Traffic;
import org.sceneremix.renderer.trace.CpuTracer;
import org.sceneremix.renderer.trace.OpenTracer;
import org.sceneremix.renderer.trace.TracerKind;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class StageTrainerTest {

  private static final int WIDTH = 8;
  private static final GridSize SIZE = new GridSize(12, 12, 6);
  private static final CpuTracer TRACER = new CpuTracer(2);

  @AfterAll
  static void close() {
    TRACER.close();
  }

  /** A slab with bricks on it. */
  private static VoxelGrid scene() {
    VoxelGrid grid = VoxelGrid.empty(12, 12, 6, new Aabb(0, 0, 0, 2, 2, 1), 20);
    for (int z = 0; z < 6; z++) {
      for (int y = 0; y < 12; y++) {
        for (int x = 0; x < 12; x++) {
          boolean brick = z < 4 && x % 4 < 2 && y % 6 < 3;
          int at = grid.index(x, y, z);
          grid.data()[at] = brick ? 0.8f : 0;
          grid.data()[at + VoxelGrid.DENSITY] = z < 2 || brick ? 1 : -1;
        }
      }
    }
    return grid;
  }

  private static StageTrainer trainer(int r1Interval) {
    return trainer(Engine.cpu(), r1Interval, 10);
  }

  private static StageTrainer trainer(Engine engine, int r1Interval, double reconstructionWeight) {
    return trainer(engine, scene(), 2, r1Interval, reconstructionWeight);
  }

  private static StageTrainer trainer(
      Engine engine, VoxelGrid scene, int batch, int r1Interval, double reconstructionWeight) {
    return trainer(engine, scene, batch, r1Interval, reconstructionWeight, Variant.DEFAULT);
  }

  private static StageTrainer trainer(Variant variant) {
    return trainer(Engine.cpu(), scene(), 2, 2, 10, variant);
  }

  private static Variant variant(Loss loss) {
    return new Variant(loss, 1, 0.3, 1, 24, LayoutKind.AUTO);
  }

  private static StageTrainer trainer(
      Engine engine,
      VoxelGrid scene,
      int batch,
      int r1Interval,
      double reconstructionWeight,
      Variant variant) {
    return trainer(engine, TRACER, scene, batch, r1Interval, reconstructionWeight, variant);
  }

  private static StageTrainer trainer(
      Engine engine,
      VolumeTracer tracer,
      VoxelGrid scene,
      int batch,
      int r1Interval,
      double reconstructionWeight,
      Variant variant) {
    CascadeStage stage = CascadeStage.coarsest(scene);
    StageSettings settings = settings(batch, r1Interval, reconstructionWeight, variant);
    return trainer(engine, tracer, stage, null, scene, settings);
  }

  private static StageSettings settings(
      int batch, int r1Interval, double reconstructionWeight, Variant variant) {
    return new StageSettings(
        100, batch, 4, 2e-3, 0.05, 0.005, r1Interval, reconstructionWeight, 10, 0.9, variant);
  }

  private static StageTrainer trainer(
      Engine engine,
      VolumeTracer tracer,
      CascadeStage stage,
      EarlierStages earlier,
      VoxelGrid scene,
      StageSettings settings) {
    return new StageTrainer(
        engine,
        stage,
        earlier,
        scene,
        settings,
        WIDTH,
        TrainSettings.CRITIC_LAYERS,
        new PatchCameras(List.of(), scene.box()),
        tracer,
        5);
  }

  @ParameterizedTest
  @EnumSource
  void reconstructionErrorFalls(Loss loss) {
    StageTrainer trainer = trainer(variant(loss));
    double first = trainer.step(0, 0).reconstruction3d();
    StageFigures last = null;
    for (int i = 1; i < 25; i++) {
      last = trainer.step(i, 0);
    }
    assertThat(last.finite()).isTrue();
    assertThat(last.reconstruction3d()).isLessThan(0.8 * first);
  }

  @Test
  void remixesLearnToRepeatTheReferenceInsideTheirPieces() {
    // nothing is learnt from the reconstruction
    StageTrainer trainer = trainer(Engine.cpu(), 4, 0);
    for (int i = 0; i < 60; i++) {
      trainer.step(i, 0);
    }
    Cascade cascade = new Cascade(Engine.cpu(), WIDTH);
    cascade.add(trainer.stage(), trainer.averageWeights());
    float[] reference = scene().data();
    double rearranged = 0;
    double inPlace = 0;
    for (long seed = 1; seed <= 4; seed++) {
      float[] remix = cascade.generate(Latents.ofSeed(seed), SIZE, 1);
      StageLattice lattice = trainer.stage().trainingLattice(trainer.stage());
      PieceTarget target = PieceTarget.of(lattice, Latents.ofSeed(seed));
      float[] layout = CascadeStage.layout(Latents.ofSeed(seed), lattice);
      for (int column = 0; column < SIZE.nx() * SIZE.ny(); column++) {
        if (target.isKnown(column)) {
          rearranged += columnError(remix, column, layout, column);
          inPlace += columnError(remix, column, reference, column);
        }
      }
    }
    assertThat(inPlace).as("pieces come from elsewhere").isPositive();
    assertThat(rearranged).isLessThan(0.8 * inPlace);
  }

  private static double columnError(float[] a, int columnOfA, float[] b, int columnOfB) {
    double sum = 0;
    int layer = SIZE.nx() * SIZE.ny();
    for (int z = 0; z < SIZE.nz(); z++) {
      for (int c = 0; c < VoxelGrid.CHANNELS; c++) {
        double difference =
            a[(z * layer + columnOfA) * VoxelGrid.CHANNELS + c]
                - b[(z * layer + columnOfB) * VoxelGrid.CHANNELS + c];
        sum += difference * difference;
      }
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource
  void resumedStageEqualsUninterrupted(Loss loss) {
    StageTrainer uninterrupted = trainer(variant(loss));
    StageTrainer first = trainer(variant(loss));
    for (int i = 0; i < 3; i++) {
      uninterrupted.step(i, 0.01 * i);
      first.step(i, 0.01 * i);
    }
    StageTrainer second = trainer(variant(loss));
    second.restore(first.state());
    for (int i = 3; i < 6; i++) {
      uninterrupted.step(i, 0.01 * i);
      second.step(i, 0.01 * i);
    }
    List<float[]> expected = uninterrupted.state();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(second.state().get(i)).isEqualTo(expected.get(i));
    }
  }

  @Test
  void criticOfWeightZeroStaysAsItWasAndDoesNotMatter() {
    Variant pictures = new Variant(Loss.LOGISTIC, 0, 0.3, 1, 24, LayoutKind.AUTO);
    Variant volumes = new Variant(Loss.LOGISTIC, 1, 0, 1, 24, LayoutKind.AUTO);
    assertLeftOut(pictures, 1, 2);
    assertLeftOut(volumes, 2, 1);
    StageTrainer neither = trainer(new Variant(Loss.LOGISTIC, 0, 0, 1, 24, LayoutKind.AUTO));
    StageFigures figures = neither.step(0, 0);
    assertThat(figures.criticLoss3d()).isEqualTo(Loss.LOGISTIC.chance());
    assertThat(figures.criticLoss2d()).isEqualTo(Loss.LOGISTIC.chance());
    assertThat(figures.reconstruction2d()).isPositive();
  }

  /** Indices are those of the networks' state. */
  private static void assertLeftOut(Variant variant, int out, int in) {
    StageTrainer trainer = trainer(variant);
    List<float[]> before = trainer.state();
    for (int i = 0; i < 2; i++) {
      assertThat(trainer.step(i, 0).finite()).isTrue();
    }
    List<float[]> after = trainer.state();
    assertThat(after.get(out)).isEqualTo(before.get(out));
    assertThat(after.get(in)).isNotEqualTo(before.get(in));
    // the critic that is left out has no say
    StageTrainer other = trainer(variant);
    List<float[]> state = new ArrayList<>(before);
    state.set(out, new float[before.get(out).length]);
    other.restore(state);
    for (int i = 0; i < 2; i++) {
      other.step(i, 0);
    }
    assertThat(other.averageWeights()).isEqualTo(trainer.averageWeights());
  }

  @Test
  void weightOfACriticScalesWhatTheGeneratorHearsOfIt() {
    // Adam's first step is the sign of the gradient, so it takes the second to see a weight
    float[] light = afterTwoSteps(0.1);
    float[] heavy = afterTwoSteps(10);
    assertThat(light).isNotEqualTo(heavy).isEqualTo(afterTwoSteps(0.1));
  }

  private static float[] afterTwoSteps(double volumeWeight) {
    StageTrainer trainer =
        trainer(new Variant(Loss.WGAN_GP, volumeWeight, 0.3, 1, 24, LayoutKind.AUTO));
    trainer.step(0, 0);
    trainer.step(1, 0);
    return trainer.averageWeights();
  }

  @Test
  void weightOfThePenaltyBetweenSamplesStays() {
    StageTrainer trainer = trainer(variant(Loss.WGAN_GP));
    StageFigures first = trainer.step(0, 0);
    assertThat(first.r1()).isPositive();
    assertThat(trainer.step(1, 0).r1Weight()).isEqualTo(first.r1Weight()).isEqualTo(0.1f);
  }

  @Test
  void basesAreRenewedOneAtATime() {
    // a pool of a one-stage cascade: between two renewals at most one of its places changes
    StageTrainer trainer = trainer(4);
    Cascade cascade = new Cascade(Engine.cpu(), WIDTH);
    cascade.add(trainer.stage(), trainer.averageWeights());
    EarlierStages earlier = new EarlierStages(cascade, SIZE);
    BasePool<float[]> pool = new BasePool<>(5, (latents, old) -> earlier.refined(latents));
    BasePool<float[]> other = new BasePool<>(5, (latents, old) -> earlier.refined(latents));
    int changes = 0;
    for (int place = 0; place < 8; place++) {
      float[] before = pool.random(0, place);
      float[] after = pool.random(6, place);
      changes += before == after ? 0 : 1;
      assertThat(other.random(6, place)).isEqualTo(after);
    }
    assertThat(changes).isEqualTo(1);
  }

  /** A comparison that fails where either is no number. */
  private static void assertClose(double actual, double expected, double tolerance) {
    assertThat(Math.abs(actual - expected))
        .as(actual + " is not " + expected)
        .isLessThanOrEqualTo(tolerance * Math.max(1e-3, Math.abs(expected)));
  }

  /** A corner of the scene, and as few samples as there can be: OpenGL may be the processor's. */
  private static StageTrainer smallTrainer(Engine engine, Loss loss) {
    return trainer(engine, corner(), 1, 2, 10, variant(loss));
  }

  private static VoxelGrid corner() {
    return corner(6);
  }

  private static VoxelGrid corner(int nx) {
    VoxelGrid whole = scene();
    VoxelGrid corner = VoxelGrid.empty(nx, 6, 4, new Aabb(0, 0, 0, nx / 6.0, 1, 2.0 / 3), 20);
    for (int v = 0; v < corner.voxelCount(); v++) {
      int from = whole.index(v % nx % whole.nx(), v / nx % 6, v / (6 * nx));
      System.arraycopy(
          whole.data(), from, corner.data(), v * VoxelGrid.CHANNELS, VoxelGrid.CHANNELS);
    }
    return corner;
  }

  @ParameterizedTest
  @EnumSource
  void trainingOnOpenGlIsThatOnTheProcessor(Loss loss) {
    try (Engine gl = GlComputing.open()) {
      StageTrainer onProcessor = smallTrainer(Engine.cpu(), loss);
      StageTrainer onDevice = smallTrainer(gl, loss);
      for (int i = 0; i < 3; i++) {
        assertClose(onDevice.step(i, 0), onProcessor.step(i, 0));
      }
      // each goes on where the other stopped, and samples what the other learned
      onProcessor.restore(onDevice.state());
      float[] onOne = remix(Engine.cpu(), onDevice);
      float[] onOther = remix(gl, onProcessor);
      assertThat(Comparison.of("remix", onOther, i -> onOne[i], 1e-4)).matches(Comparison::passed);
      double expected = onDevice.step(3, 0).reconstruction3d();
      assertClose(onProcessor.step(3, 0).reconstruction3d(), expected, 1e-4);
    }
  }

  private static void assertClose(StageFigures figures, StageFigures expected) {
    assertClose(figures.criticLoss3d(), expected.criticLoss3d(), 1e-3);
    assertClose(figures.criticLoss2d(), expected.criticLoss2d(), 1e-3);
    assertClose(figures.r1(), expected.r1(), 1e-2);
    assertClose(figures.r1Weight(), expected.r1Weight(), 1e-3);
    assertClose(figures.adversarial3d(), expected.adversarial3d(), 1e-3);
    assertClose(figures.adversarial2d(), expected.adversarial2d(), 1e-3);
    assertClose(figures.reconstruction3d(), expected.reconstruction3d(), 1e-3);
    assertClose(figures.reconstruction2d(), expected.reconstruction2d(), 1e-3);
    assertThat(figures.occupancy()).isCloseTo(expected.occupancy(), within(0.02));
    assertThat(figures.realOccupancy()).isEqualTo(expected.realOccupancy());
  }

  /** A crop that may stick out of the scene, and whole scenes with a critic left out. */
  @ParameterizedTest
  @CsvSource({"12, 1, 0.3, 2", "6, 0, 0.3, 1", "6, 1, 0, 1"})
  void samplesThatStayOnTheDeviceTrainAsThoseThatDoNot(
      int nx, double volumeWeight, double pictureWeight, int iterations) {
    Variant variant =
        new Variant(Loss.LOGISTIC, volumeWeight, pictureWeight, 1, 11, LayoutKind.AUTO);
    try (Engine gl = GlComputing.open();
        OpenTracer gpu = TracerKind.GPU.open(2)) {
      StageTrainer onProcessor = trainer(Engine.cpu(), TRACER, corner(nx), 1, 2, 10, variant);
      StageTrainer onDevice = trainer(gl, gpu, corner(nx), 1, 2, 10, variant);
      assertThat(onDevice.staysOnDevice()).isTrue();
      for (int i = 0; i < iterations; i++) {
        assertClose(onDevice.step(i, 0), onProcessor.step(i, 0));
      }
      assertStates(onDevice.state(), onProcessor.state());
    }
  }

  /** A stage that refines what another one makes, in crops that may stick out of the scene. */
  private static StageTrainer finerTrainer(Engine engine, VolumeTracer tracer, int batch) {
    VoxelGrid fine = corner(14);
    VoxelGrid coarse = StageGrids.of(fine, List.of(new GridSize(10, 5, 3))).get(0);
    CascadeStage coarsest = CascadeStage.coarsest(coarse);
    Cascade cascade = new Cascade(engine, WIDTH);
    Generator generator = new Generator(Engine.cpu(), WIDTH);
    generator.initialise(new SplittableRandom(4));
    cascade.add(coarsest, generator.parameters().values());
    CascadeStage stage =
        new CascadeStage(1, GridSize.of(fine), 0.05f, new float[0]).withLayout(coarsest, fine);
    return trainer(
        engine,
        tracer,
        stage,
        new EarlierStages(cascade, GridSize.of(fine)),
        fine,
        settings(batch, 2, 10, new Variant(Loss.LOGISTIC, 1, 0.3, 1, 11, LayoutKind.AUTO)));
  }

  @Test
  void basesThatAreMadeOnTheDeviceAreThoseOfTheProcessor() {
    try (Engine gl = GlComputing.open();
        OpenTracer gpu = TracerKind.GPU.open(2)) {
      StageTrainer onProcessor = finerTrainer(Engine.cpu(), TRACER, 2);
      StageTrainer onDevice = finerTrainer(gl, gpu, 2);
      assertThat(onDevice.staysOnDevice()).isTrue();
      // iteration 6 renews a base
      for (int i : new int[] {0, 6}) {
        assertClose(onDevice.step(i, 0), onProcessor.step(i, 0));
      }
      assertStates(onDevice.state(), onProcessor.state());
    }
  }

  /** Nothing but layouts, where patches are looked at from, and figures. */
  @Test
  void iterationOnTheDeviceMovesNoSamples() {
    // three samples are looked at by two patches each: box, step and spacing, then four vectors
    int looks = 3 * (11 + 2 * 12) * Double.BYTES;
    int figures = 10 * Float.BYTES;
    try (GlEngine gl = GlComputing.open();
        OpenTracer gpu = TracerKind.GPU.open(2)) {
      StageTrainer coarsest = trainer(gl, gpu, corner(12), 2, 2, 10, Variant.DEFAULT);
      moved(gl, coarsest);
      int layouts = 2 * 12 * 6 * Float.BYTES;
      assertThat(moved(gl, coarsest)).isEqualTo(new Traffic(looks + layouts, figures));

      // the first iteration makes bases, from layouts of both stages; the second finds them
      StageTrainer finer = finerTrainer(gl, gpu, 2);
      long layoutOfBase = (10 * 5 + 14 * 6) * Float.BYTES;
      Traffic first = moved(gl, finer);
      Traffic second = moved(gl, finer);
      assertThat(second).isEqualTo(new Traffic(looks, figures));
      long taps = 2 * (14 + 6 + 4) * Float.BYTES;
      assertThat(first.since(second).up()).isIn(taps + layoutOfBase, taps + 2 * layoutOfBase);
    }
  }

  /** By an iteration. */
  private static Traffic moved(GlEngine engine, StageTrainer trainer) {
    Traffic before = engine.traffic();
    trainer.step(0, 0);
    return engine.traffic().since(before);
  }

  private static void assertStates(List<float[]> actual, List<float[]> expected) {
    for (int i = 0; i < expected.size(); i++) {
      float[] right = expected.get(i);
      assertThat(Comparison.of("state " + i, actual.get(i), j -> right[j], 1e-2))
          .matches(Comparison::passed);
    }
  }

  private static float[] remix(Engine engine, StageTrainer trained) {
    Cascade cascade = new Cascade(engine, WIDTH);
    cascade.add(trained.stage(), trained.averageWeights());
    return cascade.generate(Latents.ofSeed(2), trained.stage().trainingSize(), 1);
  }
}
