package org.sceneremix.gan.exemplar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
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
      float[] fast = new Vote(exemplar.level(0), symmetry, 5, workers).of(map, patch, border);
      for (int i = 0; i < slow.length; i++) {
        assertEquals(slow[i], fast[i], 2e-5, "value " + i);
      }
    }
  }
}
