package org.sceneremix.gan.exemplar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sceneremix.gan.lattice.Preference;
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
            Arguments.of(7, true, Border.OUTSIDE, Symmetry.NONE))
        .flatMap(
            arguments ->
                Stream.of(false, true)
                    .map(places -> Arguments.of(concat(arguments.get(), places))));
  }

  private static Object[] concat(Object[] arguments, Object more) {
    Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = more;
    return all;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTryingPatchByPatch(
      int patch, boolean completeness, Border border, Symmetry symmetry, boolean places) {
    GridSize size = new GridSize(7, 5, 3);
    Appearance scene =
        new Appearance(
            Grids.randomSamples(size, 1),
            places ? Optional.of(Grids.randomPlaces(size, 5)) : Optional.empty());
    Exemplar exemplar = new Exemplar(List.of(Grids.random(new GridSize(4, 8, 3), 2)), symmetry);
    GridSize from = exemplar.size(0);
    float[] there = Grids.randomPlaces(from, 6);
    Appearance known = new Appearance(exemplar.level(0).data(), Optional.of(there));
    for (Preference preference : List.of(Preference.NONE, SlowPatches.WISHES)) {
      int[] slow =
          SlowPatches.nearest(
              scene, size, exemplar, there, patch, completeness, border, preference);
      for (int threads = 1; threads <= 3; threads += 2) {
        try (Workers workers = new Workers(threads)) {
          Stop stop = new Stop(Progress.NONE);
          int[] fast =
              new ExhaustiveSearch(known, from, symmetry, workers)
                  .nearest(scene, size, patch, completeness, border, preference, stop)
                  .sources();
          assertArrayEquals(slow, fast);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "13, 0", "15, 0", "31, 0", "3, 4", "9, 4", "13, 4"})
  void distancesOfLargePatchesDoNotOverflow(int patch, float placeWeight) {
    GridSize size = new GridSize(patch, patch, patch);
    float[] full = new float[size.voxelCount() * 4];
    java.util.Arrays.fill(full, 1f);
    float[] empty = new float[size.voxelCount() * 4];
    java.util.Arrays.fill(empty, -1f);
    Features features = new Features(placeWeight, patch, patch);
    int scale = features.scale();
    assertEquals(patch <= (placeWeight == 0 ? 13 : 3), scale == 511);
    FeaturePlanes a = planes(full, Grids.everywhere(size, 1, 1), size, patch, features);
    FeaturePlanes b = planes(empty, Grids.everywhere(size, 0, -1), size, patch, features);
    DisplacementSweep sweep =
        new DisplacementSweep(a, size, patch, size.nx(), features.largestDifference());
    int[] centre = new int[1];
    int middle = patch / 2;
    sweep.run(
        b,
        0,
        patch,
        0,
        DisplacementSweep.Costs.NONE,
        (dx, x, d, from, to) -> {
          if (dx == 0 && x == middle) {
            centre[0] = d[middle * a.column + middle];
          }
        });
    int colour = Math.round(0.8f * scale);
    long place = Math.round(placeWeight * scale);
    long voxels = (long) patch * patch * patch;
    assertEquals(
        voxels * (3L * colour * colour + (long) scale * scale + 5 * place * place), centre[0]);
  }

  private static FeaturePlanes planes(
      float[] samples, float[] places, GridSize size, int patch, Features features) {
    Appearance scene = new Appearance(samples, Optional.of(places));
    return new FeaturePlanes(scene, size, Orientation.OWN, Border.OUTSIDE, patch / 2, features);
  }
}
