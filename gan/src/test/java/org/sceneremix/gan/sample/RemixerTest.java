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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.gan.Cancelled;
import org.sceneremix.gan.TinyModel;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.lattice.StageGrids;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

class RemixerTest {

  private static final double TEMPERATURE = 20;

  @TempDir private Path directory;
  private final Engine engine = Engine.cpu(2);
  private final VoxelGrid scene = TinyModel.scene();
  private final List<VoxelGrid> levels =
      StageGrids.of(scene, List.of(new GridSize(12, 10, 6), new GridSize(16, 13, 8)));

  @AfterEach
  void close() {
    engine.close();
  }

  private Generator generator() {
    return new Generator(
        List.of(levels.get(0)), new Generator.Shape(8, 2, 6), new SplittableRandom(5));
  }

  private Remixer remixer() {
    return new Remixer(engine, levels, scene, Symmetry.NONE, generator(), TEMPERATURE);
  }

  /** Small pieces: on so few sites large ones leave no choice. */
  private RemixSettings free() {
    return new RemixSettings(remixer().defaultSize(), 0, 1, 0, Periodicity.NONE);
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
  void fullResolutionIsCopiedFromTheScene() {
    VoxelGrid fine = TinyModel.scene();
    List<VoxelGrid> coarser =
        StageGrids.of(fine, List.of(new GridSize(9, 7, 4), new GridSize(12, 10, 6)));
    Generator generator =
        new Generator(
            List.of(coarser.get(0)), new Generator.Shape(8, 1, 4), new SplittableRandom(5));
    Remixer remixer = new Remixer(engine, coarser, fine, Symmetry.NONE, generator, TEMPERATURE);
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
            new Recipe.Rerolled(new Recipe.Learned(), kept, Latents.ofSeed(8)),
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
        a.data(), make(remixer(), Recipe.between(1, 2, Share.everywhere(0)), settings).data());
    assertArrayEquals(
        b.data(), make(remixer(), Recipe.between(1, 2, Share.everywhere(1)), settings).data());
    VoxelGrid half = make(remixer(), Recipe.between(1, 2, Share.everywhere(0.5)), settings);
    assertFalse(Arrays.equals(a.data(), half.data()));
    assertFalse(Arrays.equals(b.data(), half.data()));
  }

  @Test
  void diversityLeadsFromTheReconstructionToScenesOfTheirOwn() {
    GridSize size = remixer().defaultSize();
    RemixSettings none = new RemixSettings(size, 0, 0, 0, Periodicity.NONE);
    assertArrayEquals(
        make(remixer(), Recipe.ofSeed(1), none).data(),
        make(remixer(), Recipe.ofSeed(2), none).data());
  }

  @Test
  void endsThatJoinMakeAnotherScene() {
    RemixSettings settings =
        new RemixSettings(
            new GridSize(16, 13, 8), 0, 1, RemixSettings.DEFAULT_FIDELITY, Periodicity.XY);
    VoxelGrid tile = make(remixer(), Recipe.ofSeed(2), settings);
    assertEquals(16, tile.nx());
    assertFalse(
        Arrays.equals(tile.data(), make(remixer(), Recipe.ofSeed(2), remixer().settings()).data()));
  }

  @Test
  void blocksOfALargeSceneFitEachOther() throws IOException {
    RemixSettings settings = RemixSettings.ofSize(new GridSize(64, 32, 8));
    Generator generator = generator();
    SceneChain blocks =
        new SceneChain(
            engine,
            new Exemplar(levels, Symmetry.NONE),
            generator.sampler(engine, TEMPERATURE),
            generator.reach(),
            24);
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
      assertTrue(seams(inMemory, 32) < 2 * seams(inMemory, 24) + 8, "no more seams at the block");
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
