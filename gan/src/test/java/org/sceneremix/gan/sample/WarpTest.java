package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class WarpTest {

  private static final int C = VoxelGrid.CHANNELS;
  private static final int EDGE = 7;
  private static final GridSize COARSE = new GridSize(21, 20, 4);
  private static final GridSize FINE = new GridSize(63, 60, 12);
  private static final int SEEDS = 20;

  /** A scene whose columns are filled up to a half, or air. */
  private static Pieces scene(GridSize n, boolean isFilled) {
    float[] scene = new float[n.voxelCount() * C];
    for (int v = 0; v < n.voxelCount(); v++) {
      boolean isLow = v < n.voxelCount() / 2;
      scene[v * C + VoxelGrid.DENSITY] = isFilled && isLow ? 1 : VoxelGrid.EMPTY_DENSITY;
    }
    return Pieces.ofScene(EDGE, true, n, scene);
  }

  private static StageLattice lattice(GridSize size, GridSize coarsest, Periodicity periodicity) {
    return new StageLattice(0, size, coarsest, periodicity, null);
  }

  private static Warp warp(Pieces pieces, long seed, GridSize size, Periodicity periodicity) {
    return new Warp(
        pieces, pieces, SeededLatents.ofSeed(seed).key(), lattice(size, size, periodicity));
  }

  @Test
  void columnsKeepTheirOrder() {
    for (boolean isFilled : new boolean[] {false, true}) {
      Pieces pieces = scene(COARSE, isFilled);
      for (int seed = 0; seed < SEEDS; seed++) {
        for (Periodicity periodicity : Periodicity.values()) {
          Warp warp = warp(pieces, seed, COARSE, periodicity);
          for (int y = 1; y < COARSE.ny(); y++) {
            for (int x = 1; x < COARSE.nx(); x++) {
              assertThat(warp.placeX(x, y)).isGreaterThan(warp.placeX(x - 1, y));
              assertThat(warp.placeY(x, y)).isGreaterThan(warp.placeY(x, y - 1));
            }
          }
        }
      }
    }
  }

  @Test
  void largerRemixIsStretched() {
    Pieces pieces = scene(COARSE, true);
    GridSize wide = new GridSize(3 * COARSE.nx(), COARSE.ny(), COARSE.nz());
    Warp warp = warp(pieces, 3, wide, Periodicity.NONE);
    for (int x = 0; x < wide.nx(); x++) {
      assertThat(warp.placeX(x, 10)).isCloseTo((x + 0.5) / 3, within(0.25 * EDGE));
    }
  }

  @Test
  void sidesThatASceneReachesStayAndFromOthersItDrawsBackAtMost() {
    double moved = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Warp filled = warp(scene(COARSE, true), seed, COARSE, Periodicity.NONE);
      Warp air = warp(scene(COARSE, false), seed, COARSE, Periodicity.NONE);
      int lastX = COARSE.nx() - 1;
      int lastY = COARSE.ny() - 1;
      for (int y = 0; y <= lastY; y++) {
        assertThat(filled.placeX(0, y)).isCloseTo(0.5, within(0.5));
        assertThat(filled.placeX(lastX, y)).isCloseTo(lastX + 0.5, within(0.5));
        assertThat(air.placeX(0, y)).isLessThan(1);
        assertThat(air.placeX(lastX, y)).isGreaterThan(lastX);
        moved = Math.max(moved, 0.5 - air.placeX(0, y));
      }
      for (int x = 0; x <= lastX; x++) {
        assertThat(filled.placeY(x, 0)).isCloseTo(0.5, within(0.5));
        assertThat(filled.placeY(x, lastY)).isCloseTo(lastY + 0.5, within(0.5));
        assertThat(air.placeY(x, 0)).isLessThan(1);
        assertThat(air.placeY(x, lastY)).isGreaterThan(lastY);
      }
    }
    assertThat(moved).isGreaterThan(1);
  }

  @Test
  void allStagesAreBentAlike() {
    Pieces coarse = scene(COARSE, true);
    Pieces fine = coarse.finer(FINE, scene(FINE, true).scene());
    long key = SeededLatents.ofSeed(5).key();
    Warp first = new Warp(coarse, coarse, key, lattice(COARSE, COARSE, Periodicity.NONE));
    Warp finer = new Warp(fine, coarse, key, lattice(FINE, COARSE, Periodicity.NONE));
    for (int y = 0; y < COARSE.ny(); y++) {
      for (int x = 0; x < COARSE.nx(); x++) {
        // the middle one of three fine columns lies where the coarse one does
        assertThat(finer.placeX(3 * x + 1, 3 * y + 1))
            .isCloseTo(3 * first.placeX(x, y), within(1e-9));
        assertThat(finer.placeY(3 * x + 1, 3 * y + 1))
            .isCloseTo(3 * first.placeY(x, y), within(1e-9));
      }
    }
  }

  @Test
  void periodicSceneGoesOnBeyondItsEnd() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Warp warp = warp(scene(COARSE, true), seed, COARSE, Periodicity.XY);
      for (int y = 0; y < COARSE.ny(); y++) {
        double step = warp.placeX(0, y) + COARSE.nx() - warp.placeX(COARSE.nx() - 1, y);
        assertThat(step).isBetween(0.0, 2.0);
        double across = warp.placeY(0, y) - warp.placeY(COARSE.nx() - 1, y);
        assertThat(across).isBetween(-1.0, 1.0);
      }
    }
  }

  @Test
  void remixesOfDifferentSeedsAreBentDifferently() {
    Pieces pieces = scene(COARSE, true);
    double difference = 0;
    for (int seed = 1; seed < SEEDS; seed++) {
      Warp one = warp(pieces, seed, COARSE, Periodicity.NONE);
      Warp other = warp(pieces, seed + 1, COARSE, Periodicity.NONE);
      difference += Math.abs(one.placeX(10, 10) - other.placeX(10, 10)) / (SEEDS - 1);
    }
    assertThat(difference).isGreaterThan(0.3);
  }

  @Test
  void beyondTheReferenceThereIsNothing() {
    assertThat(Warp.columnAt(-0.1, 3, COARSE, Periodicity.NONE)).isEqualTo(ColumnMap.NOTHING);
    assertThat(Warp.columnAt(3, 20.1, COARSE, Periodicity.NONE)).isEqualTo(ColumnMap.NOTHING);
    assertThat(Warp.columnAt(20.9, 19.9, COARSE, Periodicity.NONE)).isEqualTo(20 + 21 * 19);
    assertThat(Warp.columnAt(-0.1, 20.1, COARSE, Periodicity.XY)).isEqualTo(20);
    float[] voxel = new float[C];
    scene(COARSE, true).addScene(ColumnMap.NOTHING, 0, 1, voxel, 0);
    assertThat(voxel).containsExactly(0, 0, 0, VoxelGrid.EMPTY_DENSITY);
  }

  @Test
  void betweenTwoSeedsTheWarpIsBetweenBoth() {
    Pieces pieces = scene(COARSE, true);
    StageLattice lattice = new StageLattice(0, COARSE, COARSE, Periodicity.NONE, pieces);
    Latents a = Latents.ofSeed(1);
    Latents b = Latents.ofSeed(2);
    Latents mixed = Latents.mixed(a, b, Share.everywhere(0.25));
    double[] of = new double[2];
    double[] ofMixed = new double[2];
    for (int x = 0; x < COARSE.nx(); x++) {
      Arrays.fill(of, 0);
      Arrays.fill(ofMixed, 0);
      a.addPlace(lattice, x, 9, 0, 0.75, of);
      b.addPlace(lattice, x, 9, 0, 0.25, of);
      mixed.addPlace(lattice, x, 9, 0, 1, ofMixed);
      assertThat(ofMixed[0]).isCloseTo(of[0], within(1e-6));
      assertThat(ofMixed[1]).isCloseTo(of[1], within(1e-6));
      float[] voxel = new float[C];
      mixed.addLayout(lattice, x, 9, 0, 1, voxel, 0);
      // of one column, not of two
      assertThat(voxel[VoxelGrid.DENSITY]).isEqualTo(1);
      assertThat(mixed.layoutShare(lattice, x, 9, 0)).isEqualTo(1);
    }
  }

  @Test
  void partThatStaysIsBentAsBeforeAndGoesOverIntoTheRest() {
    Pieces coarse = scene(COARSE, true);
    Pieces fine = coarse.finer(FINE, scene(FINE, true).scene());
    StageLattice lattice = new StageLattice(1, FINE, COARSE, Periodicity.NONE, fine);
    Latents old = Latents.ofSeed(1);
    Latents fresh = Latents.ofSeed(6);
    Mask kept = Mask.ofBox(FINE, new Window(0, 0, 0, new GridSize(20, FINE.ny(), FINE.nz())));
    Recipe recipe = new Recipe.Rerolled(new Recipe.Generated(old), kept, fresh);
    Latents spliced = SceneRun.latents(recipe, lattice);
    double[] before = new double[2];
    double largestJump = 0;
    for (int x = 0; x < FINE.nx(); x++) {
      double[] place = new double[2];
      spliced.addPlace(lattice, x, 30, 5, 1, place);
      double[] whole = new double[2];
      Latents only = x < 20 ? old : fresh;
      only.addPlace(lattice, x, 30, 5, 1, whole);
      if (x < 20 || x > 20 + 3 + 21) {
        assertThat(place).containsExactly(whole, within(1e-9));
      }
      if (x > 0) {
        largestJump = Math.max(largestJump, Math.abs(place[1] - before[1]));
      }
      before = place;
      assertThat(spliced.layoutShare(lattice, x, 30, 5)).isEqualTo(1);
    }
    assertThat(largestJump).isLessThan(1.5);
  }
}
