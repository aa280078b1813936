package org.sceneremix.volume;

import java.util.Random;

/** Small scenes for tests, and a slow renderer that knows only the definition of the field. */
public final class Scenes {

  /** A signed distance: positive inside, world units. */
  @FunctionalInterface
  public interface Solid {
    double depthInside(double x, double y, double z);
  }

  private Scenes() {}

  /** Samples a solid: density falls from 1 to -1 across one voxel at its surface. */
  public static VoxelGrid grid(int nx, int ny, int nz, Aabb box, float densityScale, Solid solid) {
    VoxelGrid grid = VoxelGrid.empty(nx, ny, nz, box, densityScale);
    double edge = grid.shortestVoxelEdge();
    for (int z = 0; z < nz; z++) {
      for (int y = 0; y < ny; y++) {
        for (int x = 0; x < nx; x++) {
          double depth =
              solid.depthInside(
                  box.minX() + (x + 0.5) * grid.voxelX(),
                  box.minY() + (y + 0.5) * grid.voxelY(),
                  box.minZ() + (z + 0.5) * grid.voxelZ());
          grid.data()[grid.index(x, y, z) + VoxelGrid.DENSITY] =
              (float) Math.max(-1, Math.min(1, 2 * depth / edge));
        }
      }
    }
    return grid;
  }

  public static VoxelGrid random(int nx, int ny, int nz, Aabb box, long seed) {
    Random random = new Random(seed);
    float[] data = new float[VoxelGrid.sampleCount(nx, ny, nz)];
    for (int i = 0; i < data.length; i++) {
      data[i] = random.nextFloat() * 2 - 1;
    }
    return new VoxelGrid(nx, ny, nz, box, 10f, data);
  }

  /** Opacity of the axis-parallel ray through a point, by many small steps. */
  static double opacityAlong(VoxelGrid grid, int axis, double a, double b) {
    Aabb box = grid.box();
    double min = axis == 0 ? box.minX() : axis == 1 ? box.minY() : box.minZ();
    double size = axis == 0 ? box.sizeX() : axis == 1 ? box.sizeY() : box.sizeZ();
    int steps = (int) Math.ceil(8 * size / grid.shortestVoxelEdge());
    Trilinear point = new Trilinear(grid);
    double thickness = 0;
    for (int i = 0; i < steps; i++) {
      double t = min + (i + 0.5) / steps * size;
      switch (axis) {
        case 0 -> point.moveTo(t, a, b);
        case 1 -> point.moveTo(a, t, b);
        default -> point.moveTo(a, b, t);
      }
      thickness += grid.densityScale() * Math.max(0, point.density()) * size / steps;
    }
    return 1 - Math.exp(-thickness);
  }

  /** Mean opacity of a picture of the whole box taken along an axis. */
  public static double coverage(VoxelGrid grid, int axis) {
    Aabb box = grid.box();
    int n = 48;
    double sum = 0;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        double u = (i + 0.5) / n;
        double v = (j + 0.5) / n;
        double x = box.minX() + u * box.sizeX();
        double y = box.minY() + (axis == 0 ? u : v) * box.sizeY();
        double z = box.minZ() + v * box.sizeZ();
        sum +=
            switch (axis) {
              case 0 -> opacityAlong(grid, 0, y, z);
              case 1 -> opacityAlong(grid, 1, x, z);
              default -> opacityAlong(grid, 2, x, y);
            };
      }
    }
    return sum / (n * n);
  }
}
