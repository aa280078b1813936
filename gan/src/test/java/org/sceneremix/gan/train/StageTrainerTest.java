package org.sceneremix.gan.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.renderer.trace.CpuTracer;
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
    return trainer(r1Interval, 10);
  }

  private static StageTrainer trainer(int r1Interval, double reconstructionWeight) {
    VoxelGrid scene = scene();
    StageSettings settings =
        new StageSettings(
            100, 2, 24, 4, 2e-3, 0.05, 0.005, r1Interval, 0.3, reconstructionWeight, 10, 0.9);
    return new StageTrainer(
        CascadeStage.coarsest(scene),
        scene,
        settings,
        WIDTH,
        TrainSettings.CRITIC_LAYERS,
        StageTrainer.NO_BASES,
        new PatchCameras(List.of(), scene.box()),
        TRACER,
        5);
  }

  @Test
  void reconstructionErrorFalls() {
    StageTrainer trainer = trainer(4);
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
    StageTrainer trainer = trainer(4, 0);
    for (int i = 0; i < 60; i++) {
      trainer.step(i, 0);
    }
    Cascade cascade = new Cascade(WIDTH);
    cascade.add(trainer.stage(), trainer.averageWeights());
    float[] reference = scene().data();
    double rearranged = 0;
    double inPlace = 0;
    for (long seed = 1; seed <= 4; seed++) {
      float[] remix = cascade.generate(Latents.ofSeed(seed), SIZE, 1);
      for (int column = 0; column < SIZE.nx() * SIZE.ny(); column++) {
        int x = column % SIZE.nx();
        int y = column / SIZE.nx();
        int from = trainer.stage().repeatedColumn(seed, SIZE, x, y);
        if (from >= 0 && from != column) {
          rearranged += columnError(remix, column, reference, from);
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

  @Test
  void resumedStageEqualsUninterrupted() {
    StageTrainer uninterrupted = trainer(2);
    StageTrainer first = trainer(2);
    for (int i = 0; i < 3; i++) {
      uninterrupted.step(i, 0.01 * i);
      first.step(i, 0.01 * i);
    }
    StageTrainer second = trainer(2);
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
  void basesAreRenewedOneAtATime() {
    // a pool of a one-stage cascade: between two renewals at most one of its places changes
    VoxelGrid scene = scene();
    StageTrainer trainer = trainer(4);
    Cascade cascade = new Cascade(WIDTH);
    cascade.add(trainer.stage(), trainer.averageWeights());
    BasePool pool = new BasePool(cascade, GridSize.of(scene), 5);
    BasePool other = new BasePool(cascade, GridSize.of(scene), 5);
    int changes = 0;
    for (int place = 0; place < 8; place++) {
      float[] before = pool.random(0, place);
      float[] after = pool.random(6, place);
      changes += before == after ? 0 : 1;
      assertThat(other.random(6, place)).isEqualTo(after);
    }
    assertThat(changes).isEqualTo(1);
  }
}
