package org.sceneremix.gan.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class PieceTargetTest {

  private static final int C = VoxelGrid.CHANNELS;
  private static final Aabb BOX = new Aabb(0, 0, 0, 1, 1, 0.2);

  /** Where a voxel is, in its first two values. */
  private static VoxelGrid ramps(GridSize n) {
    float[] data = new float[n.voxelCount() * C];
    for (int v = 0; v < n.voxelCount(); v++) {
      data[v * C] = (v % n.nx() + 0.5f) / n.nx();
      data[v * C + 1] = (v / n.nx() % n.ny() + 0.5f) / n.ny();
      int layer = v / (n.nx() * n.ny());
      data[v * C + 2] = layer;
    }
    return new VoxelGrid(n.nx(), n.ny(), n.nz(), BOX, 1, data);
  }

  @Test
  void targetIsTheReferenceMovedAsItsPiecesAre() {
    GridSize coarse = new GridSize(21, 19, 3);
    CascadeStage coarsest = CascadeStage.coarsest(ramps(coarse));
    for (GridSize fine : new GridSize[] {coarse, new GridSize(29, 27, 4)}) {
      int compared = 0;
      int moved = 0;
      for (long seed = 1; seed <= 4; seed++) {
        PieceTarget target = PieceTarget.of(coarsest, seed, ramps(fine));
        for (int v = 0; v < fine.voxelCount(); v++) {
          int x = v % fine.nx();
          int y = v / fine.nx() % fine.ny();
          int coarseX = (int) ((x + 0.5) * coarse.nx() / fine.nx());
          int coarseY = (int) ((y + 0.5) * coarse.ny() / fine.ny());
          int from = coarsest.repeatedColumn(seed, coarse, coarseX, coarseY);
          assertThat(target.isKnown(x + fine.nx() * y)).isEqualTo(from >= 0);
          int fromX = from % coarse.nx();
          int fromY = from / coarse.nx();
          // a cubic through what lies beyond the end is no ramp
          boolean atAnEnd =
              fromX < 2 || fromX > coarse.nx() - 3 || fromY < 2 || fromY > coarse.ny() - 3;
          if (from < 0 || atAnEnd) {
            continue;
          }
          compared++;
          moved += fromX != coarseX ? 1 : 0;
          double movedX = (double) (fromX - coarseX) / coarse.nx();
          double movedY = (double) (fromY - coarseY) / coarse.ny();
          assertThat((double) target.value(v * C))
              .isEqualTo((x + 0.5) / fine.nx() + movedX, within(1e-5));
          assertThat((double) target.value(v * C + 1))
              .isEqualTo((y + 0.5) / fine.ny() + movedY, within(1e-5));
          int layer = v / (fine.nx() * fine.ny());
          assertThat(target.value(v * C + 2)).isEqualTo(layer, within(1e-5f));
        }
      }
      assertThat(compared).isGreaterThan(300);
      assertThat(moved).isGreaterThan(compared / 3);
    }
  }
}
