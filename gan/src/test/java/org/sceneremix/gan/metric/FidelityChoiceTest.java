package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.lattice.StageGrids;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.gan.sample.Stage;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class FidelityChoiceTest {

  private final Workers workers = new Workers(2);
  private final Engine engine = Engine.cpu(workers);
  private final Remixer remixer = remixer();

  @AfterEach
  void close() {
    engine.close();
  }

  private Remixer remixer() {
    VoxelGrid scene = MetricScenes.blocks(24, 20, 8, 9, 1);
    Exemplar exemplar =
        new Exemplar(
            StageGrids.of(
                scene, List.of(new GridSize(18, 15, 6), new GridSize(24, 20, 8)), workers),
            Symmetry.NONE);
    Generator generator =
        Stage.generator(exemplar, 0, new Generator.Shape(8, 2, 0, 6), new SplittableRandom(3));
    return new Remixer(engine, exemplar, scene, List.of(generator));
  }

  @Test
  void isTheLargestAtWhichPiecesAreSmallEnough() {
    double atDefault = FidelityChoice.largestPiece(remixer, 0.375, workers, Progress.NONE);
    double below = FidelityChoice.largestPiece(remixer, 0.25, workers, Progress.NONE);
    assertThat(below).isPositive().isLessThan(atDefault);
    assertThat(choice(atDefault)).isEqualTo(0.375);
    assertThat(choice((atDefault + below) / 2)).isEqualTo(0.25);
    assertThat(choice(0)).isZero();
  }

  private double choice(double largest) {
    return FidelityChoice.of(remixer, largest, workers, Progress.NONE);
  }

  @Test
  void isWhatRemixesAreMadeWith() {
    assertThat(remixer.settings().fidelity()).isEqualTo(0.375);
    Remixer other = remixer.withFidelity(0.125);
    assertThat(other.settings().fidelity()).isEqualTo(0.125);
    assertThat(other.withCoarsestStage().settings().fidelity()).isEqualTo(0.125);
    assertThat(other.withScene(other.scene()).settings().fidelity()).isEqualTo(0.125);
  }

  @Test
  void canBeStopped() {
    Progress stopped =
        new Progress() {
          @Override
          public void at(double fraction, String message) {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> FidelityChoice.of(remixer, workers, stopped));
  }
}
