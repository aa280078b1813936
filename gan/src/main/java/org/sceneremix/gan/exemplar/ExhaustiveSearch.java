package org.sceneremix.gan.exemplar;

import java.util.Arrays;
import java.util.List;
import org.sceneremix.renderer.trace.WorkerTeam;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Nearest exemplar patch of every patch of a scene, all of the same height tried, in all
 * orientations.
 *
 * <p>With completeness a distance d counts as {@code d / (a + m)}, where m is the smallest distance
 * that this exemplar patch, in the orientation where that is smallest, has to any patch of the
 * scene: a piece that nobody is near to becomes cheap (Granot et al. 2022, section 3.2, with a =
 * 0.2 of a typical distance).
 *
 * <p>Of equal ones the smallest source is taken. Exact, so the same at any number of threads.
 */
final class ExhaustiveSearch {

  /** a, in squared features a channel and voxel: 0.2 of a typical distance, 0.02. */
  private static final double COMPLETENESS = 0.2 * 0.02;

  private final VoxelGrid exemplar;
  private final GridSize original;
  private final List<Orientation> orientations;
  private final WorkerTeam team;

  ExhaustiveSearch(VoxelGrid exemplar, Symmetry symmetry, WorkerTeam team) {
    this.exemplar = exemplar;
    this.original = GridSize.of(exemplar);
    this.orientations = symmetry.orientations();
    this.team = team;
  }

  /**
   * Finds them.
   *
   * @param scene samples, as high as the exemplar
   * @param patch edge of the patches, odd
   */
  CoordinateMap nearest(
      float[] scene, GridSize size, int patch, boolean completeness, Border border, Stop stop) {
    Task task = new Task(scene, size, patch, border, stop);
    int[] best =
        completeness ? task.cheapest(task.weights(task.leastOfExemplar())) : task.nearest();
    stop.check();
    return new CoordinateMap(size, task.sources(best));
  }

  /** One search: what is fixed in it and what its threads found. */
  private final class Task {
    private final GridSize size;
    private final int reach;
    private final int column;
    private final FeaturePlanes scene;
    private final FeaturePlanes[] exemplars = new FeaturePlanes[orientations.size()];
    private final DisplacementSweep[] sweeps = new DisplacementSweep[team.size()];
    private final float slack;
    private final Stop stop;

    // Displacements of an orientation, in the order of the sources that a voxel gets by them.
    private final int spanX;
    private final int spanY;

    Task(float[] samples, GridSize size, int patch, Border border, Stop stop) {
      this.size = size;
      this.reach = patch / 2;
      this.column = size.nz() + reach;
      this.stop = stop;
      int scale = Features.scale(patch, size.nz());
      this.slack =
          (float)
              (COMPLETENESS * Features.CHANNELS * patch * patch * patch * scale * (double) scale);
      this.scene = new FeaturePlanes(samples, size, Orientation.OWN, border, reach, scale);
      int longest = scene.row;
      for (int o = 0; o < exemplars.length; o++) {
        exemplars[o] =
            new FeaturePlanes(
                exemplar.data(), original, orientations.get(o), Border.OUTSIDE, reach, scale);
        longest = Math.max(longest, exemplars[o].row);
      }
      for (int w = 0; w < sweeps.length; w++) {
        sweeps[w] = new DisplacementSweep(patch, longest);
      }
      int side = orientations.size() == 1 ? 0 : Math.max(original.nx(), original.ny());
      this.spanX = size.nx() + Math.max(side, original.nx()) - 1;
      this.spanY = size.ny() + Math.max(side, original.ny()) - 1;
      Math.multiplyExact(Math.multiplyExact(spanX, spanY), exemplars.length);
    }

    /** What to do with a row of distances: the voxels of the scene and their partners. */
    private interface Use {
      void row(int worker, int displacement, int orientation, int atScene, int at, int[] d, int n);
    }

    /** All displacements of all orientations, in ascending order in each thread. */
    private void sweep(Use use) {
      team.forEachInOrder(
          exemplars.length * spanY,
          (worker, chunk) -> {
            int o = chunk / spanY;
            int dy = chunk % spanY - (size.ny() - 1);
            GridSize to = orientations.get(o).size(original);
            int y0 = Math.max(0, -dy);
            int y1 = Math.min(size.ny(), to.ny() - dy);
            for (int i = 0; i < spanX && y0 < y1 && !stop.isSet(worker); i++) {
              int dx = i - (size.nx() - 1);
              int x0 = Math.max(0, -dx);
              int x1 = Math.min(size.nx(), to.nx() - dx);
              if (x0 >= x1) {
                continue;
              }
              int displacement = chunk * spanX + i;
              sweeps[worker].run(
                  scene,
                  exemplars[o],
                  x0,
                  x1,
                  dx,
                  y0,
                  y1,
                  dy,
                  (y, d, n) ->
                      use.row(
                          worker,
                          displacement,
                          o,
                          (y * size.nx() + x0) * column,
                          ((y + dy) * to.nx() + x0 + dx) * column,
                          d,
                          n));
            }
          });
      stop.check();
    }

    /** For every exemplar patch, by orientation, the least distance to a patch of the scene. */
    private int[][] leastOfExemplar() {
      int count = original.ny() * original.nx() * column;
      int[][][] least = new int[team.size()][exemplars.length][];
      for (int[][] ofWorker : least) {
        for (int o = 0; o < ofWorker.length; o++) {
          ofWorker[o] = filled(count);
        }
      }
      sweep((worker, displacement, o, atScene, at, d, n) -> lower(least[worker][o], at, d, n));
      for (int w = 1; w < least.length; w++) {
        for (int o = 0; o < exemplars.length; o++) {
          lower(least[0][o], 0, least[w][o], count);
        }
      }
      return least[0];
    }

    /** 1 / (a + m) of every exemplar patch, by orientation. */
    private float[][] weights(int[][] least) {
      int[] shared = filled(original.ny() * original.nx() * column);
      forEachOriented(
          (o, oriented, own) -> shared[own] = Math.min(shared[own], least[o][oriented]));
      float[][] weights = new float[exemplars.length][shared.length];
      forEachOriented((o, oriented, own) -> weights[o][oriented] = 1 / (slack + shared[own]));
      return weights;
    }

    /** Index of a voxel in an oriented exemplar, and of the same voxel in the exemplar itself. */
    private interface Pair {
      void voxel(int orientation, int oriented, int own);
    }

    private void forEachOriented(Pair pair) {
      for (int o = 0; o < exemplars.length; o++) {
        Orientation orientation = orientations.get(o);
        GridSize to = orientation.size(original);
        for (int y = 0; y < to.ny(); y++) {
          for (int x = 0; x < to.nx(); x++) {
            int ownX = orientation.originalX(x, y, original);
            int ownY = orientation.originalY(x, y, original);
            for (int z = 0; z < to.nz(); z++) {
              pair.voxel(
                  o, (y * to.nx() + x) * column + z, (ownY * original.nx() + ownX) * column + z);
            }
          }
        }
      }
    }

    /** Displacement of least distance for every voxel of the scene. */
    private int[] nearest() {
      int count = size.ny() * size.nx() * column;
      int[][] least = new int[team.size()][];
      int[][] found = new int[team.size()][count];
      for (int w = 0; w < least.length; w++) {
        least[w] = filled(count);
      }
      sweep(
          (worker, displacement, o, atScene, at, d, n) ->
              lower(least[worker], found[worker], atScene, d, displacement, n));
      for (int w = 1; w < least.length; w++) {
        for (int v = 0; v < count; v++) {
          if (least[w][v] < least[0][v]
              || (least[w][v] == least[0][v] && found[w][v] < found[0][v])) {
            least[0][v] = least[w][v];
            found[0][v] = found[w][v];
          }
        }
      }
      return found[0];
    }

    /** Displacement of least weighted distance for every voxel of the scene. */
    private int[] cheapest(float[][] weights) {
      int count = size.ny() * size.nx() * column;
      float[][] least = new float[team.size()][count];
      int[][] found = new int[team.size()][count];
      for (float[] ofWorker : least) {
        Arrays.fill(ofWorker, Float.POSITIVE_INFINITY);
      }
      sweep(
          (worker, displacement, o, atScene, at, d, n) ->
              lower(least[worker], found[worker], atScene, d, weights[o], at, displacement, n));
      for (int w = 1; w < least.length; w++) {
        for (int v = 0; v < count; v++) {
          if (least[w][v] < least[0][v]
              || (least[w][v] == least[0][v] && found[w][v] < found[0][v])) {
            least[0][v] = least[w][v];
            found[0][v] = found[w][v];
          }
        }
      }
      return found[0];
    }

    /** From displacements, in columns, to sources. */
    private int[] sources(int[] displacements) {
      int[] sources = new int[size.voxelCount()];
      for (int z = 0, v = 0; z < size.nz(); z++) {
        for (int y = 0; y < size.ny(); y++) {
          for (int x = 0; x < size.nx(); x++, v++) {
            int displacement = displacements[(y * size.nx() + x) * column + z];
            int o = displacement / spanX / spanY;
            GridSize to = orientations.get(o).size(original);
            int sy = y + displacement / spanX % spanY - (size.ny() - 1);
            int sx = x + displacement % spanX - (size.nx() - 1);
            sources[v] = o * original.voxelCount() + (z * to.ny() + sy) * to.nx() + sx;
          }
        }
      }
      return sources;
    }
  }

  private static int[] filled(int count) {
    int[] values = new int[count];
    Arrays.fill(values, Integer.MAX_VALUE);
    return values;
  }

  // Where a distance is smaller, mask is all ones; without branches, for vector instructions.

  private static void lower(int[] least, int at, int[] distances, int n) {
    for (int i = 0; i < n; i++) {
      int before = least[at + i];
      int below = distances[i] - before;
      least[at + i] = before + (below & (below >> 31));
    }
  }

  private static void lower(
      int[] least, int[] found, int at, int[] distances, int displacement, int n) {
    for (int i = 0; i < n; i++) {
      int mask = (distances[i] - least[at + i]) >> 31;
      least[at + i] += (distances[i] - least[at + i]) & mask;
      found[at + i] += (displacement - found[at + i]) & mask;
    }
  }

  private static void lower(
      float[] least,
      int[] found,
      int at,
      int[] distances,
      float[] weights,
      int weightsAt,
      int displacement,
      int n) {
    for (int i = 0; i < n; i++) {
      float score = distances[i] * weights[weightsAt + i];
      if (score < least[at + i]) { // seldom, so well predicted
        least[at + i] = score;
        found[at + i] = displacement;
      }
    }
  }
}
