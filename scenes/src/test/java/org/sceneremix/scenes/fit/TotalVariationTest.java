package org.sceneremix.scenes.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class TotalVariationTest {

  private static final int NX = 5;
  private static final int NY = 4;
  private static final int NZ = 9;
  private static final int DRAWS = 4000;
  private static final Workers WORKERS = new Workers(2);

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  private static VoxelGrid grid() {
    SplittableRandom random = new SplittableRandom(3);
    VoxelGrid grid = VoxelGrid.empty(NX, NY, NZ, Aabb.centredCube(1), 1);
    for (int i = 0; i < grid.data().length; i++) {
      grid.data()[i] = (float) random.nextDouble(-1, 1);
    }
    return grid;
  }

  private static boolean[] active() {
    boolean[] active = new boolean[NX * NY * NZ];
    for (int v = 0; v < active.length; v++) {
      active[v] = v % 7 != 0;
    }
    return active;
  }

  /** As the formula is written. */
  private static double totalVariation(VoxelGrid grid, boolean[] active) {
    double sum = 0;
    for (int z = 0; z < NZ; z++) {
      for (int y = 0; y < NY; y++) {
        for (int x = 0; x < NX; x++) {
          if (active[grid.index(x, y, z) / 4]) {
            for (int c = 0; c < 4; c++) {
              double dx = difference(grid, active, x, y, z, x + 1, y, z, c);
              double dy = difference(grid, active, x, y, z, x, y + 1, z, c);
              double dz = difference(grid, active, x, y, z, x, y, z + 1, c);
              sum += Math.sqrt(dx * dx + dy * dy + dz * dz + 1e-4);
            }
          }
        }
      }
    }
    return sum / grid.voxelCount();
  }

  private static double difference(
      VoxelGrid grid, boolean[] active, int x, int y, int z, int x1, int y1, int z1, int c) {
    if (x1 == NX || y1 == NY || z1 == NZ || !active[grid.index(x1, y1, z1) / 4]) {
      return 0;
    }
    return grid.data()[grid.index(x1, y1, z1) + c] - grid.data()[grid.index(x, y, z) + c];
  }

  @Test
  void inTheMeanTheGradientIsThatOfTheFormula() {
    VoxelGrid grid = grid();
    boolean[] active = active();
    float[] sum = new float[grid.data().length];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < DRAWS; i++) {
      TotalVariation.addGradient(grid, active, 10, random, sum, WORKERS);
    }
    float h = 1e-3f;
    for (int i = 0; i < sum.length; i += 11) {
      float middle = grid.data()[i];
      grid.data()[i] = middle + h;
      double above = totalVariation(grid, active);
      grid.data()[i] = middle - h;
      double below = totalVariation(grid, active);
      grid.data()[i] = middle;
      double expected = 10 * (above - below) / (2 * h);
      assertThat((double) sum[i] / DRAWS).isCloseTo(expected, within(0.01));
    }
  }

  @Test
  void anEvenGridHasNone() {
    VoxelGrid grid = VoxelGrid.empty(NX, NY, NZ, Aabb.centredCube(1), 1);
    float[] gradient = new float[grid.data().length];
    TotalVariation.addGradient(grid, active(), 10, new SplittableRandom(1), gradient, WORKERS);
    assertThat(gradient).containsOnly(0f);
  }
}
