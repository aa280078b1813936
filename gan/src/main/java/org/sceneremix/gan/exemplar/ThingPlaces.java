package org.sceneremix.gan.exemplar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.gan.lattice.Things;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Place of each voxel of an exemplar in the thing it belongs to, at all levels, where the exemplar
 * falls into things ({@link Things}).
 *
 * <p>Patches see a few voxels; of two halves of different blocks put together they say that all is
 * well, and of a block that ends half way as well. So a voxel has, beside its colour, two values
 * that a half thing or two things in one do not go through as whole ones do. With (x, y, z) in
 * voxels and (mx, my, mz) the middle of the box around the thing,
 *
 * <pre>
 *   nearness = 1 - r / r_max     r = |(x - mx, y - my)|, r_max the greatest of the thing
 *   height   = (z - mz) / s      clamped to [-1, 1]; s half of the longer side along the ground,
 *                                mean of all things
 * </pre>
 *
 * <p>times the voxel's opacity, and 0 outside things. For example, where a block of 6 voxels is cut
 * in half, nearness falls from nearly 1 to 0 in one step, which it does nowhere in the exemplar.
 * Neither changes when the scene is turned or mirrored. After the distance to features that
 * Lefebvre and Hoppe 2006 ("Appearance-space texture synthesis", section 4) add to colours.
 *
 * <p>What lies below the surface of a thing belongs to the thing whose surface is nearest.
 */
final class ThingPlaces {

  /** Values of a voxel: nearness and height. */
  static final int CHANNELS = 2;

  private final List<VoxelGrid> levels;

  /**
   * By level, {@code [z][y][x][channel]}; empty where there are no things; null until asked for.
   */
  private List<float[]> places;

  /**
   * @param levels of the exemplar; the last one is where things are told apart
   */
  ThingPlaces(List<VoxelGrid> levels) {
    this.levels = levels;
  }

  /**
   * Places of a level's voxels, {@code [z][y][x][channel]}; none if there are no things or no such
   * level.
   */
  synchronized Optional<float[]> at(int level) {
    if (places == null) {
      places = found();
    }
    return level < places.size() ? Optional.of(places.get(level)) : Optional.empty();
  }

  private List<float[]> found() {
    VoxelGrid scene = levels.get(levels.size() - 1);
    Optional<Things> things = Things.of(scene);
    if (things.isEmpty()) {
      return List.of();
    }
    float[] own = of(scene, things.get().all());
    return levels.stream().map(level -> averaged(scene, own, level)).toList();
  }

  private record Middle(double x, double y, double z, double halfSide) {

    static Middle of(int[] surface, OccupancyGrid grid) {
      var x = java.util.Arrays.stream(surface).map(grid::x).summaryStatistics();
      var y = java.util.Arrays.stream(surface).map(grid::y).summaryStatistics();
      var z = java.util.Arrays.stream(surface).map(grid::z).summaryStatistics();
      int side = Math.max(x.getMax() - x.getMin(), y.getMax() - y.getMin());
      return new Middle(
          (x.getMin() + x.getMax()) / 2.0,
          (y.getMin() + y.getMax()) / 2.0,
          (z.getMin() + z.getMax()) / 2.0,
          side / 2.0);
    }

    double distance(OccupancyGrid grid, int voxel) {
      return Math.hypot(grid.x(voxel) - x, grid.y(voxel) - y);
    }
  }

  private static float[] of(VoxelGrid scene, List<int[]> things) {
    OccupancyGrid grid = OccupancyGrid.of(scene);
    List<Middle> middles = new ArrayList<>();
    things.forEach(surface -> middles.add(Middle.of(surface, grid)));
    double typical =
        Math.max(1, middles.stream().mapToDouble(Middle::halfSide).average().orElseThrow());
    int[] owners = owners(grid, things);
    double[] farthest = new double[things.size()];
    for (int v = 0; v < owners.length; v++) {
      if (owners[v] >= 0) {
        double distance = middles.get(owners[v]).distance(grid, v);
        farthest[owners[v]] = Math.max(farthest[owners[v]], distance);
      }
    }
    float[] places = new float[owners.length * CHANNELS];
    for (int v = 0; v < owners.length; v++) {
      if (owners[v] >= 0) {
        Middle middle = middles.get(owners[v]);
        double reach = Math.max(1, farthest[owners[v]]);
        double height = (grid.z(v) - middle.z()) / typical;
        places[v * CHANNELS] = (float) (1 - middle.distance(grid, v) / reach);
        places[v * CHANNELS + 1] = (float) Math.max(-1, Math.min(1, height));
      }
    }
    return places;
  }

  /** Number of the thing that an occupied voxel belongs to, or -1. */
  private static int[] owners(OccupancyGrid grid, List<int[]> things) {
    int free = -1;
    int unknown = -2;
    int[] owners = new int[grid.size().voxelCount()];
    for (int v = 0; v < owners.length; v++) {
      owners[v] = grid.at(grid.x(v), grid.y(v), grid.z(v)) ? unknown : free;
    }
    Deque<Integer> next = new ArrayDeque<>();
    for (int v : grid.surface()) {
      owners[v] = free;
    }
    for (int thing = 0; thing < things.size(); thing++) {
      for (int v : things.get(thing)) {
        owners[v] = thing;
      }
    }
    for (int v : grid.surface()) {
      next.add(v);
    }
    while (!next.isEmpty()) {
      int v = next.remove();
      grid.forEachNeighbour(
          v,
          neighbour -> {
            if (owners[neighbour] == unknown) {
              owners[neighbour] = owners[v];
              next.add(neighbour);
            }
          });
    }
    return owners;
  }

  /** Means over the voxels of a level by opacity, times the opacity of its own voxel. */
  private static float[] averaged(VoxelGrid scene, float[] places, VoxelGrid level) {
    GridSize size = GridSize.of(level);
    double[] sums = new double[size.voxelCount() * CHANNELS];
    double[] weights = new double[size.voxelCount()];
    for (int z = 0, v = 0; z < scene.nz(); z++) {
      int toZ = CoordinateMap.nearest(z, scene.nz(), size.nz()) * size.ny();
      for (int y = 0; y < scene.ny(); y++) {
        int toY = (toZ + CoordinateMap.nearest(y, scene.ny(), size.ny())) * size.nx();
        for (int x = 0; x < scene.nx(); x++, v++) {
          int to = toY + CoordinateMap.nearest(x, scene.nx(), size.nx());
          double opacity = Features.opacity(scene.data()[v * VoxelGrid.CHANNELS + 3]);
          weights[to] += opacity;
          for (int c = 0; c < CHANNELS; c++) {
            sums[to * CHANNELS + c] += opacity * places[v * CHANNELS + c];
          }
        }
      }
    }
    float[] means = new float[sums.length];
    for (int v = 0; v < weights.length; v++) {
      double opacity = Features.opacity(level.data()[v * VoxelGrid.CHANNELS + 3]);
      for (int c = 0; c < CHANNELS && weights[v] > 0; c++) {
        means[v * CHANNELS + c] = (float) (opacity * sums[v * CHANNELS + c] / weights[v]);
      }
    }
    return means;
  }
}
