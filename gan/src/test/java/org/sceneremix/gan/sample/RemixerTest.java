package org.sceneremix.gan.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.gan.Cancelled;
import org.sceneremix.gan.TinyModel;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.lattice.StageGrids;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.net.Ground;
import org.sceneremix.gan.net.Parameter;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

class RemixerTest {

  @TempDir private Path directory;
  private final Workers workers = new Workers(2);
  private final Engine engine = Engine.cpu(workers);
  private final VoxelGrid scene = TinyModel.scene();
  private final List<VoxelGrid> levels =
      StageGrids.of(scene, List.of(new GridSize(12, 10, 6), new GridSize(16, 13, 8)), workers);

  @AfterEach
  void close() {
    engine.close();
  }

  private final Exemplar exemplar = new Exemplar(levels, Symmetry.NONE);

  /** Generators of both levels. */
  private List<Generator> generators() {
    SplittableRandom random = new SplittableRandom(5);
    return List.of(
        Stage.generator(exemplar, 0, new Generator.Shape(8, 2, 0, 6), random),
        Stage.generator(exemplar, 1, new Generator.Shape(8, 1, 1, 3), random));
  }

  private Remixer remixer() {
    return new Remixer(engine, exemplar, scene, generators());
  }

  /** Small pieces: on so few sites large ones leave no choice. */
  private RemixSettings free() {
    return new RemixSettings(remixer().defaultSize(), 0, 1, 0, 0, Periodicity.NONE);
  }

  private static VoxelGrid make(Remixer remixer, Recipe recipe, RemixSettings settings) {
    return remixer.make(recipe, settings, Progress.NONE).grid();
  }

  @Test
  void sameRecipeSameScene() {
    VoxelGrid one = make(remixer(), Recipe.ofSeed(1), free());
    VoxelGrid again = make(remixer(), Recipe.ofSeed(1), free());
    VoxelGrid other = make(remixer(), Recipe.ofSeed(2), free());
    assertArrayEquals(one.data(), again.data());
    assertFalse(Arrays.equals(one.data(), other.data()));
  }

  @Test
  void everyVoxelIsTheExemplarsThatItsSourceNames() {
    Remix remix = remixer().make(Recipe.ofSeed(3), remixer().settings(), Progress.NONE);
    VoxelGrid reference = remixer().reference();
    int layer = reference.nx() * reference.ny();
    for (int v = 0; v < remix.sources().sources().length; v++) {
      int source = remix.sources().sources()[v];
      assertEquals(v / (remix.grid().nx() * remix.grid().ny()), source / layer, "same height");
      for (int c = 0; c < 4; c++) {
        assertEquals(reference.data()[source * 4 + c], remix.grid().data()[v * 4 + c]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void everyWeightOfAStageChangesTheRemix(int level) {
    float[] before = make(remixer(), Recipe.ofSeed(1), free()).data();
    int count = generators().get(level).parameters().size();
    for (int i = 0; i < count; i++) {
      List<Generator> generators = generators();
      Parameter parameter = generators.get(level).parameters().get(i);
      if (level == 1 && parameter.name().equals("temperature")) {
        // one pass of a choice by the largest weight is the same at any temperature
        continue;
      }
      SplittableRandom random = new SplittableRandom(i);
      for (int k = 0; k < parameter.values().length; k++) {
        parameter.values()[k] += (float) (2 * random.nextDouble() - 0.5);
      }
      Remixer changed = new Remixer(engine, exemplar, scene, generators);
      float[] after = make(changed, Recipe.ofSeed(1), free()).data();
      assertFalse(Arrays.equals(before, after), parameter.name());
    }
  }

  @ParameterizedTest
  @EnumSource(Symmetry.class)
  void choicesAndSourcesSayTheSame(Symmetry symmetry) {
    Exemplar oriented = new Exemplar(levels, symmetry);
    GridSize size = oriented.size(1);
    SplittableRandom random = new SplittableRandom(3);
    int voxels = size.voxelCount();
    int sites = size.nx() * size.ny();
    int[] sources = new int[voxels];
    for (int site = 0; site < sites; site++) {
      int of = random.nextInt(symmetry.count() * sites);
      for (int z = 0; z < size.nz(); z++) {
        sources[z * sites + site] = of / sites * voxels + z * sites + of % sites;
      }
    }
    CoordinateMap map = new CoordinateMap(size, sources);
    Generator.Choice choice =
        Stage.choice(map, Ground.of(size.nx(), size.ny()).all(), oriented, 1, 3);
    assertEquals(map, Stage.map(choice, size, oriented, 1, 3));
    List<VoxelGrid> grids = oriented.oriented(1);
    for (int site = 0; site < sites; site++) {
      int of = choice.sources()[0][site];
      VoxelGrid grid = grids.get(of / sites);
      int x = of % sites % grid.nx();
      int y = of % sites / grid.nx();
      float[] column = choice.columns().data();
      assertEquals(grid.density(x, y, 0), column[site * choice.columns().channels() + 3]);
    }
  }

  @Test
  void theLearnedSceneIsTheReference() {
    VoxelGrid scene = make(remixer(), new Recipe.Learned(), remixer().settings());
    assertArrayEquals(remixer().reference().data(), scene.data());
  }

  @Test
  void aFileHoldsWhatIsMade() throws IOException {
    RemixSettings settings = RemixSettings.ofSize(new GridSize(21, 15, 10));
    Path file = directory.resolve("a.grid");
    remixer()
        .write(
            Recipe.ofSeed(4), settings, JsonNodeFactory.instance.objectNode(), file, Progress.NONE);
    VoxelGrid made = make(remixer(), Recipe.ofSeed(4), settings);
    VoxelGrid read = GridFile.read(file).grid();
    assertArrayEquals(made.data(), read.data());
    assertEquals(made.box(), read.box());
    assertEquals(10, read.nz());
    assertEquals(-1, made.density(3, 3, 9), "above the reference's top there is nothing");
  }

  @Test
  void aFileOfSourcesHoldsTheColoursOfTheRemixBesideIt() throws IOException {
    RemixSettings settings = RemixSettings.ofSize(new GridSize(21, 15, 10));
    Path plain = directory.resolve("plain.grid");
    Path coloured = directory.resolve("coloured.grid");
    remixer()
        .write(
            Recipe.ofSeed(4),
            settings,
            JsonNodeFactory.instance.objectNode(),
            plain,
            Optional.of(coloured),
            Progress.NONE);
    Remix made = remixer().make(Recipe.ofSeed(4), settings, Progress.NONE);
    assertArrayEquals(made.grid().data(), GridFile.read(plain).grid().data());
    GridFile file = GridFile.read(coloured);
    assertArrayEquals(made.colouredBySource().data(), file.grid().data());
    assertEquals(made.grid().box(), file.grid().box());
    assertEquals("sources", file.metadata().path("colours").asText());
    assertTrue(GridFile.read(plain).metadata().path("colours").isMissingNode());
  }

  @Test
  void fullResolutionIsCopiedFromTheScene() {
    VoxelGrid fine = TinyModel.scene();
    List<VoxelGrid> coarser =
        StageGrids.of(fine, List.of(new GridSize(9, 7, 4), new GridSize(12, 10, 6)), workers);
    Exemplar two = new Exemplar(coarser, Symmetry.NONE);
    Generator generator =
        Stage.generator(two, 0, new Generator.Shape(8, 1, 0, 4), new SplittableRandom(5));
    Remixer remixer = new Remixer(engine, two, fine, List.of(generator));
    RemixSettings settings = remixer.settings().withResolution(16);
    Remix remix = remixer.make(Recipe.ofSeed(1), settings, Progress.NONE);
    assertEquals(new GridSize(16, 13, 8), GridSize.of(remix.grid()));
    int source = remix.sources().sources()[100];
    assertEquals(fine.data()[source * 4], remix.grid().data()[400]);
    assertThrows(
        IllegalArgumentException.class,
        () -> remixer.make(Recipe.ofSeed(1), settings.withResolution(17), Progress.NONE));
  }

  @Test
  void keptVoxelsStayAndTheRestIsNew() {
    RemixSettings settings = free();
    VoxelGrid old = make(remixer(), Recipe.ofSeed(1), settings);
    Window box = new Window(4, 3, 0, new GridSize(6, 5, 8));
    Mask kept = Mask.ofBox(settings.size(), box);
    Recipe recipe = Recipe.ofSeed(1).rerolledOutside(kept, 7);
    VoxelGrid fresh = make(remixer(), recipe, settings);
    int changed = 0;
    for (int v = 0; v < old.voxelCount(); v++) {
      for (int c = 0; c < 4; c++) {
        if (kept.voxels().get(v)) {
          assertEquals(old.data()[v * 4 + c], fresh.data()[v * 4 + c]);
        } else if (old.data()[v * 4 + c] != fresh.data()[v * 4 + c]) {
          changed++;
        }
      }
    }
    assertTrue(changed > 100, "changed " + changed);
    VoxelGrid ofScene =
        make(
            remixer(),
            new Recipe.Rerolled(new Recipe.Learned(), kept, Latents.ofSeed(8), Guide.NONE),
            settings);
    int inside = ofScene.index(5, 4, 3);
    assertEquals(remixer().reference().data()[inside], ofScene.data()[inside]);
  }

  @Test
  void interpolationBeginsAndEndsWithItsSeedsAndPassesThroughScenes() {
    RemixSettings settings = free();
    VoxelGrid a = make(remixer(), Recipe.ofSeed(1), settings);
    VoxelGrid b = make(remixer(), Recipe.ofSeed(2), settings);
    assertArrayEquals(
        a.data(),
        make(remixer(), Recipe.between(1, 2, BlendWeight.everywhere(0)), settings).data());
    assertArrayEquals(
        b.data(),
        make(remixer(), Recipe.between(1, 2, BlendWeight.everywhere(1)), settings).data());
    VoxelGrid half = make(remixer(), Recipe.between(1, 2, BlendWeight.everywhere(0.5)), settings);
    assertFalse(Arrays.equals(a.data(), half.data()));
    assertFalse(Arrays.equals(b.data(), half.data()));
  }

  @Test
  void diversityLeadsFromTheReconstructionToScenesOfTheirOwn() {
    assertArrayEquals(raw(1, 0).data(), raw(2, 0).data());
    double last = 0;
    for (double diversity : new double[] {0.25, 0.5, 0.75, 1}) {
      double differing = differing(raw(1, 0), raw(1, diversity));
      assertTrue(differing >= last, differing + " of the voxels differ at " + diversity);
      last = differing;
    }
    assertTrue(last > 0.1, last + " of the voxels differ in the end");
  }

  private VoxelGrid raw(long seed, double diversity) {
    Latents latents =
        Latents.patchwork(Latents.ofReconstruction(), Latents.ofSeed(seed), diversity);
    return remixer().raw(latents, new GridSize(64, 52, 8));
  }

  private static double differing(VoxelGrid a, VoxelGrid b) {
    return IntStream.range(0, a.voxelCount())
            .filter(v -> a.data()[v * 4 + 3] != b.data()[v * 4 + 3])
            .count()
        / (double) a.voxelCount();
  }

  /** Share of the voxels that are not empty, in a part of a scene along x. */
  private static double filled(VoxelGrid grid, int x0, int x1) {
    int count = 0;
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = x0; x < x1; x++) {
          count += grid.density(x, y, z) > 0 ? 1 : 0;
        }
      }
    }
    return count / (double) ((x1 - x0) * grid.ny() * grid.nz());
  }

  private VoxelGrid ofDensity(double density) {
    RemixSettings settings =
        new RemixSettings(remixer().defaultSize(), 0, 1, 0, density, Periodicity.NONE);
    return make(remixer(), Recipe.ofSeed(1), settings);
  }

  @Test
  void moreDensityIsMoreOfEverything() {
    double less = filled(ofDensity(-1), 0, 16);
    double some = filled(ofDensity(0), 0, 16);
    double more = filled(ofDensity(1), 0, 16);
    assertTrue(less < 0.9 * some, less + " of " + some);
    assertTrue(more > some, more + " of " + some);
  }

  @Test
  void guideIsEmptyWhereItSaysSo() {
    Guide guide = (x, y) -> new Guide.Wish(x < 0.5 ? -1 : 0, 0, 0, 0);
    VoxelGrid grid = make(remixer(), Recipe.ofSeed(1).guided(guide), free());
    double left = filled(grid, 0, 7);
    double right = filled(grid, 9, 16);
    assertTrue(left < 0.9 * right, left + " of " + right);
  }

  @Test
  void whatShallBeLikeAPlaceComesFromThere() {
    double left = meanSource(0);
    double right = meanSource(1);
    assertTrue(right > left + 0.1, left + " and " + right);
  }

  /** Mean place along x from which a scene comes that shall be like one place. */
  private double meanSource(double place) {
    Guide guide = (x, y) -> new Guide.Wish(0, 1, place, 0.5);
    Recipe recipe = Recipe.ofSeed(1).guided(guide);
    int[] sources = remixer().make(recipe, free(), Progress.NONE).sources().sources();
    return Arrays.stream(sources).mapToDouble(v -> (v % 16 + 0.5) / 16).average().orElseThrow();
  }

  @Test
  void partThatIsKeptIsTheSameWhetherTheSceneIsThereOrMadeAnew() {
    Recipe old = Recipe.ofSeed(1);
    CoordinateMap sources = remixer().make(old, free(), Progress.NONE).sources();
    Mask kept = Mask.ofBox(free().size(), new Window(0, 0, 0, new GridSize(7, 13, 8)));
    Guide guide = (x, y) -> new Guide.Wish(0.5, 0, 0, 0);
    assertArrayEquals(
        make(remixer(), old.rerolledOutside(kept, 2, guide), free()).data(),
        make(remixer(), new Recipe.Made(old, sources).rerolledOutside(kept, 2, guide), free())
            .data());
  }

  @Test
  void sketchKeepsWhatIsKeptAndIsMadeOfTheExemplar() {
    Recipe old = Recipe.ofSeed(1);
    VoxelGrid before = make(remixer(), old, free());
    Mask kept = Mask.ofBox(free().size(), new Window(0, 0, 0, new GridSize(7, 13, 8)));
    CoordinateMap sources = remixer().make(old, free(), Progress.NONE).sources();
    Recipe recipe = new Recipe.Made(old, sources).rerolledOutside(kept, 2);
    Remix sketch = remixer().sketch(recipe, free(), Progress.NONE);
    for (int v = kept.voxels().nextSetBit(0); v >= 0; v = kept.voxels().nextSetBit(v + 1)) {
      assertEquals(before.data()[v * 4 + 3], sketch.grid().data()[v * 4 + 3]);
    }
    assertArrayEquals(sketch.sources().samples(exemplar, 1), sketch.grid().data());
  }

  @Test
  void endsThatJoinFitEachOther() {
    RemixSettings settings =
        new RemixSettings(
            new GridSize(16, 13, 8), 0, 1, RemixSettings.DEFAULT_FIDELITY, 0, Periodicity.XY);
    double joint = 0;
    double apart = 0;
    double[] inside = new double[15];
    for (int seed = 1; seed <= 8; seed++) {
      VoxelGrid tile = make(remixer(), Recipe.ofSeed(seed), settings);
      joint += step(tile, 15, 0);
      apart += step(make(remixer(), Recipe.ofSeed(seed), remixer().settings()), 15, 0);
      for (int x = 0; x < inside.length; x++) {
        inside[x] += step(tile, x, x + 1);
      }
    }
    double worst = Arrays.stream(inside).max().orElseThrow();
    assertTrue(joint < 1.5 * worst, joint + " where ends join, " + worst + " inside");
    assertTrue(joint > apart, "things stand where ends join, and not on a bare border");
  }

  /** Mean difference of opacity between two columns of voxels that are to be neighbours. */
  private static double step(VoxelGrid grid, int x0, int x1) {
    double sum = 0;
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        sum += Math.abs(grid.density(x0, y, z) - grid.density(x1, y, z));
      }
    }
    return sum / (grid.ny() * grid.nz());
  }

  @Test
  void blocksOfALargeSceneFitEachOther() throws IOException {
    RemixSettings settings = RemixSettings.ofSize(new GridSize(64, 32, 8));
    List<Stage> stages =
        List.of(
            new Stage(engine, generators().get(0), 0), new Stage(engine, generators().get(1), 1));
    SceneChain blocks = new SceneChain(engine, exemplar, stages, 24);
    try (SourceStore inFile =
            blocks.make(Recipe.ofSeed(1), settings, 1, Optional.of(directory), Progress.NONE);
        SourceStore inMemory =
            blocks.make(Recipe.ofSeed(1), settings, 1, Optional.empty(), Progress.NONE)) {
      int[] a = new int[64];
      int[] b = new int[64];
      for (int z = 0; z < 8; z++) {
        for (int y = 0; y < 32; y++) {
          inFile.read(0, y, z, 64, a, 0);
          inMemory.read(0, y, z, 64, b, 0);
          assertArrayEquals(a, b);
          assertTrue(Arrays.stream(a).allMatch(source -> source >= 0), "all is made");
        }
      }
      double usual = IntStream.range(16, 48).map(x -> seams(inMemory, x)).average().orElseThrow();
      assertTrue(seams(inMemory, 32) < 1.5 * usual, "no more seams at the block");
    }
  }

  /** Voxels whose right neighbour does not come from beside their own source, at an x. */
  private static int seams(SourceStore store, int x) {
    int count = 0;
    int[] two = new int[2];
    for (int z = 0; z < store.size().nz(); z++) {
      for (int y = 0; y < store.size().ny(); y++) {
        store.read(x - 1, y, z, 2, two, 0);
        count += two[1] == two[0] + 1 ? 0 : 1;
      }
    }
    return count;
  }

  @Test
  void stopsWhenCancelled() {
    assertThrows(
        CancellationException.class,
        () -> remixer().make(Recipe.ofSeed(1), remixer().settings(), new Cancelled()));
  }

  @Test
  void sourcesAreNoneAboveTheReference() {
    Remix remix =
        remixer()
            .make(Recipe.ofSeed(1), RemixSettings.ofSize(new GridSize(16, 13, 9)), Progress.NONE);
    assertEquals(CoordinateMap.NONE, remix.sources().sources()[8 * 16 * 13]);
  }
}
