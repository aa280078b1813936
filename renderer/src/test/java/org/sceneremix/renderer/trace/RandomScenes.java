package org.sceneremix.renderer.trace;

import java.util.Random;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/** Grids and rays drawn from a seed. */
public final class RandomScenes {

  private RandomScenes() {}

  /** Unequal sides off the origin; about a third of the voxels has positive density. */
  public static VoxelGrid grid(Random random, int nx, int ny, int nz) {
    double x = random.nextDouble(-2, 2);
    double y = random.nextDouble(-2, 2);
    double z = random.nextDouble(-2, 2);
    Aabb box =
        new Aabb(
            x,
            y,
            z,
            x + random.nextDouble(0.5, 3),
            y + random.nextDouble(0.5, 3),
            z + random.nextDouble(0.5, 3));
    VoxelGrid grid = VoxelGrid.empty(nx, ny, nz, box, (float) random.nextDouble(1, 8));
    float[] data = grid.data();
    for (int i = 0; i < data.length; i++) {
      // Colours leave [-1, 1] now and then, so that the cut-off is met.
      data[i] =
          i % VoxelGrid.CHANNELS == VoxelGrid.DENSITY
              ? (float) random.nextDouble(-1, 0.5)
              : (float) random.nextDouble(-1.3, 1.3);
    }
    return grid;
  }

  /** As {@link #grid}, but with something only near one corner of the box: mostly empty blocks. */
  public static VoxelGrid sparseGrid(Random random, int nx, int ny, int nz) {
    VoxelGrid grid = grid(random, nx, ny, nz);
    for (int z = 0; z < nz; z++) {
      for (int y = 0; y < ny; y++) {
        for (int x = 0; x < nx; x++) {
          if (x + y + z > (nx + ny + nz) / 4 && random.nextInt(200) != 0) {
            grid.data()[grid.index(x, y, z) + VoxelGrid.DENSITY] = VoxelGrid.EMPTY_DENSITY;
          }
        }
      }
    }
    return grid;
  }

  /**
   * Rays of every kind: from outside towards a point of the box, from inside it, parallel to an
   * axis, and some that miss.
   */
  public static Rays rays(Random random, Aabb box, int count) {
    Rays rays = new Rays(count);
    for (int i = 0; i < count; i++) {
      double[] target = pointIn(random, box);
      double[] direction = direction(random);
      if (i % 7 == 3) {
        int axis = random.nextInt(3);
        double sign = random.nextBoolean() ? 1 : -1;
        direction = new double[] {axis == 0 ? sign : 0, axis == 1 ? sign : 0, axis == 2 ? sign : 0};
      }
      double back = i % 5 == 2 ? 0 : box.diagonal() * random.nextDouble(1, 2);
      if (i % 11 == 6) {
        back = -back;
      }
      rays.set(
          i,
          target[0] - back * direction[0],
          target[1] - back * direction[1],
          target[2] - back * direction[2],
          direction[0],
          direction[1],
          direction[2]);
    }
    return rays;
  }

  public static float[] gradients(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double[] pointIn(Random random, Aabb box) {
    return new double[] {
      box.minX() + random.nextDouble() * box.sizeX(),
      box.minY() + random.nextDouble() * box.sizeY(),
      box.minZ() + random.nextDouble() * box.sizeZ()
    };
  }

  private static double[] direction(Random random) {
    double x = random.nextGaussian();
    double y = random.nextGaussian();
    double z = random.nextGaussian();
    double norm = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / norm, y / norm, z / norm};
  }
}
