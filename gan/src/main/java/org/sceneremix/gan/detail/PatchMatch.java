package org.sceneremix.gan.detail;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sceneremix.volume.GridSize;

/**
 * Search for the most similar patches of an exemplar by propagation and random search (Barnes et
 * al. 2009, "PatchMatch", sections 3.1 and 3.2), in three dimensions.
 *
 * <p>Matches may lie anywhere in x and y, but only {@code reach} layers above or below where the
 * patch itself lies: scenes repeat themselves along the ground, not upwards.
 *
 * <p>A sweep runs along lines of voxels. Within a line matches are handed on at once, from line to
 * line with the next sweep; lines are therefore independent, and the result does not depend on the
 * number of threads.
 */
final class PatchMatch {

  /** Voxels by which guesses may differ from one voxel to the next. */
  private static final int BENT = 1;

  /** Random guesses for a patch of which nothing is known. */
  private static final int FIRST_GUESSES = 6;

  private final Features target;
  private final Features source;
  private final int[] targetRows;
  private final int[] sourceRows;
  private final boolean[] visible;
  private final boolean[] centres;
  private final int[] emptyCentres;
  private final int layersUp;
  private final int reach;
  private final long seed;

  /** Score of a match is its distance times this, by voxels of the source. */
  private final float[] penalties;

  /**
   * @param layersUp what to add to a layer of the target for the layer of the source at the same
   *     height
   * @param reach how many layers a match may lie above or below
   */
  PatchMatch(Features target, Features source, int layersUp, int reach, long seed) {
    this(target, source, layersUp, reach, seed, null);
  }

  private PatchMatch(
      Features target, Features source, int layersUp, int reach, long seed, float[] penalties) {
    this.target = target;
    this.source = source;
    this.targetRows = Patch.rows(target.size());
    this.sourceRows = Patch.rows(source.size());
    this.visible = Patch.visible(target);
    this.centres = new boolean[source.voxelCount()];
    for (int v = 0; v < centres.length; v++) {
      centres[v] = Patch.isCentre(source.size(), v);
    }
    this.layersUp = layersUp;
    this.reach = reach;
    this.seed = seed;
    this.emptyCentres = emptyCentres();
    if (penalties == null) {
      this.penalties = new float[source.voxelCount()];
      Arrays.fill(this.penalties, 1);
    } else {
      this.penalties = penalties;
    }
  }

  /** The same search with scores instead of distances. */
  PatchMatch withPenalties(float[] penaltiesOfSource) {
    return new PatchMatch(target, source, layersUp, reach, seed, penaltiesOfSource);
  }

  /** For every layer of the source a patch with nothing in it, or {@link CoordinateMap#NONE}. */
  private int[] emptyCentres() {
    int[] result = new int[source.size().nz()];
    Arrays.fill(result, CoordinateMap.NONE);
    boolean[] something = Patch.visible(source);
    for (int v = 0; v < something.length; v++) {
      if (centres[v] && !something[v]) {
        result[source.z(v)] = v;
      }
    }
    return result;
  }

  /** Every patch that has something to see in it. */
  boolean[] everywhere() {
    return visible;
  }

  /**
   * The patches that lie within {@code near} voxels (along each axis) of a place where guesses
   * disagree. All others lie deep inside a piece of the source that was moved as a whole, or is
   * bent a little, by a voxel from one voxel to the next; of those the best guess is taken for the
   * match, and nothing is to be searched.
   *
   * @param guesses as of {@link #begin(List, boolean, boolean[])}
   */
  boolean[] nearSeams(List<int[]> guesses, int near) {
    GridSize from = target.size();
    int[] steps = {1, from.nx(), from.nx() * from.ny()};
    int[][] moves = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    int[] matches = begin(guesses, false, new boolean[visible.length]).matches();
    boolean[] result = new boolean[matches.length];
    for (int q = 0; q < matches.length; q++) {
      for (int n = 0; n < steps.length && visible[q]; n++) {
        int next = q + steps[n];
        if (visible[next] && !isNext(matches[next], matches[q], moves[n])) {
          result[q] = true;
          result[next] = true;
        }
      }
    }
    for (int step : steps) {
      result = Patch.dilated(result, step, near);
    }
    return result;
  }

  /** Whether a voxel of the source lies where one comes from another by a move, nearly. */
  private boolean isNext(int voxel, int before, int[] move) {
    return Math.abs(source.x(voxel) - source.x(before) - move[0]) <= BENT
        && Math.abs(source.y(voxel) - source.y(before) - move[1]) <= BENT
        && Math.abs(source.z(voxel) - source.z(before) - move[2]) <= BENT;
  }

  /**
   * A map to start from: of the guesses, and in open patches also of an empty patch and some at
   * random, the best one.
   *
   * @param guesses each a voxel of the source for every voxel of the target; need not be allowed
   * @param open which patches are searched
   */
  CoordinateMap begin(List<int[]> guesses, boolean withRandomGuesses, boolean[] open) {
    CoordinateMap map = new CoordinateMap(target.size(), source.size());
    forEachLine(
        Axis.X,
        line -> {
          Best best = new Best(map);
          for (int i = 0; i < line.count; i++) {
            int q = line.voxel(i);
            if (!visible[q]) {
              continue;
            }
            best.start(q);
            for (int[] guess : guesses) {
              best.consider(guess[q]);
            }
            if (open[q]) {
              best.consider(emptyCentres[best.layer]);
            }
            if ((open[q] && withRandomGuesses) || best.match == CoordinateMap.NONE) {
              Dice dice = new Dice(seed, -1, q);
              for (int k = 0; k < FIRST_GUESSES; k++) {
                best.consider(anywhere(best.layer, dice));
              }
            }
            best.write();
          }
        });
    return map;
  }

  private int anywhere(int layer, Dice dice) {
    GridSize size = source.size();
    int x = Patch.RADIUS + dice.below(size.nx() - 2 * Patch.RADIUS);
    int y = Patch.RADIUS + dice.below(size.ny() - 2 * Patch.RADIUS);
    return source.voxel(x, y, clamp(layer + dice.within(reach), 0, size.nz() - 1));
  }

  /**
   * Several sweeps, one after the other.
   *
   * @param open which patches are searched; others keep their match
   * @param first number of the first sweep
   * @param radius of the random search, voxels of the source
   */
  CoordinateMap improve(CoordinateMap map, boolean[] open, int first, int sweeps, int radius) {
    CoordinateMap earlier = null;
    CoordinateMap latest = map;
    for (int sweep = first; sweep < first + sweeps; sweep++) {
      CoordinateMap improved = swept(latest, earlier, open, sweep, radius);
      earlier = latest;
      latest = improved;
    }
    return latest;
  }

  /**
   * One sweep of propagation and random search.
   *
   * @param earlier the map that the sweep before made {@code before} of, by this search: what a
   *     neighbour handed on then need not be looked at again; null where there was none
   * @param open which patches are searched; others keep their match
   * @param sweep number of the sweep; axis and direction alternate with it
   * @param radius of the random search, voxels of the source
   */
  CoordinateMap swept(
      CoordinateMap before, CoordinateMap earlier, boolean[] open, int sweep, int radius) {
    CoordinateMap after = new CoordinateMap(target.size(), source.size());
    GridSize from = target.size();
    GridSize to = source.size();
    int[] steps = {1, -1, from.nx(), -from.nx(), from.nx() * from.ny(), -from.nx() * from.ny()};
    int[] moves = {1, -1, to.nx(), -to.nx(), to.nx() * to.ny(), -to.nx() * to.ny()};
    Axis axis = axis(sweep);
    boolean forwards = isForwards(sweep);
    int handingOn = handingOn(sweep);
    int handedOnBefore = handingOn(sweep - 1);
    forEachLine(
        axis,
        line -> {
          Best best = new Best(after);
          for (int i = 0; i < line.count; i++) {
            int q = line.voxel(forwards ? i : line.count - 1 - i);
            if (!visible[q]) {
              continue;
            }
            best.start(q, before);
            for (int n = 0; n < steps.length && open[q]; n++) {
              CoordinateMap known = n == handingOn ? after : before;
              int neighbour = known.matches()[q + steps[n]];
              CoordinateMap seen = n == handedOnBefore ? before : earlier;
              boolean isNew = earlier == null || neighbour != seen.matches()[q + steps[n]];
              if (isNew && neighbour != CoordinateMap.NONE) {
                best.consider(neighbour - moves[n]);
              }
            }
            if (open[q]) {
              searchAround(best, radius, new Dice(seed, sweep, q));
            }
            best.write();
          }
        });
    return after;
  }

  private static Axis axis(int sweep) {
    return sweep % 2 == 0 ? Axis.X : Axis.Y;
  }

  private static boolean isForwards(int sweep) {
    return sweep / 2 % 2 == 0;
  }

  /** Number of the neighbour that a sweep comes from, whose match is of the same sweep. */
  private static int handingOn(int sweep) {
    return (axis(sweep) == Axis.X ? 0 : 2) + (isForwards(sweep) ? 1 : 0);
  }

  private void searchAround(Best best, int radius, Dice dice) {
    GridSize size = source.size();
    for (int r = radius; r >= 1 && best.score > 0; r /= 2) {
      int x = source.x(best.match) + dice.within(r);
      int y = source.y(best.match) + dice.within(r);
      int z = source.z(best.match) + dice.within(Math.min(r, reach));
      best.consider(
          source.voxel(
              clamp(x, Patch.RADIUS, size.nx() - 1 - Patch.RADIUS),
              clamp(y, Patch.RADIUS, size.ny() - 1 - Patch.RADIUS),
              clamp(clamp(z, best.layer - reach, best.layer + reach), 0, size.nz() - 1)));
    }
  }

  private static int clamp(int value, int min, int max) {
    return Math.max(min, Math.min(max, value));
  }

  /** The best match so far of one patch. */
  private final class Best {
    private final CoordinateMap map;
    private int query;
    private int layer;
    private int match;
    private float distance;
    private float score;

    Best(CoordinateMap map) {
      this.map = map;
    }

    void start(int q) {
      query = q;
      layer = clamp(target.z(q) + layersUp, 0, source.size().nz() - 1);
      match = CoordinateMap.NONE;
      score = Float.POSITIVE_INFINITY;
    }

    void start(int q, CoordinateMap before) {
      start(q);
      match = before.matches()[q];
      distance = before.distances()[q];
      score = distance * penalties[match];
    }

    void consider(int candidate) {
      if (candidate == match
          || candidate < 0
          || candidate >= centres.length
          || !centres[candidate]
          || Math.abs(source.z(candidate) - layer) > reach) {
        return;
      }
      float penalty = penalties[candidate];
      float d =
          Patch.difference(
              target.values(),
              query,
              targetRows,
              source.values(),
              candidate,
              sourceRows,
              score / penalty);
      if (d * penalty < score) {
        match = candidate;
        distance = d;
        score = d * penalty;
      }
    }

    void write() {
      map.matches()[query] = match;
      map.distances()[query] = distance;
    }
  }

  private enum Axis {
    X,
    Y
  }

  /** Voxels of the target in a row. */
  private record Line(int first, int stride, int count) {
    int voxel(int i) {
      return first + i * stride;
    }
  }

  private interface LineWork {
    void run(Line line);
  }

  private void forEachLine(Axis axis, LineWork work) {
    GridSize size = target.size();
    int across = axis == Axis.X ? size.ny() : size.nx();
    IntStream.range(0, size.nz() * across)
        .parallel()
        .forEach(
            i ->
                work.run(
                    axis == Axis.X
                        ? new Line(target.voxel(0, i % across, i / across), 1, size.nx())
                        : new Line(target.voxel(i % across, 0, i / across), size.nx(), size.ny())));
  }

  /** Random numbers that depend on nothing but seed, sweep and voxel (SplitMix64). */
  private static final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private long state;

    Dice(long seed, int sweep, int voxel) {
      state = mix(mix(seed * GOLDEN + sweep) + voxel);
    }

    private static long mix(long z) {
      long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
      return b ^ (b >>> 31);
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
      state += GOLDEN;
      return (int) (((mix(state) >>> 32) * bound) >>> 32);
    }

    /** From {@code -radius} to {@code radius}. */
    int within(int radius) {
      return below(2 * radius + 1) - radius;
    }
  }
}
