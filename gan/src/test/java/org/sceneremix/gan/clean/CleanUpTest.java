package org.sceneremix.gan.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.gan.sample.Stage;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class CleanUpTest {

  private final Workers workers = new Workers(2);
  private final Engine engine = Engine.cpu(workers);
  private final VoxelGrid reference = BlockScene.apart();
  private final Exemplar exemplar = new Exemplar(List.of(reference), Symmetry.NONE);
  private final FlawFinder finder = new FlawFinder(reference);

  @AfterEach
  void close() {
    engine.close();
    workers.close();
  }

  private Remixer remixer() {
    Generator generator =
        Stage.generator(exemplar, 0, new Generator.Shape(8, 2, 0, 12), new SplittableRandom(1));
    return new Remixer(engine, exemplar, reference, List.of(generator));
  }

  /** The reference, moved about as its sources say. */
  private Remix remix(int[] sources) {
    CoordinateMap map = new CoordinateMap(GridSize.of(reference), sources);
    return new Remix(reference.withData(map.samples(exemplar, 0)), map, exemplar);
  }

  private static int voxel(int x, int y, int z) {
    return (z * 36 + y) * 48 + x;
  }

  private int[] identity() {
    return CoordinateMap.identity(GridSize.of(reference)).sources();
  }

  private Remix cleaned(Remix remix, Flaws flaws, boolean anew) {
    RemixSettings settings = remixer().settings();
    Recipe recipe = new CleanUp(remix, flaws).recipe(Recipe.ofSeed(1), settings, anew, 1);
    return remixer().make(recipe, settings, Progress.NONE);
  }

  /** A bit of the first block in the air. */
  private int[] withFloater() {
    int[] sources = identity();
    for (int i = 0; i < 8; i++) {
      sources[voxel(12 + i % 2, 12 + i / 2 % 2, 8 + i / 4)] = voxel(4, 4, 3);
    }
    return sources;
  }

  /** The fifth block without the half of it at greater x. */
  private int[] withHalf() {
    int[] sources = identity();
    for (int z = 2; z < 10; z++) {
      for (int y = 19; y < 28; y++) {
        for (int x = 21; x < 24; x++) {
          sources[voxel(x, y, z)] = voxel(0, 0, z);
        }
      }
    }
    return sources;
  }

  @Test
  void floatersAreGoneAndAllElseStays() {
    Remix remix = remix(withFloater());
    Flaws flaws = finder.in(remix.grid(), workers);
    assertThat(flaws).hasToString("1 floater");
    assertThat(cleaned(remix, flaws, false).grid().data()).isEqualTo(reference.data());
  }

  @Test
  void halfThingsAreGoneAndSoundOnesStay() {
    Remix remix = remix(withHalf());
    Flaws flaws = finder.in(remix.grid(), workers);
    assertThat(flaws).hasToString("1 half thing");
    Remix after = cleaned(remix, flaws, false);
    assertThat(finder.in(after.grid(), workers).count(Flaw.Kind.HALF)).isZero();
    for (int z = 0; z < 12; z++) {
      for (int y = 19; y < 28; y++) {
        for (int x = 18; x < 21; x++) {
          boolean isBare = after.grid().density(x, y, z) <= 0;
          assertThat(isBare).as(x + " " + y + " " + z).isEqualTo(z >= 2);
        }
      }
      for (int y = 0; y < 36; y++) {
        for (int x = 30; x < 48; x++) {
          assertThat(after.sources().sources()[voxel(x, y, z)])
              .isEqualTo(remix.sources().sources()[voxel(x, y, z)]);
        }
      }
    }
  }

  @Test
  void onlyWhatIsChosenIsTakenAway() {
    int[] sources = withHalf();
    int[] floating = withFloater();
    for (int v = 0; v < sources.length; v++) {
      sources[v] = floating[v] == v ? sources[v] : floating[v];
    }
    Remix remix = remix(sources);
    Flaws flaws = finder.in(remix.grid(), workers);
    assertThat(flaws).hasToString("1 floater, 1 half thing");
    Remix after = cleaned(remix, flaws.only(List.of(0)), false);
    assertThat(finder.in(after.grid(), workers)).hasToString("1 half thing");
    assertThatThrownBy(() -> flaws.only(List.of(2))).hasMessageContaining("no flaw 2");
  }

  @Test
  void anewThereIsSomethingElse() {
    Remix remix = remix(withHalf());
    Flaws flaws = finder.in(remix.grid(), workers);
    CoordinateMap bare = cleaned(remix, flaws, false).sources();
    CoordinateMap other = cleaned(remix, flaws, true).sources();
    assertThat(other.sources()).isNotEqualTo(bare.sources());
  }

  @Test
  void aSceneThatIsHigherThanItsExemplarIsRefused() {
    GridSize size = new GridSize(48, 36, 13);
    VoxelGrid grid = VoxelGrid.empty(48, 36, 13, reference.box(), 4f);
    Remix higher = new Remix(grid, CoordinateMap.identity(size), exemplar);
    Flaws none = finder.in(reference, workers);
    assertThatThrownBy(() -> new CleanUp(higher, none)).hasMessageContaining("as high as");
  }
}
