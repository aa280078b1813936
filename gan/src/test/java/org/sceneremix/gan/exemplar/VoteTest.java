package org.sceneremix.gan.exemplar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.work.Workers;

class VoteTest {

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(3, Border.OUTSIDE, Symmetry.NONE),
        Arguments.of(5, Border.WRAPS, Symmetry.NONE),
        Arguments.of(5, Border.CONTINUES, Symmetry.ALL),
        Arguments.of(3, Border.WRAPS, Symmetry.ROTATIONS));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsAddingUpPatchByPatch(int patch, Border border, Symmetry symmetry) {
    Exemplar exemplar = new Exemplar(List.of(Grids.random(new GridSize(6, 4, 3), 3)), symmetry);
    CoordinateMap map = Grids.randomMap(new GridSize(5, 7, 3), exemplar, 0, 4);
    map.sources()[17] = CoordinateMap.NONE;
    double[] slow = SlowPatches.vote(map, exemplar, patch, border);
    try (Workers workers = new Workers(2)) {
      Appearance known = new Appearance(exemplar.level(0).data(), Optional.empty());
      float[] fast =
          new Vote(known, exemplar.size(0), symmetry, 5, workers).of(map, patch, border).samples();
      for (int i = 0; i < slow.length; i++) {
        assertEquals(slow[i], fast[i], 2e-5, "value " + i);
      }
    }
  }

  @Test
  void placesAreTheMeanOfWhatAllPatchesOverAVoxelSay() {
    GridSize from = new GridSize(6, 4, 3);
    Exemplar exemplar = new Exemplar(List.of(Grids.random(from, 3)), Symmetry.NONE);
    float[] places = Grids.randomPlaces(from, 8);
    CoordinateMap map = Grids.randomMap(new GridSize(5, 7, 3), exemplar, 0, 4);
    try (Workers workers = new Workers(2)) {
      float[] voted =
          new Vote(
                  new Appearance(exemplar.level(0).data(), Optional.of(places)),
                  from,
                  Symmetry.NONE,
                  3,
                  workers)
              .of(map, 3, Border.OUTSIDE)
              .places()
              .orElseThrow();
      for (int v = 0; v < map.sources().length; v++) {
        for (int c = 0; c < 2; c++) {
          assertEquals(mean(map, from, places, v, c), voted[2 * v + c], 1e-6, "voxel " + v);
        }
      }
    }
  }

  private static double mean(CoordinateMap map, GridSize from, float[] places, int voxel, int c) {
    GridSize size = map.size();
    double sum = 0;
    int count = 0;
    for (int i = 0; i < 27; i++) {
      int dx = i % 3 - 1;
      int dy = i / 3 % 3 - 1;
      int dz = i / 9 - 1;
      int x = voxel % size.nx() + dx;
      int y = voxel / size.nx() % size.ny() + dy;
      int z = voxel / size.nx() / size.ny() + dz;
      if (size.contains(x, y, z)) {
        int source = map.sources()[(z * size.ny() + y) * size.nx() + x];
        int sx = source % from.nx() - dx;
        int sy = source / from.nx() % from.ny() - dy;
        int sz = source / from.nx() / from.ny() - dz;
        boolean inside = from.contains(sx, sy, sz);
        sum += inside ? places[2 * ((sz * from.ny() + sy) * from.nx() + sx) + c] : 0;
        count++;
      }
    }
    return sum / count;
  }
}
