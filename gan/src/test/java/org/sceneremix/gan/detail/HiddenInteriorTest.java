package org.sceneremix.gan.detail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

class HiddenInteriorTest {

  /** A box of 9 voxels a side, red outside, with walls of this thickness and noise inside. */
  private static VoxelGrid hollowBox(int wall) {
    VoxelGrid grid = VoxelGrid.empty(11, 11, 11, new Aabb(0, 0, 0, 11, 11, 11), 8f);
    for (int z = 1; z < 10; z++) {
      for (int y = 1; y < 10; y++) {
        for (int x = 1; x < 10; x++) {
          int depth =
              Math.min(Math.min(Math.min(x, 10 - x), Math.min(y, 10 - y)), Math.min(z, 10 - z));
          boolean inWall = depth <= wall;
          float[] voxel = {inWall ? 1 : 0, -1, inWall ? -1 : 1, inWall ? 1 : -0.5f};
          System.arraycopy(voxel, 0, grid.data(), grid.index(x, y, z), 4);
        }
      }
    }
    return grid;
  }

  @Test
  void insideOfAClosedBoxBecomesSolidInTheColourOfItsWalls() {
    VoxelGrid filled = HiddenInterior.filled(hollowBox(2));
    int centre = filled.index(5, 5, 5);
    assertArrayEquals(
        new float[] {1, -1, -1, 1}, Arrays.copyOfRange(filled.data(), centre, centre + 4));
  }

  @Test
  void whatIsSeenStays() {
    VoxelGrid box = hollowBox(2);
    VoxelGrid filled = HiddenInterior.filled(box);
    for (int v = 0; v < box.voxelCount(); v++) {
      int x = v % 11;
      int y = v / 11 % 11;
      int z = v / 121;
      boolean inside = Math.min(x, Math.min(y, z)) > 1 && Math.max(x, Math.max(y, z)) < 9;
      if (!inside) {
        assertArrayEquals(
            Arrays.copyOfRange(box.data(), 4 * v, 4 * v + 4),
            Arrays.copyOfRange(filled.data(), 4 * v, 4 * v + 4));
      }
    }
  }

  @Test
  void insideOfABoxWithoutLidIsNotFilled() {
    VoxelGrid box = hollowBox(1);
    for (int z = 9; z < 11; z++) {
      for (int y = 0; y < 11; y++) {
        for (int x = 0; x < 11; x++) {
          box.data()[box.index(x, y, z) + VoxelGrid.DENSITY] = -1;
        }
      }
    }
    VoxelGrid filled = HiddenInterior.filled(box);
    assertEquals(-0.5f, filled.density(5, 5, 8));
    assertEquals(-0.5f, filled.density(5, 5, 2));
  }
}
