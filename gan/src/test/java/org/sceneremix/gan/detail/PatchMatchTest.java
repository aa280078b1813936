package org.sceneremix.gan.detail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class PatchMatchTest {

  private static final int REACH = 1;

  private final VoxelGrid scene = DetailScenes.blocks(24, 20, 9, 6, 2);
  private final Features source = Features.of(scene);
  private final Features target = Features.of(DetailScenes.halvesExchanged(scene));

  private CoordinateMap searched(Features from, int sweeps) {
    PatchMatch search = new PatchMatch(from, source, 0, REACH, 5);
    int[] nothingKnown = new int[from.voxelCount()];
    Arrays.fill(nothingKnown, CoordinateMap.NONE);
    boolean[] all = search.everywhere();
    CoordinateMap map = search.begin(List.of(nothingKnown), true, all);
    return search.improve(map, all, 0, sweeps, 12);
  }

  @Test
  void whatWasLookedAtInTheSweepBeforeNeedNotBeAgain() {
    PatchMatch search = new PatchMatch(target, source, 0, REACH, 5);
    int[] nothingKnown = new int[target.voxelCount()];
    Arrays.fill(nothingKnown, CoordinateMap.NONE);
    boolean[] all = search.everywhere();
    CoordinateMap expected = search.begin(List.of(nothingKnown), true, all);
    for (int sweep = 0; sweep < 9; sweep++) {
      expected = search.swept(expected, null, all, sweep, 12);
      CoordinateMap found = searched(target, sweep + 1);
      assertArrayEquals(expected.matches(), found.matches());
      assertArrayEquals(expected.distances(), found.distances());
    }
  }

  @Test
  void findsNearlyTheBestOfAllPatches() {
    CoordinateMap map = searched(target, 12);
    double found = 0;
    double best = 0;
    for (int q = 0; q < map.matches().length; q++) {
      if (map.matches()[q] != CoordinateMap.NONE) {
        found += Math.sqrt(map.distances()[q]);
        best += Math.sqrt(smallestDifference(q));
      }
    }
    assertTrue(best > 0 && found < 1.1 * best, found + " instead of " + best);
  }

  /** Looks at every patch of the scene within reach. */
  private double smallestDifference(int q) {
    double smallest = Double.POSITIVE_INFINITY;
    for (int z = 0; z < scene.nz(); z++) {
      for (int y = Patch.RADIUS; y < scene.ny() - Patch.RADIUS; y++) {
        for (int x = Patch.RADIUS; x < scene.nx() - Patch.RADIUS; x++) {
          if (Math.abs(z - target.z(q)) <= REACH) {
            smallest = Math.min(smallest, difference(q, x, y, z));
          }
        }
      }
    }
    return smallest;
  }

  /** Voxel by voxel, continued upwards and downwards. */
  private double difference(int q, int x, int y, int z) {
    double sum = 0;
    for (int dz = -Patch.RADIUS; dz <= Patch.RADIUS; dz++) {
      for (int dy = -Patch.RADIUS; dy <= Patch.RADIUS; dy++) {
        for (int dx = -Patch.RADIUS; dx <= Patch.RADIUS; dx++) {
          int a = target.voxel(target.x(q) + dx, target.y(q) + dy, layer(target.z(q) + dz));
          int b = source.voxel(x + dx, y + dy, layer(z + dz));
          for (int c = 0; c < Features.CHANNELS; c++) {
            double d =
                (double) target.values()[a * Features.CHANNELS + c]
                    - source.values()[b * Features.CHANNELS + c];
            sum += d * d;
          }
        }
      }
    }
    return sum;
  }

  private int layer(int z) {
    return Math.max(0, Math.min(scene.nz() - 1, z));
  }

  @Test
  void distancesAreThoseOfTheMatches() {
    CoordinateMap map = searched(target, 3);
    for (int q = 0; q < map.matches().length; q++) {
      int m = map.matches()[q];
      if (m != CoordinateMap.NONE) {
        double expected = difference(q, source.x(m), source.y(m), source.z(m));
        assertEquals(expected, map.distances()[q], 1e-3 + 1e-4 * expected);
        assertTrue(Math.abs(source.z(m) - target.z(q)) <= REACH);
      }
    }
  }

  @Test
  void everyPatchWithSomethingInItHasAMatchAndNoOther() {
    CoordinateMap map = searched(target, 1);
    boolean[] visible = Patch.visible(target);
    for (int q = 0; q < visible.length; q++) {
      assertEquals(visible[q], map.matches()[q] != CoordinateMap.NONE);
    }
  }

  @Test
  void sweepsNeverMakeMatchesWorse() {
    CoordinateMap before = searched(target, 2);
    CoordinateMap after = searched(target, 3);
    for (int q = 0; q < before.matches().length; q++) {
      assertTrue(after.distances()[q] <= before.distances()[q]);
    }
  }

  @Test
  void identityIsUpsampledToIdentity() {
    Features coarse = source.averagedTo(new GridSize(12, 10, 5));
    PatchMatch search = new PatchMatch(coarse, coarse, 0, REACH, 5);
    CoordinateMap identity =
        search.begin(
            List.of(CoordinateMap.samePlaces(coarse, coarse, 0)), false, search.everywhere());
    int[] fine = identity.upsampled(source, source);
    boolean[] visible = Patch.visible(source);
    for (int v = 0; v < fine.length; v++) {
      if (visible[v] && fine[v] != CoordinateMap.NONE) {
        assertEquals(v, fine[v]);
      }
    }
  }

  /** Two halves of a scene, exchanged: what is guessed disagrees where they meet alone. */
  @Test
  void patchesFarFromSeamsKeepWhatWasGuessed() {
    PatchMatch search = new PatchMatch(target, source, 0, REACH, 5);
    GridSize size = target.size();
    int[] guess = new int[target.voxelCount()];
    for (int v = 0; v < guess.length; v++) {
      int moved = (target.x(v) + size.nx() / 2) % size.nx();
      guess[v] =
          source.voxel(
              CoordinateMap.centre(moved, size.nx()),
              CoordinateMap.centre(target.y(v), size.ny()),
              target.z(v));
    }
    boolean[] open = search.nearSeams(List.of(guess), 1);
    CoordinateMap begun = search.begin(List.of(guess), false, open);
    CoordinateMap found = search.improve(begun, open, 0, 4, 12);
    int closed = 0;
    int searched = 0;
    for (int q = 0; q < guess.length; q++) {
      if (found.matches()[q] == CoordinateMap.NONE) {
        continue;
      }
      if (open[q]) {
        searched++;
      } else {
        closed++;
        assertEquals(guess[q], found.matches()[q]);
      }
      boolean isAtSeam = Math.abs(target.x(q) - size.nx() / 2) <= 1;
      assertTrue(open[q] || !isAtSeam, "a patch at the seam is searched");
    }
    assertTrue(closed > 100 && searched > 100, closed + " closed, " + searched + " searched");
  }
}
