package org.sceneremix.gan.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.gan.sample.TileSet.Corners;

class TileSetTest {

  @ParameterizedTest
  @CsvSource({"1,1", "15,1", "16,2", "17,2", "80,2", "81,3", "256,4", "10000,10"})
  void coloursAreAsManyAsGiveACompleteSet(int count, int colours) {
    assertEquals(colours, new TileSet(count).colours());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 21, 81, 100})
  void everyColouringOfTheCornersHasATile(int count) {
    TileSet set = new TileSet(count);
    int c = set.colours();
    Set<Corners> all = new HashSet<>();
    for (int t = 0; t < count; t++) {
      all.add(set.corners(t));
    }
    assertEquals(c * c * c * c, all.size());
    for (Corners corners : all) {
      for (long chance = -3; chance < 50; chance++) {
        assertEquals(corners, set.corners(set.tile(corners, chance)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 16, 20, 81})
  void aGroundIsLaidOfAllTilesAndNeighboursFit(int count) {
    TileSet set = new TileSet(count);
    Set<Integer> used = new HashSet<>();
    for (int y = -40; y < 40; y++) {
      for (int x = -40; x < 40; x++) {
        Corners own = set.corners(set.at(7, x, y));
        Corners right = set.corners(set.at(7, x + 1, y));
        Corners above = set.corners(set.at(7, x, y + 1));
        assertEquals(own.highLow(), right.lowLow());
        assertEquals(own.highHigh(), right.lowHigh());
        assertEquals(own.lowHigh(), above.lowLow());
        assertEquals(own.highHigh(), above.highLow());
        used.add(set.at(7, x, y));
      }
    }
    assertEquals(count, used.size());
  }

  @Test
  void groundsDiffer() {
    TileSet set = new TileSet(16);
    int same = 0;
    for (int x = 0; x < 1000; x++) {
      same += set.at(1, x, 0) == set.at(2, x, 0) ? 1 : 0;
    }
    assertTrue(same < 200, same + " of 1000 the same");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 10_001})
  void otherNumbersAreRefused(int count) {
    assertThrows(IllegalArgumentException.class, () -> new TileSet(count));
  }
}
