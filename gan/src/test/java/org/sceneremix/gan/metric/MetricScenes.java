package org.sceneremix.gan.metric;

import java.util.Random;
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
    VoxelGrid grid = empty(nx, ny, nz);
    fill(grid, 0, 0, 0, nx, ny, 3, new float[] {0.2f, 0.1f, 0f});
    Random random = new Random(seed);
    for (int b = 0; b < boxes; b++) {
      float[] colour = {
        random.nextInt(3) - 1f, random.nextInt(3) - 1f, random.nextInt(3) - 1f,
      };
      fill(
          grid,
          random.nextInt(nx - 6),
          random.nextInt(ny - 5),
          3,
          4 + random.nextInt(3),
          3 + random.nextInt(3),
          3 + random.nextInt(nz - 6),
          colour);
    }
    return grid;
  }

  static void fill(VoxelGrid grid, int x, int y, int z, int w, int d, int h, float[] colour) {
    for (int k = z; k < z + h; k++) {
      for (int j = y; j < y + d; j++) {
        for (int i = x; i < x + w; i++) {
          int at = grid.index(i, j, k);
          System.arraycopy(colour, 0, grid.data(), at, 3);
          grid.data()[at + VoxelGrid.DENSITY] = 1f;
        }
      }
    }
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
