package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class LargeFormsTest {

  private static final int C = VoxelGrid.CHANNELS;
  private static final int EDGE = 7;
  private static final GridSize SIZE = new GridSize(21, 21, 8);

  /** Where there is something. */
  private interface Solid {
    boolean contains(int x, int y, int z);
  }

  private static Pieces pieces(Solid solid) {
    float[] scene = new float[SIZE.voxelCount() * C];
    for (int v = 0; v < SIZE.voxelCount(); v++) {
      int x = v % SIZE.nx();
      int y = v / SIZE.nx() % SIZE.ny();
      int z = v / (SIZE.nx() * SIZE.ny());
      scene[v * C + VoxelGrid.DENSITY] = solid.contains(x, y, z) ? 1 : VoxelGrid.EMPTY_DENSITY;
    }
    return Pieces.ofScene(EDGE, LayoutKind.AUTO, SIZE, scene);
  }

  private static boolean isWall(int x, int y) {
    double radius = Math.hypot(x - 10, y - 10);
    return radius > 7.5 && radius < 9.5;
  }

  @Test
  void wallAroundAHollowIsBent() {
    assertThat(pieces((x, y, z) -> isWall(x, y) && z < 7).isWarped()).isTrue();
  }

  @Test
  void thingsScatteredOnTheGroundAreCutUp() {
    SplittableRandom random = new SplittableRandom(4);
    boolean[][] stands = new boolean[SIZE.ny() / 2 + 1][SIZE.nx() / 2 + 1];
    for (boolean[] row : stands) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(4) == 0;
      }
    }
    assertThat(pieces((x, y, z) -> z < 2 || (stands[y / 2][x / 2] && z < 5)).isWarped()).isFalse();
  }

  @Test
  void groundAloneAndNothingAtAllAreCutUp() {
    assertThat(pieces((x, y, z) -> z < 2).isWarped()).isFalse();
    assertThat(pieces((x, y, z) -> false).isWarped()).isFalse();
  }
}
