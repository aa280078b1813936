package org.sceneremix.bench;

import java.util.Random;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/** Grids and rays that benchmarks trace. */
final class ProceduralScene {

  /** Distance of cameras from the middle of the box, world units. */
  private static final double DISTANCE = 4;

  private static final int STRIP = 8;

  private ProceduralScene() {}

  /** Thin fog of random density and colour everywhere: no sample can be skipped. */
  static VoxelGrid fog(int resolution) {
    VoxelGrid grid =
        VoxelGrid.empty(resolution, resolution, resolution, Aabb.centredCube(1), 0.05f);
    Random random = new Random(1);
    for (int i = 0; i < grid.data().length; i++) {
      grid.data()[i] = random.nextFloat();
    }
    return grid;
  }

  /** Spheres on a table, opaque within a voxel of their surface, and air above: a usual scene. */
  static VoxelGrid spheresOnTable(int resolution) {
    VoxelGrid grid =
        VoxelGrid.empty(resolution, resolution, resolution, Aabb.centredCube(1), resolution);
    Random random = new Random(2);
    double[][] spheres = new double[12][];
    for (int k = 0; k < spheres.length; k++) {
      double radius = random.nextDouble(0.1, 0.25);
      spheres[k] =
          new double[] {
            random.nextDouble(-0.8, 0.8), random.nextDouble(-0.8, 0.8), radius - 0.6, radius
          };
    }
    for (int z = 0; z < resolution; z++) {
      for (int y = 0; y < resolution; y++) {
        for (int x = 0; x < resolution; x++) {
          double depth = -0.6 - centre(z, resolution);
          for (double[] s : spheres) {
            double dx = centre(x, resolution) - s[0];
            double dy = centre(y, resolution) - s[1];
            double dz = centre(z, resolution) - s[2];
            depth = Math.max(depth, s[3] - Math.sqrt(dx * dx + dy * dy + dz * dz));
          }
          int i = grid.index(x, y, z);
          grid.data()[i] = random.nextFloat();
          grid.data()[i + 1] = random.nextFloat();
          grid.data()[i + 2] = random.nextFloat();
          double inVoxels = depth * resolution / 2;
          grid.data()[i + VoxelGrid.DENSITY] = (float) Math.max(-1, Math.min(1, inVoxels));
        }
      }
    }
    return grid;
  }

  /** Towers of a few kinds on a slab, as tall at most as half of the box: a scene to learn from. */
  static VoxelGrid towers(int resolution) {
    VoxelGrid grid =
        VoxelGrid.empty(
            resolution, resolution, resolution / 2, new Aabb(-1, -1, 0, 1, 1, 1), resolution);
    int lots = 12; // a side
    Random random = new Random(4);
    int[] kinds = random.ints((long) lots * lots, 0, 4).toArray();
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < resolution; y++) {
        for (int x = 0; x < resolution; x++) {
          int kind = kinds[lots * (lots * y / resolution) + lots * x / resolution];
          double height = 0.06 + 0.1 * kind;
          int i = grid.index(x, y, z);
          grid.data()[i] = kind / 1.5f - 1;
          grid.data()[i + 1] = 1 - kind / 1.5f;
          grid.data()[i + 2] = random.nextFloat() / 4;
          grid.data()[i + VoxelGrid.DENSITY] = z < height * resolution ? 1 : -1;
        }
      }
    }
    return grid;
  }

  /** Rays in random order from a hemisphere of cameras, as a fit draws them. */
  static Rays rays(int count) {
    Rays rays = new Rays(count);
    Random random = new Random(3);
    for (int i = 0; i < count; i++) {
      double azimuth = random.nextDouble(2 * Math.PI);
      double elevation = random.nextDouble(0.2, 1.3);
      double ox = DISTANCE * Math.cos(azimuth) * Math.cos(elevation);
      double oy = DISTANCE * Math.sin(azimuth) * Math.cos(elevation);
      double oz = DISTANCE * Math.sin(elevation);
      double dx = random.nextDouble(-0.9, 0.9) - ox;
      double dy = random.nextDouble(-0.9, 0.9) - oy;
      double dz = random.nextDouble(-0.9, 0.1) - oz;
      double length = Math.sqrt(dx * dx + dy * dy + dz * dz);
      rays.set(i, ox, oy, oz, dx / length, dy / length, dz / length);
    }
    return rays;
  }

  /**
   * Rays of the middle of a picture, a square of so many pixels a side, strip by strip of eight
   * rows and column by column of a strip, as pictures are traced. Pixels are a voxel apart.
   */
  static Rays patch(int side, int resolution) {
    int pixels = Math.max(side, resolution);
    // the whole picture is as wide as the box
    double fieldOfView = 2 * Math.atan(1 / DISTANCE);
    Camera camera =
        Camera.lookAt(
            Intrinsics.ofFieldOfView(pixels, pixels, fieldOfView),
            new Vector3d(1, 0.8, 0.7).normalize(DISTANCE),
            new Vector3d(),
            new Vector3d(0, 0, 1));
    Rays rays = new Rays(side * side);
    double first = (pixels - side) / 2.0 + 0.5;
    for (int i = 0; i < rays.count(); i++) {
      int inStrip = i % (STRIP * side);
      int column = inStrip / STRIP;
      int row = i / (STRIP * side) * STRIP + inStrip % STRIP;
      camera.ray(first + column, first + row, rays, i);
    }
    return rays;
  }

  /** Sample positions of the rays within the box of the grid. */
  static long samples(VoxelGrid grid, Rays rays, TraceSettings settings) {
    double longest = settings.step() * grid.shortestVoxelEdge();
    Aabb box = grid.box();
    double[] low = {box.minX(), box.minY(), box.minZ()};
    double[] high = {box.maxX(), box.maxY(), box.maxZ()};
    long samples = 0;
    for (int i = 0; i < rays.count(); i++) {
      double near = 0;
      double far = Double.POSITIVE_INFINITY;
      for (int axis = 0; axis < 3; axis++) {
        double origin = rays.origins()[3 * i + axis];
        double direction = rays.directions()[3 * i + axis];
        double a = (low[axis] - origin) / direction;
        double b = (high[axis] - origin) / direction;
        near = Math.max(near, Math.min(a, b));
        far = Math.min(far, Math.max(a, b));
      }
      samples += (long) Math.ceil(Math.max(0, far - near) / longest);
    }
    return samples;
  }

  private static double centre(int index, int resolution) {
    return 2 * (index + 0.5) / resolution - 1;
  }
}
