package org.sceneremix.gan;

import java.util.Random;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/** Small scenes for tests: solid ground with coloured boxes on it. */
public final class BlockScene {

  private static final int GROUND = 3;

  private static final float[][] COLOURS = {
    {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}, {1, 1, -1}, {1, -1, 1}, {-1, 1, 1}
  };

  private BlockScene() {}

  /**
   * Six blocks of different sizes and colours, far from each other, on grey ground of two voxels:
   * 48 x 36 x 12 of them. Block i begins at (3 + 15 (i % 3), 3 + 16 (i / 3), 2) and has 6 + i % 2,
   * 5 + i and 4 + i voxels along the axes.
   */
  public static VoxelGrid apart() {
    VoxelGrid grid = VoxelGrid.empty(48, 36, 12, new Aabb(0, 0, 0, 48, 36, 12), 4f);
    fill(grid, 0, 0, 0, 48, 36, 2, new float[] {-0.4f, -0.4f, -0.4f});
    for (int i = 0; i < COLOURS.length; i++) {
      fill(grid, 3 + 15 * (i % 3), 3 + 16 * (i / 3), 2, 6 + i % 2, 5 + i, 4 + i, COLOURS[i]);
    }
    return grid;
  }

  /** The colour of one of those blocks. */
  public static float[] colour(int block) {
    return COLOURS[block].clone();
  }

  /** Makes a box of w x d x h voxels empty. */
  public static void clear(VoxelGrid grid, int x, int y, int z, int w, int d, int h) {
    for (int k = z; k < z + h; k++) {
      for (int j = y; j < y + d; j++) {
        for (int i = x; i < x + w; i++) {
          grid.data()[grid.index(i, j, k) + VoxelGrid.DENSITY] = VoxelGrid.EMPTY_DENSITY;
        }
      }
    }
  }

  /**
   * Ground three voxels thick with boxes at random places on it, in voxels of edge 1.
   *
   * @param air voxels above the ground that the tallest box leaves free, at least 1
   */
  public static VoxelGrid of(int nx, int ny, int nz, int boxes, int air, long seed) {
    VoxelGrid grid = VoxelGrid.empty(nx, ny, nz, new Aabb(0, 0, 0, nx, ny, nz), 4f);
    fill(grid, 0, 0, 0, nx, ny, GROUND, new float[] {0.2f, 0.1f, 0f});
    Random random = new Random(seed);
    for (int b = 0; b < boxes; b++) {
      float[] colour = {
        random.nextInt(3) - 1f, random.nextInt(3) - 1f, random.nextInt(3) - 1f,
      };
      fill(
          grid,
          random.nextInt(nx - 6),
          random.nextInt(ny - 5),
          GROUND,
          4 + random.nextInt(3),
          3 + random.nextInt(3),
          3 + random.nextInt(nz - GROUND - 2 - air),
          colour);
    }
    return grid;
  }

  /** Makes a box of w x d x h voxels solid and gives it a stored colour. */
  public static void fill(
      VoxelGrid grid, int x, int y, int z, int w, int d, int h, float[] colour) {
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
}
