package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.GridSize;

class PiecesTest {

  private static final GridSize TRAINED = new GridSize(21, 19, 7);
  private static final Pieces PIECES = new Pieces(6, TRAINED);

  private static float[] latents(Latents field, GridSize scene, Periodicity periodicity) {
    StageLattice lattice = new StageLattice(0, scene, periodicity, PIECES);
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
        int column = PIECES.column(key, scene, Periodicity.NONE, x, y);
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
      int last = PIECES.column(key, scene, Periodicity.NONE, 39, 39);
      if (last % TRAINED.nx() > 12) {
        assertThat(last % TRAINED.nx()).isEqualTo(20);
      }
      middle.add(PIECES.column(key, scene, Periodicity.NONE, 20, 20));
    }
    assertThat(middle).hasSizeGreaterThan(60);
  }

  @Test
  void neighboursInsideAPieceAreNeighboursInTheReference() {
    GridSize scene = new GridSize(60, 60, 7);
    long key = SeededLatents.ofSeed(8).key();
    int joined = 0;
    for (int y = 1; y < 59; y++) {
      for (int x = 1; x < 59; x++) {
        int here = PIECES.columnInside(key, scene, Periodicity.NONE, x, y);
        if (here >= 0) {
          joined++;
          assertThat(PIECES.column(key, scene, Periodicity.NONE, x + 1, y)).isEqualTo(here + 1);
          assertThat(PIECES.column(key, scene, Periodicity.NONE, x, y - 1))
              .isEqualTo(here - TRAINED.nx());
        }
      }
    }
    // of a square of edge 6 the inner 4x4 would be 44 %
    assertThat(joined / (58.0 * 58)).isBetween(0.2, 0.6);
  }

  @Test
  void largerRemixHasTheSamePiecesAwayFromItsEnds() {
    long key = SeededLatents.ofSeed(2).key();
    GridSize small = new GridSize(30, 21, 7);
    GridSize large = new GridSize(90, 21, 7);
    for (int y = 0; y < 21; y++) {
      for (int x = 0; x < 20; x++) {
        assertThat(PIECES.column(key, large, Periodicity.NONE, x, y))
            .isEqualTo(PIECES.column(key, small, Periodicity.NONE, x, y));
      }
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
