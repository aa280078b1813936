package org.sceneremix.gan.exemplar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sceneremix.gan.lattice.Preference;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** Search and vote as they are defined, patch by patch, to compare the fast ones with. */
final class SlowPatches {

  private SlowPatches() {}

  /** A scene as patches see it: features, or samples, at any place. */
  private interface Field {
    int[] at(int x, int y, int z);
  }

  private static Field features(
      Appearance scene, GridSize size, Border border, float placeWeight, int scale) {
    float[] samples = scene.samples();
    return (x, y, z) -> {
      int[] features = new int[Features.CHANNELS];
      if (z < 0 || z >= size.nz()) {
        return features;
      }
      int inX = inside(x, size.nx(), border.lowX(), border.highX());
      int inY = inside(y, size.ny(), border.lowY(), border.highY());
      if (inX < 0 || inY < 0) {
        features[4] = Math.round(scale * 0.5f);
      } else {
        int at = ((z * size.ny() + inY) * size.nx() + inX) * VoxelGrid.CHANNELS;
        float opacity = (samples[at + 3] + 1) / 2;
        for (int c = 0; c < 3; c++) {
          features[c] = Math.round((samples[at + c] + 1) / 2 * opacity * 0.8f * scale);
        }
        features[3] = Math.round(opacity * scale);
        for (int c = 0; placeWeight > 0 && c < 2; c++) {
          features[5 + c] =
              Math.round(scene.places().orElseThrow()[at / 2 + c] * placeWeight * scale);
        }
      }
      return features;
    };
  }

  private static int inside(int i, int n, Border.Kind low, Border.Kind high) {
    if (i >= 0 && i < n) {
      return i;
    }
    return switch (i < 0 ? low : high) {
      case OUTSIDE -> -1;
      case WRAPS -> Math.floorMod(i, n);
      case CONTINUES -> i < 0 ? 0 : n - 1;
    };
  }

  /** The exemplar's level 0 turned and mirrored. */
  private static List<VoxelGrid> oriented(Exemplar exemplar) {
    return oriented(exemplar, exemplar.level(0));
  }

  /** Places as the colours of a grid, turned and mirrored with it. */
  private static List<float[]> oriented(Exemplar exemplar, float[] places) {
    float[] samples = exemplar.level(0).data().clone();
    for (int v = 0; v < samples.length / 4; v++) {
      System.arraycopy(places, 2 * v, samples, 4 * v, 2);
    }
    return oriented(exemplar, exemplar.level(0).withData(samples)).stream()
        .map(SlowPatches::firstTwo)
        .toList();
  }

  private static float[] firstTwo(VoxelGrid grid) {
    float[] values = new float[grid.voxelCount() * 2];
    for (int v = 0; v < grid.voxelCount(); v++) {
      System.arraycopy(grid.data(), 4 * v, values, 2 * v, 2);
    }
    return values;
  }

  private static List<VoxelGrid> oriented(Exemplar exemplar, VoxelGrid original) {
    List<VoxelGrid> grids = new ArrayList<>();
    for (Orientation orientation : exemplar.symmetry().orientations()) {
      VoxelGrid grid = original;
      if (orientation.mirrored()) {
        grid = mirrored(grid);
      }
      for (int i = 0; i < orientation.quarterTurns(); i++) {
        grid = turned(grid);
      }
      grids.add(grid);
    }
    return grids;
  }

  static VoxelGrid mirrored(VoxelGrid grid) {
    VoxelGrid result = grid.copy();
    forEachVoxel(
        grid,
        (x, y, z) ->
            System.arraycopy(
                grid.data(),
                grid.index(x, y, z),
                result.data(),
                result.index(grid.nx() - 1 - x, y, z),
                4));
    return result;
  }

  /** By 90 degrees, counterclockwise as seen from above: (x, y) to (-y, x). */
  static VoxelGrid turned(VoxelGrid grid) {
    GridSize size = new GridSize(grid.ny(), grid.nx(), grid.nz());
    VoxelGrid result = Grids.of(size, new float[grid.data().length]);
    forEachVoxel(
        grid,
        (x, y, z) ->
            System.arraycopy(
                grid.data(),
                grid.index(x, y, z),
                result.data(),
                result.index(grid.ny() - 1 - y, x, z),
                4));
    return result;
  }

  /** Costs without a pattern, and sites without any. */
  static final Preference WISHES =
      new Preference() {
        @Override
        public float cost(int x, int y, int column) {
          return isFree(x, y) ? 0 : 0.25f * Math.floorMod(3 * x + 5 * y + 7 * column, 8);
        }

        @Override
        public boolean isFree(int x, int y) {
          return Math.floorMod(x + y, 3) == 0;
        }
      };

  private interface Voxel {
    void at(int x, int y, int z);
  }

  private static void forEachVoxel(VoxelGrid grid, Voxel voxel) {
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          voxel.at(x, y, z);
        }
      }
    }
  }

  /**
   * @param places of the exemplar, which count only if the scene has some
   */
  static int[] nearest(
      Appearance scene,
      GridSize size,
      Exemplar exemplar,
      float[] places,
      int patch,
      boolean completeness,
      Border border,
      Preference preference) {
    float placeWeight = scene.places().isPresent() ? 4 : 0;
    int scale = new Features(placeWeight, patch, size.nz()).scale();
    float slack = ExhaustiveSearch.slack(patch, scale);
    float unit = (float) (0.02 * (5 + 2 * placeWeight * placeWeight) * scale * scale);
    Field mine = features(scene, size, border, placeWeight, scale);
    List<float[]> orientedPlaces = oriented(exemplar, places);
    List<VoxelGrid> grids = oriented(exemplar);
    int plane = size.nx() * size.ny();
    int otherPlane = exemplar.level(0).nx() * exemplar.level(0).ny();
    int voxels = otherPlane * size.nz();
    int[] found = new int[size.voxelCount()];
    for (int z = 0; z < size.nz(); z++) {
      long[][][] d = new long[grids.size()][otherPlane][plane];
      long[] least = new long[otherPlane]; // by voxel of the exemplar itself
      java.util.Arrays.fill(least, Long.MAX_VALUE);
      for (int o = 0; o < grids.size(); o++) {
        VoxelGrid grid = grids.get(o);
        Appearance seen = new Appearance(grid.data(), Optional.of(orientedPlaces.get(o)));
        Field other = features(seen, GridSize.of(grid), Border.OUTSIDE, placeWeight, scale);
        for (int j = 0; j < otherPlane; j++) {
          int own = exemplar.voxelOf(0, o * voxels + z * otherPlane + j) % otherPlane;
          for (int i = 0; i < plane; i++) {
            int x = i % size.nx();
            int y = i / size.nx();
            int otherX = j % grid.nx();
            int otherY = j / grid.nx();
            d[o][j][i] = distance(mine, x, y, other, otherX, otherY, z, patch);
            int reach = patch / 2;
            int heights = Math.min(size.nz(), z + reach + 1) - Math.max(0, z - reach);
            for (int dy = -reach; dy <= reach; dy++) {
              for (int dx = -reach; dx <= reach; dx++) {
                int jx = otherX + dx;
                int jy = otherY + dy;
                boolean isIn = jx >= 0 && jy >= 0 && jx < grid.nx() && jy < grid.ny();
                int source = o * voxels + z * otherPlane + jy * grid.nx() + jx;
                int column = isIn ? exemplar.voxelOf(0, source) % otherPlane : Preference.OUTSIDE;
                float cost = preference.cost(x + dx, y + dy, column);
                d[o][j][i] += (long) heights * Math.round(unit * cost);
              }
            }
            least[own] = Math.min(least[own], d[o][j][i]);
          }
        }
      }
      for (int i = 0; i < plane; i++) {
        float best = Float.POSITIVE_INFINITY;
        long bestDistance = Long.MAX_VALUE;
        for (int o = 0; o < grids.size(); o++) {
          for (int j = 0; j < otherPlane; j++) {
            int source = o * voxels + z * otherPlane + j;
            int own = exemplar.voxelOf(0, source) % otherPlane;
            boolean favoured = preference.isFree(i % size.nx(), i / size.nx());
            float score = (int) d[o][j][i] * (favoured ? 1 / (slack + (int) least[own]) : 1);
            if (completeness ? score < best : d[o][j][i] < bestDistance) {
              best = score;
              bestDistance = d[o][j][i];
              found[z * plane + i] = source;
            }
          }
        }
      }
    }
    return found;
  }

  private static long distance(Field a, int ax, int ay, Field b, int bx, int by, int z, int patch) {
    int reach = patch / 2;
    long sum = 0;
    for (int dz = -reach; dz <= reach; dz++) {
      for (int dy = -reach; dy <= reach; dy++) {
        for (int dx = -reach; dx <= reach; dx++) {
          int[] p = a.at(ax + dx, ay + dy, z + dz);
          int[] q = b.at(bx + dx, by + dy, z + dz);
          for (int c = 0; c < p.length; c++) {
            sum += (long) (p[c] - q[c]) * (p[c] - q[c]);
          }
        }
      }
    }
    return sum;
  }

  /** Sums in double of what all patches over each voxel say. */
  static double[] vote(CoordinateMap map, Exemplar exemplar, int patch, Border border) {
    GridSize size = map.size();
    List<VoxelGrid> grids = oriented(exemplar);
    int reach = patch / 2;
    double[] sums = new double[size.voxelCount() * 6];
    boolean wrapsX = border.lowX() == Border.Kind.WRAPS;
    boolean wrapsY = border.lowY() == Border.Kind.WRAPS;
    for (int v = 0; v < map.sources().length; v++) {
      int source = map.sources()[v];
      if (source == CoordinateMap.NONE) {
        continue;
      }
      VoxelGrid grid = grids.get(source / grids.get(0).voxelCount());
      int at = source % grid.voxelCount();
      GridSize from = GridSize.of(grid);
      for (int dz = -reach; dz <= reach; dz++) {
        for (int dy = -reach; dy <= reach; dy++) {
          for (int dx = -reach; dx <= reach; dx++) {
            int x = v % size.nx() + dx;
            int y = v / size.nx() % size.ny() + dy;
            int z = v / (size.nx() * size.ny()) + dz;
            x = wrapsX ? Math.floorMod(x, size.nx()) : x;
            y = wrapsY ? Math.floorMod(y, size.ny()) : y;
            if (!size.contains(x, y, z)) {
              continue;
            }
            int sx = at % from.nx() + dx;
            int sy = at / from.nx() % from.ny() + dy;
            int sz = at / (from.nx() * from.ny()) + dz;
            double[] said = {0, 0, 0, -1};
            if (from.contains(sx, sy, sz)) {
              for (int c = 0; c < 4; c++) {
                said[c] = grid.data()[grid.index(sx, sy, sz) + c];
              }
            }
            double weight = (said[3] + 1) / 2 + 1e-3;
            int to = ((z * size.ny() + y) * size.nx() + x) * 6;
            for (int c = 0; c < 3; c++) {
              sums[to + c] += said[c] * weight;
            }
            sums[to + 3] += said[3];
            sums[to + 4] += weight;
            sums[to + 5]++;
          }
        }
      }
    }
    double[] result = new double[size.voxelCount() * 4];
    for (int v = 0; v < size.voxelCount(); v++) {
      for (int c = 0; c < 3; c++) {
        result[v * 4 + c] = sums[v * 6 + 5] == 0 ? 0 : sums[v * 6 + c] / sums[v * 6 + 4];
      }
      result[v * 4 + 3] = sums[v * 6 + 5] == 0 ? -1 : sums[v * 6 + 3] / sums[v * 6 + 5];
    }
    return result;
  }
}
