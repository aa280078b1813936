package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.VoxelGrid;

class ControlsTest {

  private static VoxelGrid random() {
    VoxelGrid grid = MetricScenes.empty(19, 14, 7);
    Random random = new Random(1);
    for (int i = 0; i < grid.data().length; i++) {
      grid.data()[i] = random.nextFloat();
    }
    return grid;
  }

  @Test
  void shiftingAroundTheEndsAndBackChangesNothing() {
    VoxelGrid grid = random();
    VoxelGrid shifted = Controls.shifted(grid, 5, -3);
    assertThat(shifted.density(5 + 2, 4 - 3, 6)).isEqualTo(grid.density(2, 4, 6));
    assertThat(shifted.density(4, 13, 0)).isEqualTo(grid.density(18, 2, 0));
    assertThat(Controls.shifted(shifted, 14, 3).data()).isEqualTo(grid.data());
  }

  @Test
  void shufflingMovesEveryVoxelWithinItsLayer() {
    VoxelGrid grid = random();
    VoxelGrid shuffled = Controls.shuffled(grid, 4, 2);
    assertThat(shuffled.data()).isNotEqualTo(grid.data());
    int layer = 19 * 14 * 4;
    for (int z = 0; z < 7; z++) {
      float[] before = Arrays.copyOfRange(grid.data(), z * layer, (z + 1) * layer);
      float[] after = Arrays.copyOfRange(shuffled.data(), z * layer, (z + 1) * layer);
      Arrays.sort(before);
      Arrays.sort(after);
      assertThat(after).isEqualTo(before);
    }
  }

  @Test
  void blocksStayWhole() {
    VoxelGrid grid = random();
    VoxelGrid shuffled = Controls.shuffled(grid, 4, 2);
    // the values are all different, so the first voxel of a block tells where it came from
    float corner = shuffled.density(4, 8, 0);
    for (int y = 0; y < 12; y += 4) {
      for (int x = 0; x < 16; x += 4) {
        if (grid.density(x, y, 0) == corner) {
          assertThat(shuffled.density(7, 11, 3)).isEqualTo(grid.density(x + 3, y + 3, 3));
          return;
        }
      }
    }
    throw new AssertionError("the block came from nowhere");
  }
}
