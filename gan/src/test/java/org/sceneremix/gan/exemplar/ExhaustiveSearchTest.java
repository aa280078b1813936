package org.sceneremix.gan.exemplar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.work.Workers;

class ExhaustiveSearchTest {

  private static final Border MIXED =
      new Border(Border.Kind.CONTINUES, Border.Kind.OUTSIDE, Border.Kind.WRAPS, Border.Kind.WRAPS);

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of(3, false, Border.OUTSIDE, Symmetry.NONE),
        Arguments.of(3, true, Border.OUTSIDE, Symmetry.NONE),
        Arguments.of(5, true, Border.WRAPS, Symmetry.NONE),
        Arguments.of(5, false, Border.CONTINUES, Symmetry.ROTATIONS),
        Arguments.of(3, true, MIXED, Symmetry.ALL),
        Arguments.of(1, true, MIXED, Symmetry.NONE),
        Arguments.of(7, true, Border.OUTSIDE, Symmetry.NONE));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTryingPatchByPatch(int patch, boolean completeness, Border border, Symmetry symmetry) {
    GridSize size = new GridSize(7, 5, 3);
    float[] scene = Grids.randomSamples(size, 1);
    Exemplar exemplar = new Exemplar(List.of(Grids.random(new GridSize(4, 8, 3), 2)), symmetry);
    int[] slow = SlowPatches.nearest(scene, size, exemplar, patch, completeness, border);
    for (int threads = 1; threads <= 3; threads += 2) {
      try (Workers workers = new Workers(threads)) {
        int[] fast =
            new ExhaustiveSearch(exemplar.level(0), symmetry, workers)
                .nearest(scene, size, patch, completeness, border, new Stop(Progress.NONE))
                .sources();
        assertArrayEquals(slow, fast);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 13, 15, 31})
  void distancesOfLargePatchesDoNotOverflow(int patch) {
    GridSize size = new GridSize(patch, patch, patch);
    float[] full = new float[size.voxelCount() * 4];
    java.util.Arrays.fill(full, 1f);
    float[] empty = new float[size.voxelCount() * 4];
    java.util.Arrays.fill(empty, -1f);
    int scale = Features.scale(patch, patch);
    assertEquals(patch <= 13, scale == 511);
    FeaturePlanes a =
        new FeaturePlanes(full, size, Orientation.OWN, Border.OUTSIDE, patch / 2, scale);
    FeaturePlanes b =
        new FeaturePlanes(empty, size, Orientation.OWN, Border.OUTSIDE, patch / 2, scale);
    DisplacementSweep sweep = new DisplacementSweep(a, size, patch, size.nx());
    int[] centre = new int[1];
    int middle = patch / 2;
    sweep.run(
        b,
        0,
        patch,
        0,
        (dx, x, d, from, to) -> {
          if (dx == 0 && x == middle) {
            centre[0] = d[middle * a.column + middle];
          }
        });
    int colour = Math.round(0.8f * scale);
    long voxels = (long) patch * patch * patch;
    assertEquals(voxels * (3L * colour * colour + (long) scale * scale), centre[0]);
  }
}
