package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** Layouts at stages above the coarsest. */
class LayoutTest {

  private static final int C = VoxelGrid.CHANNELS;
  private static final Aabb BOX = new Aabb(0, 0, 0, 1, 1, 0.2);
  private static final GridSize COARSE = new GridSize(21, 19, 3);
  private static final GridSize FINE = new GridSize(44, 40, 6);
  private static final Latents SEED = Latents.ofSeed(4);

  /** Where a voxel is, in units of the scene, and its layer. */
  private static VoxelGrid places(GridSize n) {
    float[] data = new float[n.voxelCount() * C];
    for (int v = 0; v < n.voxelCount(); v++) {
      data[v * C] = (v % n.nx() + 0.5f) / n.nx();
      data[v * C + 1] = (v / n.nx() % n.ny() + 0.5f) / n.ny();
      int layer = v / (n.nx() * n.ny());
      data[v * C + 2] = layer;
      // bumps, so that seams have something to go around
      data[v * C + 3] = (float) Math.sin(30 * data[v * C] + 20 * data[v * C + 1]);
    }
    return new VoxelGrid(n.nx(), n.ny(), n.nz(), BOX, 1, data);
  }

  private static CascadeStage coarsest() {
    return CascadeStage.coarsest(places(COARSE));
  }

  private static CascadeStage finer() {
    return new CascadeStage(1, FINE, 0.1f, new float[0]).withLayout(coarsest(), places(FINE));
  }

  @Test
  void finerLayoutIsMadeOfWholeColumnsOfTheFinerScene() {
    float[] scene = places(FINE).data();
    GridSize size = new GridSize(70, 53, 6);
    float[] layout =
        CascadeStage.layout(SEED, finer().lattice(size, new GridSize(33, 25, 3), Periodicity.NONE));
    for (int v = 0; v < size.voxelCount(); v++) {
      int x = (int) (layout[v * C] * FINE.nx());
      int y = (int) (layout[v * C + 1] * FINE.ny());
      int z = v / (size.nx() * size.ny());
      int from = ((z * FINE.ny() + y) * FINE.nx() + x) * C;
      for (int c = 0; c < C; c++) {
        assertThat(layout[v * C + c]).isEqualTo(scene[from + c]);
      }
    }
  }

  @Test
  void finerLayoutHasThePiecesOfTheCoarsestWhereTheyWere() {
    float[] coarse = CascadeStage.layout(SEED, coarsest().trainingLattice(coarsest()));
    StageLattice lattice = finer().trainingLattice(coarsest());
    float[] fine = CascadeStage.layout(SEED, lattice);
    int near = 0;
    int moved = 0;
    for (int column = 0; column < FINE.nx() * FINE.ny(); column++) {
      int x = column % FINE.nx();
      int y = column / FINE.nx();
      double px = (x + 0.5) / FINE.nx();
      double py = (y + 0.5) / FINE.ny();
      int coarseX = (int) (px * COARSE.nx());
      int coarseY = (int) (py * COARSE.ny());
      int of = (coarseY * COARSE.nx() + coarseX) * C;
      double shiftX = coarse[of] - (coarseX + 0.5) / COARSE.nx();
      double shiftY = coarse[of + 1] - (coarseY + 0.5) / COARSE.ny();
      moved += Math.abs(shiftX) > 0.1 ? 1 : 0;
      boolean isNear =
          Math.abs(fine[column * C] - px - shiftX) < 0.5 / FINE.nx() + 1e-4
              && Math.abs(fine[column * C + 1] - py - shiftY) < 0.5 / FINE.ny() + 1e-4;
      near += isNear ? 1 : 0;
    }
    assertThat(moved).isGreaterThan(300);
    // seams move
    assertThat(near).isBetween((int) (0.75 * FINE.nx() * FINE.ny()), FINE.nx() * FINE.ny() - 1);
  }

  @Test
  void bordersComeFromBorders() {
    for (long seed = 1; seed <= 5; seed++) {
      float[] layout =
          CascadeStage.layout(Latents.ofSeed(seed), finer().trainingLattice(coarsest()));
      for (int y = 0; y < FINE.ny(); y++) {
        int row = y * FINE.nx() * C;
        assertThat(layout[row]).isEqualTo(0.5f / FINE.nx());
        assertThat(layout[row + (FINE.nx() - 1) * C]).isEqualTo((FINE.nx() - 0.5f) / FINE.nx());
      }
    }
  }

  private static boolean joins(float[] layout, int x, int y, int stepX, int stepY) {
    int i = x + stepX;
    int j = y + stepY;
    if (i < 0 || i >= FINE.nx() || j < 0 || j >= FINE.ny()) {
      return true;
    }
    int here = (y * FINE.nx() + x) * C;
    int there = (j * FINE.nx() + i) * C;
    return Math.abs(layout[there] - layout[here] - (float) stepX / FINE.nx()) < 1e-5
        && Math.abs(layout[there + 1] - layout[here + 1] - (float) stepY / FINE.ny()) < 1e-5;
  }

  @Test
  void shareIsAllButWherePiecesMeetThatDoNotFit() {
    StageLattice lattice = finer().trainingLattice(coarsest());
    float[] layout = CascadeStage.layout(SEED, lattice);
    float[] networks = finer().shareOfNetworks(SEED, Window.all(FINE), lattice);
    int[] counts = new int[2];
    for (int y = 0; y < FINE.ny(); y++) {
      for (int x = 0; x < FINE.nx(); x++) {
        float share = SEED.layoutShare(lattice, x, y, 0);
        counts[(int) share]++;
        assertThat(networks[y * FINE.nx() + x]).isEqualTo(1 - share);
        boolean isAtASeam =
            !joins(layout, x, y, 1, 0)
                || !joins(layout, x, y, -1, 0)
                || !joins(layout, x, y, 0, 1)
                || !joins(layout, x, y, 0, -1);
        assertThat(share == 0 && !isAtASeam).isFalse();
        assertThat(Latents.ofReconstruction().layoutShare(lattice, x, y, 0)).isZero();
        assertThat(new NoiseOnly(SEED).layoutShare(lattice, x, y, 0)).isZero();
      }
    }
    for (int count : counts) {
      assertThat(count).isGreaterThan(100);
    }
  }

  @Test
  void networksHaveAllTheSayAtTheCoarsestStage() {
    StageLattice lattice = coarsest().trainingLattice(coarsest());
    assertThat(coarsest().shareOfNetworks(SEED, Window.all(COARSE), lattice)).isNull();
  }

  @Test
  void seamsThatFitDoNotCount() {
    // the same column everywhere, so that every seam fits
    VoxelGrid flat = places(FINE);
    for (int v = 0; v < FINE.voxelCount() * C; v++) {
      flat.data()[v] = 0.3f;
    }
    CascadeStage stage = new CascadeStage(1, FINE, 0.1f, new float[0]);
    StageLattice lattice = stage.withLayout(coarsest(), flat).trainingLattice(coarsest());
    for (int x = 0; x < FINE.nx(); x++) {
      assertThat(SEED.layoutShare(lattice, x, 11, 0)).isEqualTo(1);
    }
  }

  @Test
  void layOverMixesByTheShare() {
    StageLattice lattice = finer().trainingLattice(coarsest());
    float[] layout = CascadeStage.layout(SEED, lattice);
    float[] scene = new float[layout.length];
    Arrays.fill(scene, 5);
    CascadeStage.layOver(scene, SEED, lattice);
    for (int v = 0; v < FINE.voxelCount(); v++) {
      float share = SEED.layoutShare(lattice, v % FINE.nx(), v / FINE.nx() % FINE.ny(), 0);
      for (int c = v * C; c < v * C + C; c++) {
        assertThat(scene[c]).isEqualTo(share * layout[c] + (1 - share) * 5, within(1e-5f));
      }
    }
  }

  @Test
  void halfwayBetweenTwoSeedsTheLayoutHasNoSay() {
    StageLattice lattice = finer().trainingLattice(coarsest());
    Latents a = Latents.ofSeed(1);
    Latents b = Latents.ofSeed(2);
    int changing = 0;
    for (int column = 0; column < FINE.nx() * FINE.ny(); column++) {
      int x = column % FINE.nx();
      int y = column / FINE.nx();
      float ofA = a.layoutShare(lattice, x, y, 0);
      float ofB = b.layoutShare(lattice, x, y, 0);
      assertThat(Latents.mixed(a, b, Share.everywhere(0)).layoutShare(lattice, x, y, 0))
          .isEqualTo(ofA);
      assertThat(Latents.mixed(a, b, Share.everywhere(1)).layoutShare(lattice, x, y, 0))
          .isEqualTo(ofB);
      for (double share = 0.1; share < 1; share += 0.1) {
        double change = lattice.pieces().change(x, y, share);
        if (change > 0.25 && change < 0.75) {
          changing++;
          assertThat(Latents.mixed(a, b, Share.everywhere(share)).layoutShare(lattice, x, y, 0))
              .isLessThanOrEqualTo(0.5f * Math.max(ofA, ofB));
        }
      }
    }
    assertThat(changing).isPositive();
  }

  @Test
  void layoutHasNoSayWhereTwoFieldsAreSpliced() {
    StageLattice lattice = finer().trainingLattice(coarsest());
    Latents a = Latents.ofSeed(1);
    Latents b = Latents.ofSeed(2);
    Latents spliced = new SplicedLatents(a, b, (x, y, z) -> x < 20);
    for (int y = 0; y < FINE.ny(); y++) {
      assertThat(spliced.layoutShare(lattice, 19, y, 0)).isZero();
      assertThat(spliced.layoutShare(lattice, 20, y, 0)).isZero();
      assertThat(spliced.layoutShare(lattice, 10, y, 0))
          .isEqualTo(a.layoutShare(lattice, 10, y, 0));
      assertThat(spliced.layoutShare(lattice, 30, y, 0))
          .isEqualTo(b.layoutShare(lattice, 30, y, 0));
    }
  }

  @Test
  void sceneOfAnotherSizeIsRefused() {
    CascadeStage stage = new CascadeStage(1, FINE, 0.1f, new float[0]);
    assertThatThrownBy(() -> stage.withLayout(coarsest(), places(COARSE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("44x40x6");
  }
}
