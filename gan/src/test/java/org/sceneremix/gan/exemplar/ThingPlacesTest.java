package org.sceneremix.gan.exemplar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

class ThingPlacesTest {

  private static final float[][] COLOURS = {
    {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}, {1, 1, -1}, {1, -1, 1}, {-1, 1, 1}
  };

  /** Six blocks of 7x5 voxels and 6 high on grey ground of two voxels. */
  static VoxelGrid blocks() {
    VoxelGrid grid = VoxelGrid.empty(48, 36, 12, new Aabb(0, 0, 0, 48, 36, 12), 4f);
    BlockScene.fill(grid, 0, 0, 0, 48, 36, 2, new float[] {-0.4f, -0.4f, -0.4f});
    for (int i = 0; i < 6; i++) {
      int x = 3 + 15 * (i % 3);
      int y = 3 + 16 * (i / 3);
      BlockScene.fill(grid, x, y, 2, 7, 5, 6, COLOURS[i]);
    }
    return grid;
  }

  @Test
  void aPlaceIsHowFarAVoxelIsFromTheMiddleOfItsThing() {
    VoxelGrid grid = blocks();
    float[] places = new ThingPlaces(List.of(grid)).at(0).orElseThrow();
    // the first block: middle (6, 5, 4.5), farthest corner (3, 2), half side 3
    double farthest = Math.hypot(3, 2);
    for (int z = 4; z < 8; z++) { // below, the ground is as near
      for (int y = 3; y < 8; y++) {
        for (int x = 3; x < 10; x++) {
          int at = grid.index(x, y, z) / 2;
          double nearness = 1 - Math.hypot(x - 6, y - 5) / farthest;
          assertThat(places[at]).isCloseTo((float) nearness, within(1e-6f));
          float height = (float) Math.max(-1, Math.min(1, (z - 4.5) / 3));
          assertThat(places[at + 1]).isCloseTo(height, within(1e-6f));
        }
      }
    }
    assertThat(places[grid.index(6, 5, 1) / 2]).as("ground").isZero();
    assertThat(places[grid.index(6, 5, 9) / 2]).as("air").isZero();
  }

  @Test
  void aCoarserLevelHasMeansByOpacity() {
    VoxelGrid fine = blocks();
    VoxelGrid coarse = VoxelGrid.empty(16, 12, 4, fine.box(), 4f);
    java.util.Arrays.fill(coarse.data(), 0f); // half opaque everywhere
    ThingPlaces places = new ThingPlaces(List.of(coarse, fine));
    float[] own = places.at(1).orElseThrow();
    double sum = 0;
    for (int z = 3; z < 6; z++) {
      for (int y = 3; y < 6; y++) {
        for (int x = 6; x < 9; x++) {
          sum += own[fine.index(x, y, z) / 2];
        }
      }
    }
    assertThat(places.at(0).orElseThrow()[coarse.index(2, 1, 1) / 2])
        .isCloseTo((float) (sum / 27 / 2), within(1e-6f));
  }

  @Test
  void whereThereAreNoThingsThereAreNoPlacesNorBeyondTheLevels() {
    VoxelGrid ground = VoxelGrid.empty(48, 36, 12, new Aabb(0, 0, 0, 48, 36, 12), 4f);
    BlockScene.fill(ground, 0, 0, 0, 48, 36, 4, new float[] {0, 0, 0});
    assertThat(new ThingPlaces(List.of(ground)).at(0)).isEmpty();
    assertThat(new ThingPlaces(List.of(blocks())).at(1)).isEmpty();
  }

  @Test
  void turningAndMirroringDoNotChangePlaces() {
    VoxelGrid grid = blocks();
    VoxelGrid turned = SlowPatches.turned(grid);
    float[] own = new ThingPlaces(List.of(grid)).at(0).orElseThrow();
    float[] other = new ThingPlaces(List.of(turned)).at(0).orElseThrow();
    for (int y = 0; y < 36; y++) {
      for (int x = 0; x < 48; x++) {
        int here = grid.index(x, y, 5) / 2;
        int there = turned.index(35 - y, x, 5) / 2;
        assertThat(other[there]).isCloseTo(own[here], within(1e-6f));
      }
    }
  }
}
