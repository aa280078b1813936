package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class PiecesTest {

  private static final GridSize TRAINED = new GridSize(21, 19, 7);
  private static final Pieces PIECES = Pieces.ofLatents(6, TRAINED);

  private static int column(Pieces pieces, long key, GridSize scene, int x, int y) {
    return pieces.column(key, lattice(pieces, scene), x, y);
  }

  private static StageLattice lattice(Pieces pieces, GridSize scene) {
    return new StageLattice(0, scene, scene, Periodicity.NONE, pieces);
  }

  private static float[] latents(Latents field, GridSize scene, Periodicity periodicity) {
    StageLattice lattice = new StageLattice(0, scene, scene, periodicity, PIECES);
    float[] out = new float[scene.voxelCount() * Latents.CHANNELS];
    int at = 0;
    for (int z = 0; z < scene.nz(); z++) {
      for (int y = 0; y < scene.ny(); y++) {
        for (int x = 0; x < scene.nx(); x++, at += Latents.CHANNELS) {
          field.addTo(lattice, x, y, z, 1, out, at);
        }
      }
    }
    return out;
  }

  @Test
  void everyColumnOfARemixIsOneOfTheReconstruction() {
    GridSize scene = new GridSize(33, 24, 7);
    float[] whole = latents(Latents.ofReconstruction(), TRAINED, Periodicity.NONE);
    float[] remix = latents(Latents.ofSeed(3), scene, Periodicity.NONE);
    long key = SeededLatents.ofSeed(3).key();
    for (int y = 0; y < scene.ny(); y++) {
      for (int x = 0; x < scene.nx(); x++) {
        int column = column(PIECES, key, scene, x, y);
        for (int z = 0; z < scene.nz(); z++) {
          int at = ((z * scene.ny() + y) * scene.nx() + x) * Latents.CHANNELS;
          int from = (z * TRAINED.nx() * TRAINED.ny() + column) * Latents.CHANNELS;
          assertThat(remix[at]).isEqualTo(whole[from]);
        }
      }
    }
  }

  @Test
  void cornersComeFromTheSameCornersAndTheMiddleFromAnywhere() {
    GridSize scene = new GridSize(40, 40, 7);
    Set<Integer> middle = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      long key = SeededLatents.ofSeed(seed).key();
      int last = column(PIECES, key, scene, 39, 39);
      if (last % TRAINED.nx() > 12) {
        assertThat(last % TRAINED.nx()).isEqualTo(20);
      }
      middle.add(column(PIECES, key, scene, 20, 20));
    }
    assertThat(middle).hasSizeGreaterThan(60);
  }

  @Test
  void mostNeighboursAreNeighboursInTheReference() {
    GridSize scene = new GridSize(60, 60, 7);
    long key = SeededLatents.ofSeed(8).key();
    int joined = 0;
    for (int y = 1; y < 59; y++) {
      for (int x = 1; x < 59; x++) {
        int here = column(PIECES, key, scene, x, y);
        boolean joins =
            column(PIECES, key, scene, x + 1, y) == here + 1
                && column(PIECES, key, scene, x - 1, y) == here - 1
                && column(PIECES, key, scene, x, y + 1) == here + TRAINED.nx()
                && column(PIECES, key, scene, x, y - 1) == here - TRAINED.nx();
        joined += joins ? 1 : 0;
      }
    }
    // of a square of edge 6 the inner 4x4 would be 44 %
    assertThat(joined / (58.0 * 58)).isBetween(0.2, 0.6);
  }

  @Test
  void largerRemixHasTheSamePiecesAwayFromItsEnds() {
    long key = SeededLatents.ofSeed(2).key();
    GridSize small = new GridSize(60, 21, 7);
    GridSize large = new GridSize(90, 21, 7);
    for (Pieces pieces : new Pieces[] {PIECES, piecesOfStripes()}) {
      for (int y = 0; y < 21; y++) {
        for (int x = 0; x < 33; x++) {
          assertThat(column(pieces, key, large, x, y)).isEqualTo(column(pieces, key, small, x, y));
        }
      }
    }
  }

  /** Walls along y, four voxels from one to the next, in a scene of 20 x 20 x 2. */
  private static float[] stripes() {
    float[] scene = new float[20 * 20 * 2 * VoxelGrid.CHANNELS];
    for (int v = 0; v < scene.length / VoxelGrid.CHANNELS; v++) {
      scene[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] = v % 20 % 4 < 2 ? 1 : -1;
    }
    return scene;
  }

  private static Pieces piecesOfStripes() {
    return Pieces.ofScene(6, false, new GridSize(20, 20, 2), stripes());
  }

  @Test
  void piecesOfASceneFitTheirNeighbours() {
    GridSize scene = new GridSize(60, 60, 2);
    Pieces pieces = piecesOfStripes();
    int broken = 0;
    int seams = 0;
    for (long seed = 0; seed < 5; seed++) {
      long key = SeededLatents.ofSeed(seed).key();
      for (int y = 0; y < 59; y++) {
        for (int x = 0; x < 60; x++) {
          int here = column(pieces, key, scene, x, y);
          int below = column(pieces, key, scene, x, y + 1);
          if (below != here + 20) {
            seams++;
            // across a seam along x a wall goes on, or it does not
            broken += (here % 20 % 4 < 2) == (below % 20 % 4 < 2) ? 0 : 1;
          }
        }
      }
    }
    assertThat(seams).isGreaterThan(500);
    // by chance half of them are broken
    assertThat((double) broken / seams).isLessThan(0.25);
  }

  @Test
  void layoutIsMadeOfColumnsOfTheSceneAndThatOfTheReconstructionIsTheScene() {
    GridSize trained = new GridSize(20, 20, 2);
    float[] scene = stripes();
    for (int v = 0; v < trained.voxelCount(); v++) {
      // which voxel it is
      scene[v * VoxelGrid.CHANNELS] = 0.001f * v;
    }
    CascadeStage stage =
        new CascadeStage(0, trained, 0.1f, new float[0], Pieces.ofScene(6, false, trained, scene));
    assertThat(CascadeStage.layout(Latents.ofReconstruction(), stage.trainingLattice(stage)))
        .isEqualTo(scene);
    GridSize size = new GridSize(35, 28, 2);
    float[] layout =
        CascadeStage.layout(Latents.ofSeed(4), stage.lattice(size, size, Periodicity.NONE));
    for (int v = 0; v < size.voxelCount(); v++) {
      int from = Math.round(1000 * layout[v * VoxelGrid.CHANNELS]);
      assertThat(from / 400).as("layer").isEqualTo(v / (35 * 28));
      assertThat(layout[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY])
          .isEqualTo(scene[from * VoxelGrid.CHANNELS + VoxelGrid.DENSITY]);
    }
  }

  @Test
  void reconstructionIsSmoothWithUnitVariance() {
    GridSize scene = new GridSize(60, 50, 14);
    float[] field = latents(Latents.ofReconstruction(), scene, Periodicity.NONE);
    double squares = 0;
    double products = 0;
    for (int i = 0; i + 4 < field.length; i++) {
      squares += field[i] * field[i];
      products += field[i] * field[i + 4];
    }
    assertThat(squares / field.length).isEqualTo(1, within(0.1));
    // a Gaussian of deviation s correlates neighbours by exp(-1 / 4 s^2) = 0.84
    assertThat(products / squares).isEqualTo(0.84, within(0.04));
  }

  @Test
  void placesChangeOneAfterTheOther() {
    assertThat(PIECES.change(3, 4, 0)).isZero();
    assertThat(PIECES.change(3, 4, 1)).isEqualTo(1);
    int between = 0;
    for (int i = 0; i < 400; i++) {
      double change = PIECES.change(6 * (i % 20), 6 * (i / 20), 0.5);
      between += change > 0 && change < 1 ? 1 : 0;
    }
    assertThat(between).isBetween(90, 180);
  }
}
