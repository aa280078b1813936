package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class SeamlessRegionsTest {

  private static final int NX = 8;
  private static final int NY = 6;
  private static final int NZ = 3;

  /** Full in its lower two layers. */
  private static VoxelGrid scene() {
    VoxelGrid scene = VoxelGrid.empty(NX, NY, NZ, new Aabb(0, 0, 0, 8, 6, 3), 50);
    for (int v = 0; v < NX * NY * 2; v++) {
      scene.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] = 1;
    }
    return scene;
  }

  private static double largest(VoxelGrid scene, Symmetry symmetry, IntUnaryOperator sourceOf) {
    int[] sources = new int[NX * NY * NZ];
    Arrays.setAll(sources, sourceOf);
    CoordinateMap map = new CoordinateMap(new GridSize(NX, NY, NZ), sources);
    return SeamlessRegions.largest(new Remix(scene, map, new Exemplar(List.of(scene), symmetry)));
  }

  @Test
  void copyIsOneRegion() {
    assertThat(largest(scene(), Symmetry.NONE, v -> v)).isEqualTo(1);
  }

  @Test
  void seamDividesTheShares() {
    // the columns of x >= 5 come from two further left
    assertThat(largest(scene(), Symmetry.NONE, v -> v % NX >= 5 ? v - 2 : v))
        .isCloseTo(5 / 8.0, within(1e-12));
  }

  /** A step of one voxel is a seam too, also from the end of a row to the beginning of the next. */
  @Test
  void everyOtherOffsetIsAnotherRegion() {
    assertThat(largest(scene(), Symmetry.NONE, v -> v % NX == 0 ? v : v - v % 2)).isLessThan(0.2);
  }

  @Test
  void regionsOfOneOffsetThatDoNotTouchAreTwo() {
    assertThat(largest(scene(), Symmetry.NONE, v -> v % NX == 3 ? v + 1 : v))
        .isCloseTo(4 / 8.0, within(1e-12));
  }

  @Test
  void thingsCopiedTogetherAreOneRegionAlsoWithNothingBetweenThem() {
    VoxelGrid scene = scene();
    for (int v = 0; v < scene.voxelCount(); v++) {
      if (v % NX == 3) {
        scene.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] = VoxelGrid.EMPTY_DENSITY;
      }
    }
    assertThat(largest(scene, Symmetry.NONE, v -> v)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Symmetry.class,
      names = {"ROTATIONS", "ALL"})
  void turnedCopyIsOneRegionAndOrientationsAreToldApart(Symmetry symmetry) {
    int half = 2 * NX * NY * NZ;
    assertThat(largest(scene(), symmetry, v -> half + v)).isEqualTo(1);
    assertThat(largest(scene(), symmetry, v -> v % NX < 6 ? v : half + v))
        .isCloseTo(6 / 8.0, within(1e-12));
  }

  @Test
  void voxelsOfNoSourceAreInNoRegionAndAnEmptySceneHasNone() {
    assertThat(largest(scene(), Symmetry.NONE, v -> CoordinateMap.NONE)).isZero();
    VoxelGrid empty = VoxelGrid.empty(NX, NY, NZ, new Aabb(0, 0, 0, 8, 6, 3), 50);
    assertThat(largest(empty, Symmetry.NONE, v -> v)).isZero();
  }
}
