package org.sceneremix.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EmptyColourTest {

  private static final Aabb BOX = Aabb.centredCube(1);

  /** Some occupied voxels in a grid whose colours are all random. */
  private static VoxelGrid sparse() {
    VoxelGrid grid = Scenes.random(14, 12, 13, BOX, 1);
    Random random = new Random(2);
    for (int v = 0; v < grid.voxelCount(); v++) {
      grid.data()[4 * v + 3] = random.nextInt(100) == 0 ? 0.9f : -0.4f;
    }
    return grid;
  }

  @Test
  void nothingThatIsRenderedChanges() {
    VoxelGrid before = sparse();
    VoxelGrid after = before.copy();
    EmptyColour.choose(after);
    assertThat(after.data()).isNotEqualTo(before.data());

    Random random = new Random(3);
    Trilinear pointBefore = new Trilinear(before);
    Trilinear pointAfter = new Trilinear(after);
    double[] a = new double[4];
    double[] b = new double[4];
    int visible = 0;
    for (int i = 0; i < 20000; i++) {
      double x = 2 * random.nextDouble() - 1;
      double y = 2 * random.nextDouble() - 1;
      double z = 2 * random.nextDouble() - 1;
      pointBefore.moveTo(x, y, z);
      pointAfter.moveTo(x, y, z);
      pointBefore.sample(a);
      pointAfter.sample(b);
      assertThat(b[3]).isEqualTo(a[3]);
      if (a[3] > 0) {
        visible++;
        assertThat(b).isEqualTo(a);
      }
    }
    assertThat(visible).isGreaterThan(100);
  }

  @Test
  void colourFadesToGreyAwayFromTheSurface() {
    VoxelGrid grid = VoxelGrid.empty(20, 3, 3, BOX, 1f);
    for (int v = 0; v < grid.voxelCount(); v++) {
      grid.data()[4 * v + 1] = v % 20 < 5 ? 0.8f : -0.9f;
      grid.data()[4 * v + 3] = v % 20 < 4 ? 1f : -1f;
    }
    EmptyColour.choose(grid);
    // voxels 0 to 3 are solid, 4 is next to them, 5 to 7 are within the reach
    double[] expected = {0.8, 0.8, 0.8, 0.8, 0.8, 0.6, 0.4, 0.2, 0, 0, 0};
    for (int x = 0; x < expected.length; x++) {
      assertThat((double) grid.data()[grid.index(x, 1, 1) + 1])
          .isCloseTo(expected[x], within(1e-6));
    }
  }

  @Test
  void anEmptyGridIsGrey() {
    VoxelGrid grid = VoxelGrid.empty(4, 5, 6, BOX, 1f);
    EmptyColour.choose(grid);
    for (int v = 0; v < grid.voxelCount(); v++) {
      assertThat(grid.data()[4 * v]).isZero();
      assertThat(grid.data()[4 * v + 3]).isEqualTo(-1f);
    }
  }

  @Test
  void choosingTwiceChangesNothing() {
    VoxelGrid once = sparse();
    EmptyColour.choose(once);
    VoxelGrid twice = once.copy();
    EmptyColour.choose(twice);
    assertThat(twice.data()).isEqualTo(once.data());
  }
}
