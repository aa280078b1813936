package org.sceneremix.gan.exemplar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.gan.Cancelled;
import org.sceneremix.gan.lattice.Preference;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class ConsistencyTest {

  private static final Schedule SCHEDULE = new Schedule(List.of(5, 3, 3));

  private static Exemplar exemplar(Symmetry symmetry) {
    return new Exemplar(
        List.of(
            Grids.random(new GridSize(9, 8, 3), 1),
            Grids.random(new GridSize(12, 11, 4), 2),
            Grids.random(new GridSize(24, 22, 8), 3)),
        symmetry);
  }

  private static List<CoordinateMap> apply(
      Exemplar exemplar,
      float[] start,
      GridSize size,
      Border border,
      Optional<Pinned> pinned,
      int threads) {
    try (Workers workers = new Workers(threads)) {
      return new Consistency(exemplar, workers)
          .apply(
              start,
              exemplar.sizesOf(size),
              SCHEDULE,
              new Conditions(border, pinned, Preference.NONE),
              7,
              Consistency.Choice.AS_CARRIED,
              Progress.NONE);
    }
  }

  @ParameterizedTest
  @EnumSource(Symmetry.class)
  void exemplarIsConsistentWithItself(Symmetry symmetry) {
    Exemplar exemplar = exemplar(symmetry);
    List<CoordinateMap> maps =
        apply(
            exemplar,
            exemplar.level(0).data(),
            exemplar.size(0),
            Border.OUTSIDE,
            Optional.empty(),
            2);
    for (int k = 0; k < exemplar.levels(); k++) {
      assertEquals(CoordinateMap.identity(exemplar.size(k)), maps.get(k));
      assertArrayEquals(exemplar.level(k).data(), maps.get(k).samples(exemplar, k));
    }
  }

  @Test
  void anExemplarOfThingsIsConsistentWithItself() {
    VoxelGrid blocks = ThingPlacesTest.blocks();
    Exemplar exemplar = new Exemplar(List.of(blocks), Symmetry.NONE);
    GridSize size = exemplar.size(0);
    List<CoordinateMap> maps =
        apply(exemplar, blocks.data(), size, Border.OUTSIDE, Optional.empty(), 2);
    assertArrayEquals(blocks.data(), maps.get(0).samples(exemplar, 0));
  }

  @Test
  void periodOfAPeriodicExemplarComesBackMoved() {
    GridSize period = new GridSize(6, 6, 2);
    GridSize finePeriod = new GridSize(12, 12, 4);
    Exemplar exemplar =
        new Exemplar(
            List.of(repeated(Grids.random(period, 1), 3), repeated(Grids.random(finePeriod, 2), 3)),
            Symmetry.NONE);
    float[] start = moved(Grids.random(period, 1), 2, 3).data();
    List<CoordinateMap> maps = apply(exemplar, start, period, Border.WRAPS, Optional.empty(), 2);
    assertArrayEquals(start, maps.get(0).samples(exemplar, 0));
    assertArrayEquals(
        moved(Grids.random(finePeriod, 2), 4, 6).data(), maps.get(1).samples(exemplar, 1));
  }

  private static VoxelGrid repeated(VoxelGrid grid, int times) {
    GridSize size = new GridSize(grid.nx() * times, grid.ny() * times, grid.nz());
    return drawn(grid, size, 0, 0);
  }

  private static VoxelGrid moved(VoxelGrid grid, int dx, int dy) {
    return drawn(grid, GridSize.of(grid), dx, dy);
  }

  private static VoxelGrid drawn(VoxelGrid grid, GridSize size, int dx, int dy) {
    VoxelGrid result = Grids.of(size, new float[size.voxelCount() * 4]);
    for (int z = 0; z < size.nz(); z++) {
      for (int y = 0; y < size.ny(); y++) {
        for (int x = 0; x < size.nx(); x++) {
          int from =
              grid.index(Math.floorMod(x + dx, grid.nx()), Math.floorMod(y + dy, grid.ny()), z);
          System.arraycopy(grid.data(), from, result.data(), result.index(x, y, z), 4);
        }
      }
    }
    return result;
  }

  @Test
  void resultDoesNotDependOnTheNumberOfThreads() {
    Exemplar exemplar = exemplar(Symmetry.ALL);
    GridSize size = new GridSize(11, 7, 3);
    float[] start = Grids.randomSamples(size, 9);
    assertEquals(
        apply(exemplar, start, size, Border.OUTSIDE, Optional.empty(), 1),
        apply(exemplar, start, size, Border.OUTSIDE, Optional.empty(), 2));
  }

  @Test
  void pinnedVoxelsStay() {
    Exemplar exemplar = exemplar(Symmetry.ROTATIONS);
    GridSize size = new GridSize(10, 9, 3);
    List<GridSize> sizes = exemplar.sizesOf(size);
    CoordinateMap given = Grids.randomMap(sizes.get(1), exemplar, 1, 5);
    BitSet kept = new BitSet();
    kept.set(10, 60);
    kept.set(130, 180);
    given.sources()[20] = CoordinateMap.NONE; // free in spite of being kept
    Pinned pinned = new Pinned(given, 1, kept);
    float[] start = Grids.randomSamples(size, 9);
    List<CoordinateMap> maps =
        apply(exemplar, start, size, Border.CONTINUES, Optional.of(pinned), 2);
    for (int v = kept.nextSetBit(0); v >= 0; v = kept.nextSetBit(v + 1)) {
      if (v != 20) {
        assertEquals(given.sources()[v], maps.get(1).sources()[v]);
      }
    }
    for (int k = 0; k < 3; k++) {
      int[] there = pinned.at(exemplar, sizes.get(k), k).sources();
      int count = 0;
      for (int v = 0; v < there.length; v++) {
        if (there[v] != CoordinateMap.NONE) {
          assertEquals(there[v], maps.get(k).sources()[v]);
          count++;
        } else {
          assertEquals(true, maps.get(k).sources()[v] >= 0);
        }
      }
      assertEquals(99.0 / given.size().voxelCount(), (double) count / there.length, 0.03);
    }
  }

  @Test
  void sourcesLieAtTheHeightOfTheirVoxels() {
    Exemplar exemplar = exemplar(Symmetry.ALL);
    GridSize size = new GridSize(11, 7, 3);
    List<CoordinateMap> maps =
        apply(exemplar, Grids.randomSamples(size, 9), size, Border.OUTSIDE, Optional.empty(), 2);
    for (int k = 0; k < 3; k++) {
      GridSize of = maps.get(k).size();
      GridSize from = exemplar.size(k);
      for (int v = 0; v < of.voxelCount(); v++) {
        int source = exemplar.voxelOf(k, maps.get(k).sources()[v]);
        assertEquals(v / (of.nx() * of.ny()), source / (from.nx() * from.ny()));
      }
    }
  }

  @Test
  void exemplarAtItsCoarsestGridStaysAsItIs() {
    Exemplar exemplar = exemplar(Symmetry.NONE);
    float[] start = exemplar.level(0).data();
    try (Workers workers = new Workers(2)) {
      float[] after =
          new Consistency(exemplar, workers)
              .atCoarsest(start, exemplar.size(0), List.of(3, 3), Border.OUTSIDE, Progress.NONE);
      // the weight of an empty voxel's colour, 1e-3, is a difference of numbers near 1 in float
      assertArrayEquals(start, after, 1e-4f);
    }
  }

  @Test
  void cancelledWorkEndsWithAnException() {
    Exemplar exemplar = exemplar(Symmetry.NONE);
    float[] start = exemplar.level(0).data();
    try (Workers workers = new Workers(2)) {
      Consistency consistency = new Consistency(exemplar, workers);
      List<GridSize> sizes = exemplar.sizesOf(exemplar.size(0));
      assertThrows(
          CancellationException.class,
          () ->
              consistency.apply(
                  start,
                  sizes,
                  SCHEDULE,
                  Conditions.of(Border.OUTSIDE),
                  0,
                  Consistency.Choice.AS_CARRIED,
                  new Cancelled()));
      assertThrows(CancellationException.class, () -> stoppedLater(consistency, start, sizes));
    }
  }

  private static void stoppedLater(Consistency consistency, float[] start, List<GridSize> sizes) {
    Progress progress =
        new Progress() {
          private double reached;

          @Override
          public void at(double fraction, String message) {
            reached = fraction;
          }

          @Override
          public boolean cancelled() {
            return reached > 0.3;
          }
        };
    consistency.apply(
        start,
        sizes,
        SCHEDULE,
        Conditions.of(Border.OUTSIDE),
        0,
        Consistency.Choice.AS_CARRIED,
        progress);
  }

  @Test
  void progressRisesToOne() {
    Exemplar exemplar = exemplar(Symmetry.NONE);
    List<Double> fractions = new ArrayList<>();
    try (Workers workers = new Workers(1)) {
      new Consistency(exemplar, workers)
          .apply(
              exemplar.level(0).data(),
              exemplar.sizesOf(exemplar.size(0)),
              SCHEDULE,
              Conditions.of(Border.OUTSIDE),
              0,
              Consistency.Choice.AS_CARRIED,
              (fraction, message) -> fractions.add(fraction));
    }
    assertEquals(fractions.stream().sorted().toList(), fractions);
    assertEquals(1, fractions.get(fractions.size() - 1), 0);
  }

  @Test
  void sizesMustFitTheExemplar() {
    Exemplar exemplar = exemplar(Symmetry.NONE);
    float[] start = exemplar.level(0).data();
    GridSize high = new GridSize(9, 8, 4);
    assertThrows(IllegalArgumentException.class, () -> exemplar.sizesOf(high));
    GridSize wide = new GridSize(10, 8, 3);
    assertThrows(
        IllegalArgumentException.class,
        () -> apply(exemplar, start, wide, Border.OUTSIDE, Optional.empty(), 1));
  }

  @Test
  void sceneWrapsAtBothEndsOfAnAxis() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Border(
                Border.Kind.WRAPS, Border.Kind.OUTSIDE, Border.Kind.OUTSIDE, Border.Kind.OUTSIDE));
  }
}
