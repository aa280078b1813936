package org.sceneremix.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.volume.work.Workers;

/** What a coarse grid shows is compared with what the fine one shows, ray by ray. */
class AntialiasedShrinkTest {

  private static final Workers WORKERS = new Workers(2);

  private static final Aabb BOX = Aabb.centredCube(1);
  private static final int FINE = 24;

  private static VoxelGrid shrink(VoxelGrid grid, int side) {
    return AntialiasedShrink.shrink(grid, new GridSize(side, side, side), WORKERS);
  }

  private static double meanCoverage(VoxelGrid grid) {
    return (Scenes.coverage(grid, 0) + Scenes.coverage(grid, 1) + Scenes.coverage(grid, 2)) / 3;
  }

  @ParameterizedTest
  @CsvSource({"5, 18", "5, 8", "50, 18", "50, 8", "50, 6", "200, 18", "200, 8", "200, 6"})
  void aSphereCoversAsMuchOfThePicture(float densityScale, int side) {
    VoxelGrid fine =
        Scenes.grid(
            FINE,
            FINE,
            FINE,
            BOX,
            densityScale,
            (x, y, z) -> 0.6 - Math.sqrt(x * x + y * y + z * z));
    double expected = Scenes.coverage(fine, 2);
    assertThat(Scenes.coverage(shrink(fine, side), 2)).isCloseTo(expected, within(0.025));
  }

  /** A rod of a fine voxel's width, slanted: averaged densities would show nothing of it. */
  @ParameterizedTest
  @CsvSource({"50, 18", "50, 8", "50, 6", "200, 18", "200, 8", "200, 6"})
  void aThinRodFadesInsteadOfVanishing(float densityScale, int side) {
    VoxelGrid fine =
        Scenes.grid(
            FINE,
            FINE,
            FINE,
            BOX,
            densityScale,
            (x, y, z) -> 0.06 - Math.hypot(x - 0.1 - 0.3 * z, y - 0.13 - 0.5 * z));
    double expected = meanCoverage(fine);
    VoxelGrid coarse = shrink(fine, side);
    assertThat(meanCoverage(coarse)).isBetween(0.8 * expected, 1.4 * expected);
    // each coarse slice holds a piece of it
    for (int z = 0; z < side; z++) {
      float peak = -1;
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          peak = Math.max(peak, coarse.density(x, y, z));
        }
      }
      assertThat(peak).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({"50, 18", "50, 8", "200, 18", "200, 8", "200, 6"})
  void aThinSlantedPlateKeepsItsOpacity(float densityScale, int side) {
    VoxelGrid fine =
        Scenes.grid(
            FINE,
            FINE,
            FINE,
            BOX,
            densityScale,
            (x, y, z) -> 0.045 - Math.abs(0.8 * z + 0.5 * x + 0.33 * y - 0.04));
    double expected = meanCoverage(fine);
    assertThat(meanCoverage(shrink(fine, side))).isCloseTo(expected, within(0.15 * expected));
  }

  /** Opacity of so dense a thing answers to density so fast that fixed steps would overshoot. */
  @ParameterizedTest
  @ValueSource(ints = {18, 12, 8})
  void aDenseTableTopKeepsItsEdges(int side) {
    VoxelGrid fine =
        Scenes.grid(
            FINE,
            FINE,
            FINE,
            BOX,
            200,
            (x, y, z) ->
                Math.min(0.79 - Math.max(Math.abs(x), Math.abs(y)), 0.08 - Math.abs(z + 0.31)));
    VoxelGrid coarse = shrink(fine, side);
    assertThat(Scenes.coverage(coarse, 2)).isCloseTo(Scenes.coverage(fine, 2), within(0.06));
  }

  /** However the floor lies to the coarse voxels, it neither rises nor sinks. */
  @ParameterizedTest
  @ValueSource(doubles = {-0.33, -0.3, -0.26, -0.21, -0.17, -0.08, 0})
  void aFloorStaysAtItsHeight(double height) {
    VoxelGrid fine = Scenes.grid(FINE, FINE, FINE, BOX, 100, (x, y, z) -> height - z);
    for (int side : new int[] {18, 12, 8, 6}) {
      VoxelGrid coarse = shrink(fine, side);
      double tolerance = 0.15 * coarse.voxelZ();
      assertThat(surfaceHeight(coarse)).isCloseTo(surfaceHeight(fine), within(tolerance));
      assertThat(Scenes.coverage(coarse, 2)).isCloseTo(1, within(1e-3));
    }
  }

  /** Where a ray from above has met half of what it can: optical thickness ln 2. */
  private static double surfaceHeight(VoxelGrid grid) {
    Trilinear point = new Trilinear(grid);
    double thickness = 0;
    double z = 1;
    while (thickness < Math.log(2) && z > -1) {
      z -= 1e-4;
      point.moveTo(0.02, 0.03, z);
      thickness += 1e-4 * grid.densityScale() * Math.max(0, point.density());
    }
    return z;
  }

  @Test
  void emptinessStaysAsEmptyAsItWas() {
    VoxelGrid fine = VoxelGrid.empty(FINE, FINE, FINE, BOX, 50f);
    for (int v = 0; v < fine.voxelCount(); v++) {
      fine.data()[4 * v + 3] = -0.3f;
    }
    VoxelGrid coarse = shrink(fine, 7);
    for (int v = 0; v < coarse.voxelCount(); v++) {
      assertThat(coarse.data()[4 * v + 3]).isCloseTo(-0.3f, within(1e-6f));
    }
  }

  @Test
  void colourIsWeightedByOpacitySoThatEmptinessDoesNotTaintIt() {
    VoxelGrid fine = Scenes.grid(FINE, FINE, FINE, BOX, 100, (x, y, z) -> -0.26 - z);
    for (int v = 0; v < fine.voxelCount(); v++) {
      // a red floor, with its colour as far up as interpolation reads it, below green emptiness
      boolean solid = v / (FINE * FINE) < 11;
      fine.data()[4 * v] = solid ? 0.8f : -1f;
      fine.data()[4 * v + 1] = solid ? -0.6f : (v % 7) / 7f;
      fine.data()[4 * v + 2] = solid ? -0.6f : -1f;
    }
    VoxelGrid coarse = shrink(fine, 9);
    Trilinear point = new Trilinear(coarse);
    double[] sample = new double[4];
    int seen = 0;
    for (double z = -1; z < 1; z += 0.01) {
      point.moveTo(0.1, 0.2, z);
      point.sample(sample);
      if (sample[3] > 0) {
        seen++;
        assertThat(sample[0]).isCloseTo(0.8, within(1e-6));
        assertThat(sample[1]).isCloseTo(-0.6, within(1e-6));
      }
    }
    assertThat(seen).isGreaterThan(20);
  }

  @Test
  void theSameSizeKeepsWhatIsSeen() {
    VoxelGrid fine = Scenes.random(6, 7, 5, BOX, 3);
    VoxelGrid same = AntialiasedShrink.shrink(fine, GridSize.of(fine), WORKERS);
    assertThat(same).isNotSameAs(fine);
    for (int v = 0; v < fine.voxelCount(); v++) {
      assertThat(same.data()[4 * v + 3]).isEqualTo(fine.data()[4 * v + 3]);
    }
  }

  @Test
  void enlargingIsRefused() {
    VoxelGrid grid = Scenes.random(6, 7, 5, BOX, 3);
    assertThatThrownBy(() -> AntialiasedShrink.shrink(grid, new GridSize(6, 8, 5), WORKERS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a 6x7x5 grid cannot be shrunk to 6x8x5");
  }
}
