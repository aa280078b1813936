package org.sceneremix.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrilinearTest {

  private static final Aabb BOX = new Aabb(-1, 2, -3, 2, 4, 0.5);

  @Test
  void voxelCentresGiveTheSamplesThemselves() {
    VoxelGrid grid = Scenes.random(3, 4, 5, BOX, 1);
    Trilinear point = new Trilinear(grid);
    double[] out = new double[4];
    for (int z = 0; z < 5; z++) {
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 3; x++) {
          boolean inside =
              point.moveTo(
                  -1 + (x + 0.5) * grid.voxelX(),
                  2 + (y + 0.5) * grid.voxelY(),
                  -3 + (z + 0.5) * grid.voxelZ());
          assertThat(inside).isTrue();
          point.sample(out);
          for (int c = 0; c < 4; c++) {
            assertThat(out[c]).isCloseTo(grid.data()[grid.index(x, y, z) + c], within(1e-9));
          }
          assertThat(point.density()).isCloseTo(grid.density(x, y, z), within(1e-9));
        }
      }
    }
  }

  @Test
  void affineFieldsAreReproducedBetweenVoxelCentres() {
    VoxelGrid grid = VoxelGrid.empty(6, 5, 4, BOX, 1f);
    for (int z = 0; z < 4; z++) {
      for (int y = 0; y < 5; y++) {
        for (int x = 0; x < 6; x++) {
          double px = -1 + (x + 0.5) * grid.voxelX();
          double py = 2 + (y + 0.5) * grid.voxelY();
          double pz = -3 + (z + 0.5) * grid.voxelZ();
          grid.data()[grid.index(x, y, z) + 3] = (float) (0.1 * px - 0.2 * py + 0.3 * pz + 0.5);
        }
      }
    }
    Trilinear point = new Trilinear(grid);
    Random random = new Random(2);
    for (int i = 0; i < 200; i++) {
      double px = -1 + grid.voxelX() * (0.5 + 5 * random.nextDouble());
      double py = 2 + grid.voxelY() * (0.5 + 4 * random.nextDouble());
      double pz = -3 + grid.voxelZ() * (0.5 + 3 * random.nextDouble());
      point.moveTo(px, py, pz);
      assertThat(point.density()).isCloseTo(0.1 * px - 0.2 * py + 0.3 * pz + 0.5, within(1e-6));
    }
  }

  @Test
  void outermostSamplesAreContinuedUpToTheBox() {
    VoxelGrid grid = Scenes.random(3, 4, 5, BOX, 3);
    Trilinear point = new Trilinear(grid);
    assertThat(point.moveTo(-1, 2, -3)).isTrue();
    assertThat(point.density()).isCloseTo(grid.density(0, 0, 0), within(1e-9));
    assertThat(point.moveTo(2, 4, 0.5)).isTrue();
    assertThat(point.density()).isCloseTo(grid.density(2, 3, 4), within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"-1.001, 3, 0", "0, 4.001, 0", "0, 3, -3.001", "NaN, 3, 0", "Infinity, 3, 0"})
  void outsideTheBoxIsEmptyAndTakesNoGradient(double x, double y, double z) {
    Trilinear point = new Trilinear(Scenes.random(3, 4, 5, BOX, 4));
    point.moveTo(0, 3, 0);
    assertThat(point.moveTo(x, y, z)).isFalse();
    double[] out = {9, 9, 9, 9};
    point.sample(out);
    assertThat(out).containsExactly(0, 0, 0, -1);
    assertThat(point.density()).isEqualTo(-1);
    double[] gradient = new double[3 * 4 * 5 * 4];
    point.scatter(new double[] {1, 1, 1, 1}, gradient);
    assertThat(gradient).containsOnly(0);
  }

  @Test
  void oneVoxelIsConstant() {
    VoxelGrid grid = Scenes.random(1, 1, 1, BOX, 5);
    Trilinear point = new Trilinear(grid);
    point.moveTo(1.9, 2.1, 0.4);
    assertThat(point.density()).isEqualTo(grid.density(0, 0, 0));
  }

  /** (S G) . g = G . (S^T g), S the interpolation at random points. */
  @Test
  void scatterIsTheTransposeOfSample() {
    VoxelGrid grid = Scenes.random(5, 3, 4, BOX, 6);
    Trilinear point = new Trilinear(grid);
    Random random = new Random(7);
    double[] gradient = new double[grid.data().length];
    double[] sample = new double[4];
    double forward = 0;
    for (int i = 0; i < 500; i++) {
      point.moveTo(
          -1.2 + 3.4 * random.nextDouble(),
          1.8 + 2.4 * random.nextDouble(),
          -3.2 + 4 * random.nextDouble());
      double[] g = random.doubles(4, -1, 1).toArray();
      point.sample(sample);
      double[] before = gradient.clone();
      point.scatter(g, gradient);
      boolean inside = !Arrays.equals(before, gradient);
      for (int c = 0; c < 4 && inside; c++) {
        forward += sample[c] * g[c];
      }
    }
    double backward = 0;
    for (int i = 0; i < gradient.length; i++) {
      backward += gradient[i] * grid.data()[i];
    }
    assertThat(backward).isCloseTo(forward, within(1e-9));
  }
}
