package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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
  void shuffledBlocksAreColumnsOfOnePlace() {
    VoxelGrid grid = random();
    VoxelGrid shuffled = Controls.shuffled(grid, 4, 2);
    int moved = 0;
    for (int y = 0; y < grid.ny(); y++) {
      for (int x = 0; x < grid.nx(); x++) {
        // the values are all different, so the first voxel of a block tells where it came from
        int[] source = whereIs(shuffled.density(x / 4 * 4, y / 4 * 4, 0), grid);
        moved += source[0] == x / 4 * 4 && source[1] == y / 4 * 4 ? 0 : 1;
        for (int z = 0; z < grid.nz(); z++) {
          assertThat(shuffled.density(x, y, z))
              .isEqualTo(grid.density(source[0] + x % 4, source[1] + y % 4, z));
        }
      }
    }
    assertThat(moved).isGreaterThan(grid.nx() * grid.ny() / 2);
  }

  private static int[] whereIs(float density, VoxelGrid grid) {
    for (int y = 0; y < grid.ny(); y++) {
      for (int x = 0; x < grid.nx(); x++) {
        if (grid.density(x, y, 0) == density) {
          return new int[] {x, y};
        }
      }
    }
    throw new AssertionError("the block came from nowhere");
  }

  @Test
  void noiseKeepsMeanAndDeviationOfEveryHeightAndChannel() {
    VoxelGrid grid = MetricScenes.empty(64, 60, 3);
    Random random = new Random(1);
    for (int i = 0; i < grid.data().length; i++) {
      // far enough from the ends that hardly anything is cut off
      int height = i / (4 * 64 * 60);
      grid.data()[i] = 0.1f * (i % 4) - 0.2f * height + 0.3f * random.nextFloat();
    }
    VoxelGrid noise = Controls.noise(grid, 5);
    assertThat(Controls.noise(grid, 5).data()).isEqualTo(noise.data());
    assertThat(Controls.noise(grid, 6).data()).isNotEqualTo(noise.data());
    for (int z = 0; z < 3; z++) {
      for (int c = 0; c < 4; c++) {
        double mean = values(grid, z, c).average().orElseThrow();
        assertThat(values(noise, z, c).average().orElseThrow()).isCloseTo(mean, within(0.006));
        assertThat(deviation(noise, z, c)).isCloseTo(deviation(grid, z, c), within(0.004));
      }
    }
  }

  @Test
  void noiseOfAHeightThatIsAllTheSameIsThatHeight() {
    VoxelGrid empty = MetricScenes.empty(5, 4, 3);
    assertThat(Controls.noise(empty, 1).data()).isEqualTo(empty.data());
  }

  private static DoubleStream values(VoxelGrid grid, int z, int channel) {
    return IntStream.range(0, grid.nx() * grid.ny())
        .mapToDouble(i -> grid.data()[grid.index(0, 0, z) + 4 * i + channel]);
  }

  private static double deviation(VoxelGrid grid, int z, int channel) {
    double mean = values(grid, z, channel).average().orElseThrow();
    return Math.sqrt(
        values(grid, z, channel).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
  }
}
