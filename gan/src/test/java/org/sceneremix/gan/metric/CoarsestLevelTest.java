package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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

class CoarsestLevelTest {

  private final Workers workers = new Workers(2);
  private final Engine engine = Engine.cpu(workers);
  private final VoxelGrid scene = MetricScenes.blocks(24, 20, 8, 9, 1);
  private final Exemplar exemplar =
      new Exemplar(StageGrids.of(scene, List.of(new GridSize(18, 15, 6)), workers), Symmetry.NONE);

  @AfterEach
  void close() {
    engine.close();
  }

  /** One whose weights are drawn. */
  private Remixer remixer(long seed) {
    Generator generator =
        Stage.generator(exemplar, 0, new Generator.Shape(8, 2, 0, 6), new SplittableRandom(seed));
    return new Remixer(engine, exemplar, scene, List.of(generator));
  }

  private Map<String, CoarseSimilarity> figures(
      Remixer remixer, Remixer untrained, int count, long seed) {
    return CoarsestLevel.of(remixer, untrained, count, seed, workers, Progress.NONE);
  }

  @Test
  void eachOfTheTwoGeneratorsHasFiguresOfItsOwn() {
    Map<String, CoarseSimilarity> figures = figures(remixer(1), remixer(2), 2, 5);
    assertThat(figures.keySet())
        .containsExactly("generator", StartControls.NOISE, StartControls.SHUFFLE, "untrained");
    assertThat(figures.get("generator")).isNotEqualTo(figures.get("untrained"));
    Map<String, CoarseSimilarity> exchanged = figures(remixer(2), remixer(1), 2, 5);
    assertThat(exchanged.get("generator")).isEqualTo(figures.get("untrained"));
    assertThat(exchanged.get("untrained")).isEqualTo(figures.get("generator"));
    for (String start : List.of(StartControls.NOISE, StartControls.SHUFFLE)) {
      assertThat(exchanged.get(start)).isEqualTo(figures.get(start));
    }
  }

  @Test
  void asManyScenesAsAskedForAreMadeOfSeedsOneAfterTheOther() {
    Map<String, CoarseSimilarity> one = figures(remixer(1), remixer(2), 1, 5);
    assertThat(one.values()).allSatisfy(figure -> assertThat(figure.diversity()).isZero());
    Map<String, CoarseSimilarity> two = figures(remixer(1), remixer(2), 2, 5);
    assertThat(two.values()).allSatisfy(figure -> assertThat(figure.diversity()).isPositive());
    assertThat(figures(remixer(1), remixer(2), 1, 6)).isNotEqualTo(one);
  }

  @Test
  void scenesAreMadeConsistentBeforeTheyAreMeasured() {
    VoxelGrid coarse = remixer(1).coarsestAsSeen();
    CoarseSimilarity raw =
        CoarseSimilarity.of(List.of(Controls.noise(coarse, 5)), coarse, 5, workers);
    assertThat(figures(remixer(1), remixer(2), 1, 5).get(StartControls.NOISE).coherence())
        .isLessThan(0.5 * raw.coherence());
  }
}
