package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class ThingMatcherTest {

  private static final Workers WORKERS = new Workers(2);

  private static final float[][] COLOURS = {
    {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}, {1, 1, -1}, {1, -1, 1}, {-1, 1, 1}
  };

  /** Six blocks of different sizes, far from each other, on grey ground of two voxels. */
  private static VoxelGrid blocks() {
    VoxelGrid grid = MetricScenes.empty(48, 36, 12);
    fill(grid, new int[] {0, 0, 0, 48, 36, 2}, new float[] {-0.4f, -0.4f, -0.4f});
    for (int i = 0; i < 6; i++) {
      int x = 3 + 15 * (i % 3);
      int y = 3 + 16 * (i / 3);
      fill(grid, new int[] {x, y, 2, x + 6 + i % 2, y + 5 + i, 6 + i}, COLOURS[i]);
    }
    return grid;
  }

  /** Fills x0, y0, z0 up to, not including, x1, y1, z1. */
  private static void fill(VoxelGrid grid, int[] box, float[] colour) {
    for (int z = box[2]; z < box[5]; z++) {
      for (int y = box[1]; y < box[4]; y++) {
        for (int x = box[0]; x < box[3]; x++) {
          int at = grid.index(x, y, z);
          System.arraycopy(colour, 0, grid.data(), at, 3);
          grid.data()[at + 3] = 1;
        }
      }
    }
  }

  private static void clear(VoxelGrid grid, int[] box) {
    for (int z = box[2]; z < box[5]; z++) {
      for (int y = box[1]; y < box[4]; y++) {
        for (int x = box[0]; x < box[3]; x++) {
          grid.data()[grid.index(x, y, z) + 3] = -1;
        }
      }
    }
  }

  private static ThingShares shares(VoxelGrid remix) {
    return ThingMatcher.of(blocks())
        .orElseThrow()
        .of(remix, OccupancyGrid.of(remix), WORKERS)
        .orElseThrow();
  }

  @Test
  void allThingsOfTheReferenceAreWholeAlsoElsewhere() {
    assertThat(ThingMatcher.of(blocks()).orElseThrow().count()).isEqualTo(6);
    assertThat(shares(blocks())).isEqualTo(new ThingShares(6, 1, 0, 0, 0, 0));
    VoxelGrid mirrored = Controls.shifted(blocks(), 1, -2);
    assertThat(shares(mirrored).whole()).isEqualTo(1);
  }

  @Test
  void aHalfBlockIsCut() {
    VoxelGrid remix = blocks();
    clear(remix, new int[] {3, 3, 2, 6, 12, 12});
    assertThat(shares(remix).cut()).isCloseTo(1 / 6.0, within(1e-9));
    assertThat(shares(remix).whole()).isCloseTo(5 / 6.0, within(1e-9));
  }

  @Test
  void aBlockWithMoreOfItsColourIsMerged() {
    VoxelGrid remix = blocks();
    fill(remix, new int[] {9, 3, 2, 17, 8, 8}, COLOURS[0]);
    assertThat(shares(remix).merged()).isCloseTo(1 / 6.0, within(1e-9));
  }

  @Test
  void aBlockOfTwoColoursIsNotWhole() {
    VoxelGrid remix = blocks();
    fill(remix, new int[] {18, 3, 2, 21, 9, 7}, COLOURS[4]);
    ThingShares shares = shares(remix);
    assertThat(shares.count()).isEqualTo(7);
    assertThat(shares.whole()).isLessThan(0.75);
  }

  @Test
  void aBlockInTheAirFloats() {
    VoxelGrid remix = blocks();
    clear(remix, new int[] {3, 3, 2, 9, 8, 3});
    assertThat(shares(remix).floating()).isCloseTo(1 / 6.0, within(1e-9));
    assertThat(shares(blocks()).floating()).isZero();
  }

  @Test
  void aSceneOfOnePieceHasNoThings() {
    VoxelGrid ground = MetricScenes.empty(48, 36, 12);
    fill(ground, new int[] {0, 0, 0, 48, 36, 4}, new float[] {0, 0, 0});
    assertThat(ThingMatcher.of(ground)).isEmpty();
  }
}
