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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.gan.Cancelled;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.lattice.StageGrids;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.sample.TileSet.Corners;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

class TilesTest {

  private static final TileSet SET = new TileSet(16);

  @TempDir private Path directory;
  private final Workers workers = new Workers(2);
  private final Engine engine = Engine.cpu(workers);
  private final VoxelGrid scene = BlockScene.of(32, 26, 8, 6, 1, 3);

  @AfterEach
  void close() {
    engine.close();
  }

  private Remixer remixer(Engine on) {
    List<VoxelGrid> levels =
        StageGrids.of(scene, List.of(new GridSize(24, 20, 6), new GridSize(32, 26, 8)), workers);
    Exemplar exemplar = new Exemplar(levels, Symmetry.NONE);
    Generator generator =
        Stage.generator(exemplar, 0, new Generator.Shape(8, 2, 0, 6), new SplittableRandom(5));
    return new Remixer(on, exemplar, scene, List.of(generator));
  }

  /** Small pieces, so that a remix is not the scene itself. */
  private RemixSettings settings(Remixer remixer) {
    return new RemixSettings(remixer.defaultSize(), 0, 1, 0, 0, Periodicity.NONE);
  }

  private Tiles tiles(TileSet set, long seed) {
    Remixer remixer = remixer(engine);
    return remixer.tiles(set, seed, settings(remixer));
  }

  /** Sources of all tiles, [z][y][x]. */
  private static int[][] sources(Tiles tiles) throws IOException {
    int[][] all = new int[tiles.set().count()][];
    for (int t = 0; t < all.length; t++) {
      try (SourceStore store = tiles.sources(t, Optional.empty(), Progress.NONE)) {
        all[t] = all(store);
      }
    }
    return all;
  }

  private static int[] all(SourceStore store) {
    GridSize size = store.size();
    int[] all = new int[size.voxelCount()];
    for (int z = 0; z < size.nz(); z++) {
      for (int y = 0; y < size.ny(); y++) {
        store.read(0, y, z, size.nx(), all, (z * size.ny() + y) * size.nx());
      }
    }
    return all;
  }

  /** Two tiles side by side along x, as a map of twice their width. */
  private static int[] besides(int[] left, int[] right, int nx) {
    int[] both = new int[2 * left.length];
    for (int row = 0; row < left.length / nx; row++) {
      System.arraycopy(left, row * nx, both, 2 * row * nx, nx);
      System.arraycopy(right, row * nx, both, (2 * row + 1) * nx, nx);
    }
    return both;
  }

  @Test
  void whatLiesAcrossAnyLegalJointWasMadeInOnePiece() throws IOException {
    Tiles tiles = tiles(SET, 3);
    int[][] all = sources(tiles);
    int nx = 32;
    int ny = 26;
    Map<List<Integer>, int[]> alongY = new HashMap<>();
    Map<List<Integer>, int[]> alongX = new HashMap<>();
    for (int a = 0; a < SET.count(); a++) {
      for (int b = 0; b < SET.count(); b++) {
        Corners one = SET.corners(a);
        Corners other = SET.corners(b);
        if (one.highLow() == other.lowLow() && one.highHigh() == other.lowHigh()) {
          int[] joint = new int[tiles.halfX() * 2 * ny * 8];
          for (int row = 0; row < ny * 8; row++) {
            int to = row * 2 * tiles.halfX();
            System.arraycopy(all[a], row * nx + nx - tiles.halfX(), joint, to, tiles.halfX());
            System.arraycopy(all[b], row * nx, joint, to + tiles.halfX(), tiles.halfX());
          }
          List<Integer> colours = List.of(one.highLow(), one.highHigh());
          assertArrayEquals(alongY.computeIfAbsent(colours, c -> joint), joint);
          assertArrayEquals(
              all(tiles.stripAlongY(one.highLow(), one.highHigh())), joint, "tiles " + a + " " + b);
        }
        if (one.lowHigh() == other.lowLow() && one.highHigh() == other.highLow()) {
          int rows = tiles.halfY() * nx;
          int[] joint = new int[2 * rows * 8];
          for (int z = 0; z < 8; z++) {
            System.arraycopy(all[a], (z + 1) * ny * nx - rows, joint, 2 * z * rows, rows);
            System.arraycopy(all[b], z * ny * nx, joint, (2 * z + 1) * rows, rows);
          }
          List<Integer> colours = List.of(one.lowHigh(), one.highHigh());
          assertArrayEquals(alongX.computeIfAbsent(colours, c -> joint), joint);
          assertArrayEquals(
              all(tiles.stripAlongX(one.lowHigh(), one.highHigh())), joint, "tiles " + a + " " + b);
        }
      }
    }
    assertEquals(4, alongX.size());
    assertEquals(4, alongY.size());
  }

  @Test
  void jointsAreNoStepsInWhatIsCopied() throws IOException {
    int[][] all = sources(tiles(SET, 3));
    int nx = 32;
    double[] torn = new double[2 * nx];
    int pairs = 0;
    for (int a = 0; a < SET.count(); a++) {
      for (int b = 0; b < SET.count(); b++) {
        Corners one = SET.corners(a);
        Corners other = SET.corners(b);
        if (one.highLow() == other.lowLow() && one.highHigh() == other.lowHigh()) {
          pairs++;
          int[] both = besides(all[a], all[b], nx);
          for (int v = 0; v < both.length; v++) {
            int x = v % (2 * nx);
            torn[x] += x > 0 && both[v] != both[v - 1] + 1 ? 1 : 0;
          }
        }
      }
    }
    assertEquals(64, pairs);
    double inside = (Arrays.stream(torn).sum() - torn[nx]) / (2 * nx - 2);
    assertTrue(torn[nx] < 1.25 * inside, torn[nx] + " at the joint, " + inside + " elsewhere");
  }

  @Test
  void tilesWithTheSameCornersDifferInside() throws IOException {
    int[][] all = sources(tiles(new TileSet(3), 1));
    assertFalse(Arrays.equals(all[0], all[1]));
    assertFalse(Arrays.equals(all[1], all[2]));
    for (int row = 0; row < 26 * 8; row++) {
      assertEquals(all[0][row * 32], all[1][row * 32]);
    }
  }

  @Test
  void aTileDependsOnSetSeedAndSettingsAlone() throws IOException {
    float[] last = tiles(SET, 3).make(15, Progress.NONE).data();
    Tiles inOrder = tiles(SET, 3);
    inOrder.make(2, Progress.NONE);
    assertArrayEquals(last, inOrder.make(15, Progress.NONE).data());
    assertFalse(Arrays.equals(last, tiles(SET, 4).make(15, Progress.NONE).data()));
    try (Workers workers = new Workers(1);
        Engine alone = Engine.cpu(workers)) {
      Remixer remixer = remixer(alone);
      Tiles tiles = remixer.tiles(SET, 3, settings(remixer));
      assertArrayEquals(last, tiles.make(15, Progress.NONE).data());
    }
  }

  @Test
  void aFileHoldsWhatIsMade() throws IOException {
    Tiles tiles = tiles(SET, 3);
    Path file = directory.resolve("tile.grid");
    tiles.write(5, JsonNodeFactory.instance.objectNode(), file, Progress.NONE);
    VoxelGrid made = tiles.make(5, Progress.NONE);
    assertArrayEquals(made.data(), GridFile.read(file).grid().data());
    assertEquals(new GridSize(32, 26, 8), GridSize.of(made));
  }

  @Test
  void sizesTooSmallForAnythingOfTheirOwnAreRefused() {
    Remixer remixer = remixer(engine);
    RemixSettings small = RemixSettings.ofSize(new GridSize(9, 26, 8));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> remixer.tiles(SET, 1, small));
    assertTrue(refused.getMessage().contains("11x10"), refused.getMessage());
    RemixSettings least = RemixSettings.ofSize(new GridSize(11, 10, 8));
    assertEquals(11, remixer.tiles(SET, 1, least).make(1, Progress.NONE).nx());
  }

  @Test
  void stopsWhenCancelled() {
    assertThrows(CancellationException.class, () -> tiles(SET, 1).make(0, new Cancelled()));
  }
}
