package org.sceneremix.gan.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.sceneremix.volume.VoxelGrid;

/**
 * Stand-ins for remixes that need no model, against which the figures of remixes are to be read.
 * Both move things in x and y only: scenes repeat themselves along the ground, not upwards.
 */
final class Controls {

  private Controls() {}

  /**
   * The scene moved by {@code (dx, dy)} voxels; what leaves on one side comes back on the other.
   */
  static VoxelGrid shifted(VoxelGrid scene, int dx, int dy) {
    VoxelGrid result = scene.copy();
    for (int z = 0; z < scene.nz(); z++) {
      for (int y = 0; y < scene.ny(); y++) {
        for (int x = 0; x < scene.nx(); x++) {
          copyVoxel(
              scene,
              scene.index(x, y, z),
              result,
              result.index(
                  Math.floorMod(x + dx, scene.nx()), Math.floorMod(y + dy, scene.ny()), z));
        }
      }
    }
    return result;
  }

  /**
   * The scene cut into blocks of {@code edge} voxels, which are then rearranged at random within
   * their layer. Blocks that the border cuts short change places with blocks of the same shape.
   */
  static VoxelGrid shuffled(VoxelGrid scene, int edge, long seed) {
    Random random = new Random(seed);
    VoxelGrid result = scene.copy();
    for (int z = 0; z < scene.nz(); z += edge) {
      int depth = Math.min(edge, scene.nz() - z);
      for (boolean cutX : new boolean[] {false, true}) {
        for (boolean cutY : new boolean[] {false, true}) {
          List<int[]> corners = corners(scene, edge, cutX, cutY);
          List<int[]> sources = new ArrayList<>(corners);
          Collections.shuffle(sources, random);
          for (int i = 0; i < corners.size(); i++) {
            copyBlock(scene, sources.get(i), result, corners.get(i), z, edge, depth);
          }
        }
      }
    }
    return result;
  }

  /** Lowest (x, y) of the blocks that are, or are not, cut short by the border along x and y. */
  private static List<int[]> corners(VoxelGrid scene, int edge, boolean cutX, boolean cutY) {
    List<int[]> corners = new ArrayList<>();
    for (int y = 0; y < scene.ny(); y += edge) {
      for (int x = 0; x < scene.nx(); x += edge) {
        if (x + edge > scene.nx() == cutX && y + edge > scene.ny() == cutY) {
          corners.add(new int[] {x, y});
        }
      }
    }
    return corners;
  }

  private static void copyBlock(
      VoxelGrid from, int[] source, VoxelGrid to, int[] target, int z, int edge, int depth) {
    int width = Math.min(edge, from.nx() - source[0]);
    int height = Math.min(edge, from.ny() - source[1]);
    for (int k = z; k < z + depth; k++) {
      for (int j = 0; j < height; j++) {
        System.arraycopy(
            from.data(),
            from.index(source[0], source[1] + j, k),
            to.data(),
            to.index(target[0], target[1] + j, k),
            width * VoxelGrid.CHANNELS);
      }
    }
  }

  private static void copyVoxel(VoxelGrid from, int at, VoxelGrid to, int target) {
    System.arraycopy(from.data(), at, to.data(), target, VoxelGrid.CHANNELS);
  }
}
