package org.sceneremix.gan.exemplar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class CoordinateMapTest {

  private static final int NONE = CoordinateMap.NONE;

  @Test
  void carryingKeepsOffsetsWithinVoxels() {
    Exemplar exemplar =
        new Exemplar(
            List.of(Grids.random(new GridSize(6, 1, 1), 1), Grids.random(new GridSize(8, 1, 1), 2)),
            Symmetry.NONE);
    // 3 voxels moved by one: each centre at 3/8, 9/8, 15/8, 21/8 moves by 4/3 of a voxel
    CoordinateMap map = new CoordinateMap(new GridSize(3, 1, 1), new int[] {1, 2, 3});
    assertArrayEquals(
        new int[] {1, 2, 3, 4}, map.carried(exemplar, 0, new GridSize(4, 1, 1), 1).sources());
    CoordinateMap unknown = new CoordinateMap(new GridSize(3, 1, 1), new int[] {4, NONE, 0});
    assertArrayEquals(
        new int[] {5, NONE, NONE, 0},
        unknown.carried(exemplar, 0, new GridSize(4, 1, 1), 1).sources());
  }

  @ParameterizedTest
  @EnumSource(Symmetry.class)
  void carriedIdentityIsTheIdentity(Symmetry symmetry) {
    GridSize coarse = new GridSize(6, 4, 3);
    GridSize fine = new GridSize(9, 7, 5);
    Exemplar exemplar =
        new Exemplar(List.of(Grids.random(coarse, 1), Grids.random(fine, 2)), symmetry);
    for (int o = 0; o < symmetry.count(); o++) {
      int first = o * coarse.voxelCount();
      int firstFine = o * fine.voxelCount();
      CoordinateMap map = CoordinateMap.identity(exemplar.size(0, o));
      for (int v = 0; v < map.sources().length; v++) {
        map.sources()[v] += first;
      }
      int[] carried = map.carried(exemplar, 0, exemplar.size(1, o), 1).sources();
      for (int v = 0; v < carried.length; v++) {
        assertEquals(firstFine + v, carried[v]);
      }
    }
  }

  @Test
  void sourcesOfOrientationsAreTurnedAndMirroredVoxels() {
    VoxelGrid grid = Grids.random(new GridSize(4, 3, 2), 5);
    Exemplar exemplar = new Exemplar(List.of(grid), Symmetry.ALL);
    VoxelGrid expected = grid;
    for (int o = 0; o < 8; o++) {
      expected = o == 0 ? grid : o == 4 ? SlowPatches.mirrored(grid) : SlowPatches.turned(expected);
      CoordinateMap map = CoordinateMap.identity(exemplar.size(0, o));
      for (int v = 0; v < map.sources().length; v++) {
        map.sources()[v] += o * grid.voxelCount();
      }
      assertEquals(GridSize.of(expected), map.size());
      assertArrayEquals(expected.data(), map.samples(exemplar, 0));
    }
  }

  @Test
  void unknownSourcesAreEmpty() {
    Exemplar exemplar =
        new Exemplar(List.of(Grids.random(new GridSize(2, 1, 1), 1)), Symmetry.NONE);
    CoordinateMap map = new CoordinateMap(new GridSize(1, 1, 1), new int[] {NONE});
    assertArrayEquals(new float[] {0, 0, 0, -1}, map.samples(exemplar, 0));
  }

  @Test
  void sourcesMustBeAsManyAsVoxels() {
    GridSize size = new GridSize(2, 1, 1);
    assertThrows(IllegalArgumentException.class, () -> new CoordinateMap(size, new int[3]));
  }
}
