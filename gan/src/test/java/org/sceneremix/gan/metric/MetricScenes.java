package org.sceneremix.gan.metric;

import java.util.Random;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/** Small scenes with known likeness to each other. */
final class MetricScenes {

  private MetricScenes() {}

  static VoxelGrid empty(int nx, int ny, int nz) {
    return VoxelGrid.empty(nx, ny, nz, new Aabb(0, 0, 0, nx, ny, nz), 4f);
  }

  /** Solid ground three voxels thick with {@code boxes} coloured boxes at random places on it. */
  static VoxelGrid blocks(int nx, int ny, int nz, int boxes, long seed) {
    return BlockScene.of(nx, ny, nz, boxes, 1, seed);
  }

  /** Voxels filled at random, as often and with such colours as in the scene. */
  static VoxelGrid confetti(VoxelGrid like, long seed) {
    Random random = new Random(seed);
    VoxelGrid grid = like.copy();
    for (int v = 0; v < grid.voxelCount(); v++) {
      System.arraycopy(like.data(), 4 * random.nextInt(grid.voxelCount()), grid.data(), 4 * v, 4);
    }
    return grid;
  }
}
