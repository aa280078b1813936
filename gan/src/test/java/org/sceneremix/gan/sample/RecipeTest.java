package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.gan.Cancelled;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class RecipeTest {

  private static final GridSize SIZE = new GridSize(28, 22, 7);
  private static final Aabb BOX = new Aabb(0, 0, 0, 28, 22, 7);

  private static float[] make(Recipe recipe) {
    return make(recipe, SIZE, Periodicity.NONE);
  }

  private static float[] make(Recipe recipe, GridSize size, Periodicity periodicity) {
    return TestCascades.of(0.1f)
        .generate(recipe, size, new RemixSettings(size, 1, periodicity), Progress.NONE);
  }

  private static int index(GridSize size, int x, int y, int z) {
    return ((z * size.ny() + y) * size.nx() + x) * VoxelGrid.CHANNELS;
  }

  @Test
  void resultDoesNotDependOnTheTiles() {
    Recipe recipe =
        Recipe.between(1, 2, Share.along(Share.Axis.X, 0.3, 0.7))
            .rerolledOutside(Mask.ofBox(SIZE, new Window(5, 5, 0, new GridSize(9, 6, 5))), 4);
    for (Periodicity periodicity : Periodicity.values()) {
      RemixSettings settings = new RemixSettings(SIZE, 1, periodicity);
      float[] whole = TestCascades.of(0.1f, 1000).generate(recipe, SIZE, settings, Progress.NONE);
      assertThat(TestCascades.of(0.1f, 9).generate(recipe, SIZE, settings, Progress.NONE))
          .as(periodicity.name())
          .containsExactly(whole, within(1e-6f));
    }
  }

  @Test
  void sceneKeptInFilesIsTheSame(@TempDir Path folder) throws IOException {
    Recipe recipe = Recipe.ofSeed(3);
    RemixSettings settings = new RemixSettings(SIZE, 1, Periodicity.X);
    float[] values = new float[SIZE.voxelCount() * VoxelGrid.CHANNELS];
    try (SceneRun run =
        new SceneRun(
            TestCascades.of(0.1f), recipe, SIZE, settings, StoreFactory.withFiles(0, folder))) {
      SceneStore scene = run.finish(Progress.NONE);
      assertThat(scene).isInstanceOf(FileStore.class);
      scene.read(Window.all(SIZE), Periodicity.NONE, values);
    }
    assertThat(values).isEqualTo(make(recipe, SIZE, Periodicity.X));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  /** Latents that go around the ends of a scene, moved by whole voxels of the coarse stage. */
  private record Moved(Latents latents, int coarseVoxels) implements Latents {
    private int from(StageLattice lattice, int x) {
      int by = lattice.stage() == 0 ? coarseVoxels : coarseVoxels * 4 / 3;
      return Math.floorMod(x - by, lattice.size().nx());
    }

    @Override
    public boolean present(int stage) {
      return latents.present(stage);
    }

    @Override
    public void addTo(
        StageLattice lattice, int x, int y, int z, float amplitude, float[] out, int offset) {
      latents.addTo(lattice, from(lattice, x), y, z, amplitude, out, offset);
    }

    @Override
    public void addLayout(
        StageLattice lattice, int x, int y, int z, float weight, float[] out, int offset) {
      latents.addLayout(lattice, from(lattice, x), y, z, weight, out, offset);
    }

    @Override
    public void addPlace(StageLattice lattice, int x, int y, int z, double weight, double[] place) {
      latents.addPlace(lattice, from(lattice, x), y, z, weight, place);
    }

    @Override
    public float layoutShare(StageLattice lattice, int x, int y, int z) {
      return latents.layoutShare(lattice, from(lattice, x), y, z);
    }
  }

  @Test
  void periodicSceneHasNoEndAlongX() {
    // 21 coarse and 28 fine voxels: three of those are four of these
    Latents latents = Latents.ofSeed(2);
    float[] scene = make(new Recipe.Generated(latents), SIZE, Periodicity.X);
    float[] moved = make(new Recipe.Generated(new Moved(latents, 6)), SIZE, Periodicity.X);
    float[] bounded = make(new Recipe.Generated(new Moved(latents, 6)));
    double worst = 0;
    double worstBounded = 0;
    for (int z = 0; z < SIZE.nz(); z++) {
      for (int y = 0; y < SIZE.ny(); y++) {
        for (int x = 0; x < SIZE.nx(); x++) {
          for (int c = 0; c < 4; c++) {
            float expected = scene[index(SIZE, x, y, z) + c];
            int at = index(SIZE, (x + 8) % SIZE.nx(), y, z) + c;
            worst = Math.max(worst, Math.abs(moved[at] - expected));
            worstBounded = Math.max(worstBounded, Math.abs(bounded[at] - expected));
          }
        }
      }
    }
    assertThat(worst).isLessThan(1e-5);
    assertThat(worstBounded).isGreaterThan(0.01);
  }

  @Test
  void betweenSeedsLieTheSeedsThemselvesAtBothEnds() {
    assertThat(make(Recipe.between(1, 2, Share.everywhere(0)))).isEqualTo(make(Recipe.ofSeed(1)));
    assertThat(make(Recipe.between(1, 2, Share.everywhere(1))))
        .containsExactly(make(Recipe.ofSeed(2)), within(1e-5f));
    assertThat(make(Recipe.between(1, 1, Share.everywhere(0.5)))).isEqualTo(make(Recipe.ofSeed(1)));
  }

  @Test
  void interpolationIsGradual() {
    float[] before = make(Recipe.ofSeed(1));
    double longest = 0;
    double straight = distance(before, make(Recipe.ofSeed(2)));
    for (int step = 1; step <= 8; step++) {
      float[] now = make(Recipe.between(1, 2, Share.everywhere(step / 8.0)));
      longest = Math.max(longest, distance(before, now));
      before = now;
    }
    assertThat(longest).isBetween(straight / 8, straight / 2);
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void mixedLatentsHaveUnitVariance() {
    Latents mixed = Latents.mixed(Latents.ofSeed(1), Latents.ofSeed(2), Share.everywhere(0.3));
    int n = 20_000;
    double squares = 0;
    float[] out = new float[Latents.CHANNELS];
    for (int x = 0; x < n; x++) {
      Arrays.fill(out, 0);
      mixed.addTo(StageLattice.independent(1, new GridSize(n, 1, 1)), x, 0, 0, 1, out, 0);
      for (float value : out) {
        squares += value * value;
      }
    }
    assertThat(squares / (n * Latents.CHANNELS)).isCloseTo(1, within(0.02));
  }

  @Test
  void blendAcrossSpaceIsEachSceneFarFromTheMiddle() {
    GridSize size = new GridSize(96, 11, 7);
    float[] blend =
        make(Recipe.between(1, 2, Share.along(Share.Axis.X, 0.45, 0.55)), size, Periodicity.NONE);
    float[] left = make(Recipe.ofSeed(1), size, Periodicity.NONE);
    float[] right = make(Recipe.ofSeed(2), size, Periodicity.NONE);
    for (int z = 0; z < size.nz(); z++) {
      for (int y = 0; y < size.ny(); y++) {
        for (int c = 0; c < 4; c++) {
          int atLeft = index(size, 20, y, z) + c;
          int atRight = index(size, 75, y, z) + c;
          assertThat(blend[atLeft]).isEqualTo(left[atLeft]);
          assertThat(blend[atRight]).isEqualTo(right[atRight], within(1e-5f));
        }
      }
    }
  }

  @Test
  void keptPartStaysAndTheRestIsNew() {
    Window box = new Window(6, 4, 0, new GridSize(10, 9, 7));
    Recipe one = Recipe.ofSeed(1);
    float[] before = make(one);
    float[] after = make(one.rerolledOutside(Mask.ofBox(SIZE, box), 5));
    int same = 0;
    for (int z = 0; z < SIZE.nz(); z++) {
      for (int y = 0; y < SIZE.ny(); y++) {
        for (int x = 0; x < SIZE.nx(); x++) {
          int at = index(SIZE, x, y, z);
          boolean inside = x >= 6 && x < 16 && y >= 4 && y < 13;
          boolean equal = true;
          for (int c = 0; c < 4; c++) {
            equal &= before[at + c] == after[at + c];
          }
          if (inside) {
            assertThat(equal).isTrue();
          } else if (equal) {
            same++;
          }
        }
      }
    }
    // corners are always the reference's own
    assertThat(same).isLessThan(SIZE.voxelCount() / 4);
    assertThat(make(one.rerolledOutside(Mask.ofBox(SIZE, box), 1))).isEqualTo(before);
  }

  @Test
  void editsOfEditsKeepWhatBothKeep() {
    Mask left = Mask.ofBox(SIZE, new Window(0, 0, 0, new GridSize(14, 22, 7)));
    Recipe first = Recipe.ofSeed(1).rerolledOutside(left, 2);
    Mask top = Mask.ofBox(SIZE, new Window(0, 0, 0, new GridSize(28, 11, 7)));
    float[] once = make(first);
    float[] twice = make(first.rerolledOutside(top, 3));
    float[] original = make(Recipe.ofSeed(1));
    int corner = index(SIZE, 5, 5, 3);
    int right = index(SIZE, 22, 5, 3);
    int below = index(SIZE, 5, 18, 3);
    assertThat(twice[corner]).isEqualTo(original[corner]);
    assertThat(twice[right]).isEqualTo(once[right]).isNotEqualTo(original[right]);
    assertThat(twice[below]).isNotEqualTo(once[below]);
  }

  @Test
  void aGivenSceneStaysUpToTheStageThatIsMadeAnew() {
    float[] scene = make(Recipe.ofSeed(1));
    VoxelGrid given = grid(scene);
    assertThat(make(Recipe.refined(given, 2, 8))).isEqualTo(scene);
    float[] varied = make(Recipe.refined(given, 1, 8));
    double byLatents = distance(varied, make(Recipe.refined(given, 1, 9)));
    double byScene = distance(varied, make(Recipe.refined(grid(make(Recipe.ofSeed(2))), 1, 8)));
    assertThat(byLatents).isPositive();
    assertThat(byScene).isPositive();
  }

  private static VoxelGrid grid(float[] scene) {
    return new VoxelGrid(28, 22, 7, BOX, (float) StageGrids.OPTICAL_DEPTH, scene);
  }

  @Test
  void cancelledRunStops() {
    Progress cancelled = new Cancelled();
    assertThatThrownBy(
            () ->
                TestCascades.of(0.1f)
                    .generate(Recipe.ofSeed(1), SIZE, RemixSettings.ofSize(SIZE), cancelled))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void maskOfAnotherSceneIsRefused() {
    Mask mask = Mask.ofBox(new GridSize(9, 9, 9), new Window(0, 0, 0, new GridSize(2, 2, 2)));
    assertThatThrownBy(() -> make(Recipe.ofSeed(1).rerolledOutside(mask, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9x9x9")
        .hasMessageContaining("28x22x7");
  }
}
