package org.sceneremix.gan.exemplar;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.sceneremix.gan.lattice.Preference;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.work.Workers;

/**
 * Nearest exemplar patch of every patch of a scene, all of the same height tried, in all
 * orientations.
 *
 * <p>With completeness a distance d counts as {@code d / (a + m)}, where m is the smallest distance
 * that this exemplar patch, in the orientation where that is smallest, has to any patch of the
 * scene: a piece that nobody is near to becomes cheap (Granot et al. 2022, section 3.2, with a =
 * 0.2 of a typical distance). For example, in units of a typical distance, at d = 2 a piece that
 * the scene has already (m = 0) counts 10, and one that no patch is nearer to than m = 1.8 counts
 * 1.
 *
 * <p>The cost of a {@link Preference} is added to the distances of all voxels of a patch, so that
 * it comes to as many typical distances on the whole. Completeness does not count at sites that
 * have a wish: it would bring back what is not wanted there.
 *
 * <p>Of equal ones the smallest source is taken. Exact, so the same at any number of threads.
 */
final class ExhaustiveSearch {

  /** A typical distance, in squared features a channel of weight 1 and voxel. */
  private static final double TYPICAL = 0.02;

  /** a, as a share of a typical distance. */
  private static final double COMPLETENESS = 0.2;

  /** Weight of places in things relative to colours, where they are known; see docs/METHOD.md. */
  private static final float PLACES = 4;

  private final Appearance exemplar;
  private final GridSize original;
  private final List<Orientation> orientations;
  private final Workers workers;

  ExhaustiveSearch(Appearance exemplar, GridSize size, Symmetry symmetry, Workers workers) {
    this.exemplar = exemplar;
    this.original = size;
    this.orientations = symmetry.orientations();
    this.workers = workers;
  }

  /**
   * Finds them.
   *
   * @param scene as high as the exemplar; where its places are not known they do not count
   * @param patch edge of the patches, odd
   */
  CoordinateMap nearest(
      Appearance scene,
      GridSize size,
      int patch,
      boolean completeness,
      Border border,
      Preference preference,
      Stop stop) {
    Task task = new Task(scene, size, patch, border, preference, stop);
    int[][] best =
        completeness ? task.cheapest(task.weights(task.leastOfExemplar())) : task.nearest();
    stop.check();
    return new CoordinateMap(size, task.sources(best));
  }

  /** One search: what is fixed in it and what its threads found. */
  private final class Task {
    private final GridSize size;
    private final int column;

    /** Values by y and z at one x, of the scene or of an exemplar, whichever has more. */
    private final int plane;

    private final FeaturePlanes[] exemplars = new FeaturePlanes[orientations.size()];
    private final DisplacementSweep[] sweeps = new DisplacementSweep[workers.size()];
    private final float slack;
    private final float unit;
    private final Preference preference;
    private final Stop stop;

    // Displacements of an orientation, in the order of the sources that a voxel gets by them.
    private final int spanX;
    private final int spanY;

    Task(
        Appearance appearance,
        GridSize size,
        int patch,
        Border border,
        Preference preference,
        Stop stop) {
      this.size = size;
      this.preference = preference;
      int reach = patch / 2;
      this.column = size.nz() + reach;
      this.stop = stop;
      boolean places = appearance.places().isPresent() && exemplar.places().isPresent();
      Features features = new Features(places ? PLACES : 0, patch, size.nz());
      int scale = features.scale();
      this.slack = slack(patch, scale);
      this.unit = (float) (TYPICAL * features.weight() * scale * scale);
      FeaturePlanes scene =
          new FeaturePlanes(appearance, size, Orientation.OWN, border, reach, features);
      for (int o = 0; o < exemplars.length; o++) {
        exemplars[o] =
            new FeaturePlanes(
                exemplar, original, orientations.get(o), Border.OUTSIDE, reach, features);
      }
      int side = Math.max(original.nx(), original.ny());
      for (int w = 0; w < sweeps.length; w++) {
        sweeps[w] = new DisplacementSweep(scene, size, patch, side, features.largestDifference());
      }
      this.plane = Math.max(size.ny(), side) * column;
      this.spanX = size.nx() + side - 1;
      this.spanY = size.ny() + side - 1;
      if ((long) spanX * spanY * exemplars.length > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a scene of " + size + " voxels is too large to search in " + original);
      }
    }

    /** Consumer of the patch distances at one displacement along y, one in each thread. */
    private interface DistanceConsumer {
      /**
       * Begins with the distances of an orientation; the exemplar's values lie at {@code y column +
       * z} of the scene's values that they are compared with.
       *
       * @param moved difference of an index into the exemplar to that into the scene
       */
      void begin(int orientation, int moved, int from, int to);

      void take(int displacement, int x, int exemplarX, int[] distances, int from, int to);

      void end();
    }

    /** All displacements of all orientations, in ascending order in each thread. */
    private void sweep(List<? extends DistanceConsumer> consumers) {
      workers.forEachInOrder(
          exemplars.length * spanY,
          (worker, chunk) -> {
            int o = chunk / spanY;
            int dy = chunk % spanY - (size.ny() - 1);
            int y0 = Math.max(0, -dy);
            int y1 = Math.min(size.ny(), orientations.get(o).size(original).ny() - dy);
            if (y0 >= y1 || stop.isSet(worker)) {
              return;
            }
            int first = chunk * spanX + size.nx() - 1;
            DistanceConsumer consumer = consumers.get(worker);
            consumer.begin(o, dy * column, y0 * column, y1 * column);
            sweeps[worker].run(
                exemplars[o],
                y0,
                y1,
                dy,
                costs(o),
                (dx, x, d, from, to) -> consumer.take(first + dx, x, x + dx, d, from, to));
            consumer.end();
          });
      stop.check();
    }

    /** Costs of the preference, for a voxel and one of the exemplar in an orientation. */
    private DisplacementSweep.Costs costs(int o) {
      if (preference == Preference.NONE) {
        return DisplacementSweep.Costs.NONE;
      }
      Orientation oriented = orientations.get(o);
      GridSize to = oriented.size(original);
      return (x, y, exemplarX, exemplarY) -> {
        if (exemplarX < 0 || exemplarY < 0 || exemplarX >= to.nx() || exemplarY >= to.ny()) {
          return Math.round(unit * preference.cost(x, y, Preference.OUTSIDE));
        }
        int ownX = oriented.originalX(exemplarX, exemplarY, original);
        int ownY = oriented.originalY(exemplarX, exemplarY, original);
        return Math.round(unit * preference.cost(x, y, ownY * original.nx() + ownX));
      };
    }

    /** Least distance of every exemplar patch to one of the scene, by orientation and x. */
    private int[][][] leastOfExemplar() {
      List<Least> found = Stream.generate(Least::new).limit(workers.size()).toList();
      sweep(found);
      for (Least other : found.subList(1, found.size())) {
        for (int o = 0; o < exemplars.length; o++) {
          for (int x = 0; x < exemplars[o].nx; x++) {
            lower(found.get(0).all[o][x], other.all[o][x], 0, plane);
          }
        }
      }
      return found.get(0).all;
    }

    private final class Least implements DistanceConsumer {
      private final int[][][] all = new int[exemplars.length][][];
      private final int[][] here;
      private int orientation;
      private int moved;
      private int from;
      private int to;

      Least() {
        for (int o = 0; o < all.length; o++) {
          all[o] = filled(exemplars[o].nx);
        }
        here = filled(Math.max(original.nx(), original.ny()));
      }

      @Override
      public void begin(int o, int toMove, int first, int end) {
        orientation = o;
        moved = toMove;
        from = first;
        to = end;
        for (int[] ofX : here) {
          Arrays.fill(ofX, from, to, Integer.MAX_VALUE);
        }
      }

      @Override
      public void take(int displacement, int x, int exemplarX, int[] d, int first, int end) {
        lower(here[exemplarX], d, first, end);
      }

      @Override
      public void end() {
        for (int x = 0; x < all[orientation].length; x++) {
          int[] least = all[orientation][x];
          for (int i = from; i < to; i++) {
            least[i + moved] = Math.min(least[i + moved], here[x][i]);
          }
        }
      }
    }

    private int[][] filled(int nx) {
      int[][] values = new int[nx][plane];
      for (int[] ofX : values) {
        Arrays.fill(ofX, Integer.MAX_VALUE);
      }
      return values;
    }

    /** 1 / (a + m) of every exemplar patch, by orientation and x. */
    private float[][][] weights(int[][][] least) {
      int[][] shared = filled(original.nx());
      forEachOriented(
          (o, x, at, ownX, ownAt) ->
              shared[ownX][ownAt] = Math.min(shared[ownX][ownAt], least[o][x][at]));
      float[][][] weights = new float[exemplars.length][][];
      for (int o = 0; o < weights.length; o++) {
        weights[o] = new float[exemplars[o].nx][plane];
      }
      forEachOriented(
          (o, x, at, ownX, ownAt) -> weights[o][x][at] = 1 / (slack + shared[ownX][ownAt]));
      return weights;
    }

    /** A voxel in an oriented exemplar and the same voxel in the exemplar itself. */
    private interface Pair {
      void voxel(int orientation, int x, int at, int ownX, int ownAt);
    }

    private void forEachOriented(Pair pair) {
      for (int o = 0; o < exemplars.length; o++) {
        Orientation orientation = orientations.get(o);
        GridSize to = orientation.size(original);
        for (int x = 0; x < to.nx(); x++) {
          for (int y = 0; y < to.ny(); y++) {
            int ownX = orientation.originalX(x, y, original);
            int ownY = orientation.originalY(x, y, original);
            for (int z = 0; z < to.nz(); z++) {
              pair.voxel(o, x, y * column + z, ownX, ownY * column + z);
            }
          }
        }
      }
    }

    /** Displacement of least distance of every voxel of the scene, by x. */
    private int[][] nearest() {
      List<Nearest> found = Stream.generate(Nearest::new).limit(workers.size()).toList();
      sweep(found);
      Nearest all = found.get(0);
      for (Nearest other : found.subList(1, found.size())) {
        for (int x = 0; x < size.nx(); x++) {
          for (int i = 0; i < plane; i++) {
            int more = Integer.compare(all.least[x][i], other.least[x][i]);
            if (more > 0 || (more == 0 && other.found[x][i] < all.found[x][i])) {
              all.found[x][i] = other.found[x][i];
              all.least[x][i] = other.least[x][i];
            }
          }
        }
      }
      return all.found;
    }

    private final class Nearest implements DistanceConsumer {
      private final int[][] least = filled(size.nx());
      private final int[][] found = new int[size.nx()][plane];

      @Override
      public void begin(int orientation, int moved, int from, int to) {}

      @Override
      public void take(int displacement, int x, int exemplarX, int[] d, int from, int to) {
        lower(least[x], found[x], d, displacement, from, to);
      }

      @Override
      public void end() {}
    }

    /** Displacement of least weighted distance of every voxel of the scene, by x. */
    private int[][] cheapest(float[][][] weights) {
      List<Cheapest> found =
          Stream.generate(() -> new Cheapest(weights)).limit(workers.size()).toList();
      sweep(found);
      Cheapest all = found.get(0);
      for (Cheapest other : found.subList(1, found.size())) {
        for (int x = 0; x < size.nx(); x++) {
          for (int i = 0; i < plane; i++) {
            int more = Float.compare(all.least[x][i], other.least[x][i]);
            if (more > 0 || (more == 0 && other.found[x][i] < all.found[x][i])) {
              all.found[x][i] = other.found[x][i];
              all.least[x][i] = other.least[x][i];
            }
          }
        }
      }
      return all.found;
    }

    private final class Cheapest implements DistanceConsumer {
      private final float[][] least = new float[size.nx()][plane];
      private final int[][] found = new int[size.nx()][plane];
      private final float[][][] weights;

      /** The weights, moved along y to where their partners are. */
      private final float[][] here = new float[Math.max(original.nx(), original.ny())][plane];

      /** Weights of sites that have a wish, for which completeness does not count: all 1. */
      private final float[] same = new float[plane];

      Cheapest(float[][][] weights) {
        this.weights = weights;
        Arrays.fill(same, 1);
        for (float[] ofX : least) {
          Arrays.fill(ofX, Float.POSITIVE_INFINITY);
        }
      }

      @Override
      public void begin(int orientation, int moved, int from, int to) {
        for (int x = 0; x < weights[orientation].length; x++) {
          System.arraycopy(weights[orientation][x], from + moved, here[x], from, to - from);
        }
      }

      @Override
      public void take(int displacement, int x, int exemplarX, int[] d, int from, int to) {
        if (preference == Preference.NONE) {
          lower(least[x], found[x], d, here[exemplarX], displacement, from, to);
          return;
        }
        for (int row = from; row < to; row += column) {
          float[] ofRow = preference.isFree(x, row / column) ? here[exemplarX] : same;
          lower(least[x], found[x], d, ofRow, displacement, row, row + column);
        }
      }

      @Override
      public void end() {}
    }

    /** Sources of the voxels, from displacements by x and column. */
    private int[] sources(int[][] displacements) {
      int[] sources = new int[size.voxelCount()];
      for (int z = 0, v = 0; z < size.nz(); z++) {
        for (int y = 0; y < size.ny(); y++) {
          for (int x = 0; x < size.nx(); x++, v++) {
            int displacement = displacements[x][y * column + z];
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

  /** The term a of the distances' divisor, in squared units of the features. */
  static float slack(int patch, int scale) {
    double channels = (double) Features.LOOK * patch * patch * patch;
    return (float) (COMPLETENESS * TYPICAL * channels * scale * scale);
  }

  // Where a distance is smaller, mask is all ones; without branches, for vector instructions.

  private static void lower(int[] least, int[] distances, int from, int to) {
    for (int i = from; i < to; i++) {
      int before = least[i];
      int below = distances[i] - before;
      least[i] = before + (below & (below >> 31));
    }
  }

  private static void lower(
      int[] least, int[] found, int[] distances, int displacement, int from, int to) {
    for (int i = from; i < to; i++) {
      int mask = (distances[i] - least[i]) >> 31;
      least[i] += (distances[i] - least[i]) & mask;
      found[i] += (displacement - found[i]) & mask;
    }
  }

  private static void lower(
      float[] least,
      int[] found,
      int[] distances,
      float[] weights,
      int displacement,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      float score = distances[i] * weights[i];
      if (score < least[i]) { // seldom, so well predicted
        least[i] = score;
        found[i] = displacement;
      }
    }
  }
}
