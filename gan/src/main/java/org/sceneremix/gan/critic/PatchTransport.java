package org.sceneremix.gan.critic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Maps;
import org.sceneremix.gan.net.PairwiseDistances;

/**
 * Optimal transport of a generator's patches to the reference's, in its semi-dual form (Houdard,
 * Leclaire, Papadakis and Rabin 2022, "A generative model for texture synthesis based on optimal
 * transport between feature distributions"). With a potential p_j for every patch y_j of the
 * reference
 *
 * <pre>
 *   max over p of   mean over patches x of  min_j (c(x, y_j) - p_j)   +   mean over j of  p_j
 * </pre>
 *
 * <p>is the cost of bringing all patches that are generated to patches of the reference so that
 * each of those is wanted equally often; c is the mean squared difference of what networks see. A
 * generator goes down its gradient, that of the distance to the patches that were found, while
 * potentials rise where patches are wanted too seldom. For example, of two patches 0 and 1 and
 * potentials 0 and 0.2, a patch 0.45 is brought to the second: 0.3025 - 0.2 is less than 0.2025.
 *
 * <p>It asks for patches that exist, and over a training for all that there are.
 */
public final class PatchTransport {

  /** Edges of patches, sites; taken by turns. */
  private static final int[] EDGES = {5, 7, 9};

  /** Most sites along a side of what is generated that are looked at at a time. */
  private static final int LARGEST_WINDOW = 48;

  /** Step of a potential in units of the mean cost, where nobody wants its patch. */
  private static final double STEP = 0.01;

  private static final int PIECE = 32;

  private final ColumnView view;
  private final Maps real;

  /** Potentials of the patches of all maps of the reference, by edge. */
  private final List<float[]> potentials = new ArrayList<>();

  /**
   * @param depth heights of a scene
   * @param slab heights of a slab, as of {@link Critic#ofColumns}
   * @param reference one scene as networks see it
   */
  public PatchTransport(int depth, int slab, Maps reference) {
    this.view = new ColumnView(depth, slab);
    this.real = view.of(reference);
    for (int edge : EDGES) {
      potentials.add(new float[real.count() * new Patches(real, edge).count()]);
    }
  }

  /** The potentials, which training changes. */
  public List<float[]> potentials() {
    return potentials;
  }

  /** The patches that lie within a map, row by row. */
  private record Patches(int rows, int columns) {
    Patches(Maps maps, int edge) {
      this(Math.max(0, maps.height() - edge + 1), Math.max(0, maps.width() - edge + 1));
    }

    int count() {
      return rows * columns;
    }
  }

  /**
   * Adds the gradient of the cost with respect to each of several scenes, and lets the potentials
   * go a step.
   *
   * @param generated maps as networks see them
   * @param turn number, from 0, by which patches change their size
   * @param weight of the mean cost
   * @param random by which a part of large scenes is drawn
   * @param gradient begins with that of {@code generated}
   * @return the mean cost
   */
  public double addGradient(
      Engine engine,
      Maps generated,
      int turn,
      double weight,
      SplittableRandom random,
      float[] gradient) {
    int edge = EDGES[turn % EDGES.length];
    float[] potential = potentials.get(turn % EDGES.length);
    Maps seen = view.of(generated);
    int rows = Math.min(LARGEST_WINDOW, seen.height());
    int columns = Math.min(LARGEST_WINDOW, seen.width());
    int y0 = random.nextInt(seen.height() - rows + 1);
    int x0 = random.nextInt(seen.width() - columns + 1);
    Maps window = seen.window(y0, x0, rows, columns);
    Patches all = new Patches(real, edge);
    int patches = new Patches(window, edge).count();
    if (all.count() == 0 || patches == 0) {
      return 0;
    }
    float[] ofWindow = new float[window.data().length];
    int[] wanted = new int[potential.length];
    double cost = 0;
    for (int n = 0; n < window.count(); n++) {
      int map = n % real.count();
      Search search = new Search(engine, window.slice(n, 1), map, edge, potential);
      cost += search.cost();
      for (int j : search.found) {
        wanted[map * all.count() + j]++;
      }
      search.writeDifferences(ofWindow, n * window.data().length / window.count());
    }
    double total = (double) patches * window.count();
    float step = (float) (2 * weight / (total * edge * edge * window.channels()));
    for (int i = 0; i < ofWindow.length; i++) {
      ofWindow[i] *= step;
    }
    double mean = cost / total;
    double share = total / potential.length;
    for (int j = 0; j < potential.length; j++) {
      potential[j] += (float) (STEP * mean * (1 - wanted[j] / share));
    }
    Maps back =
        view.adjoint(
            window.with(ofWindow).window(-y0, -x0, seen.height(), seen.width()), generated);
    for (int i = 0; i < back.data().length; i++) {
      gradient[i] += back.data()[i];
    }
    return mean;
  }

  /** Search for the patch of the reference to which each patch of a map is brought. */
  private final class Search {
    private final Engine engine;
    private final Maps map;
    private final Patches patches;
    private final Patches ofReal;
    private final int first;
    private final int edge;
    private final int[] found;
    private final float[] costs;

    Search(Engine engine, Maps map, int realMap, int edge, float[] potential) {
      this.engine = engine;
      this.map = map;
      this.edge = edge;
      this.patches = new Patches(map, edge);
      this.ofReal = new Patches(real, edge);
      this.first = realMap * real.height() * real.width();
      this.found = new int[patches.count()];
      this.costs = new float[patches.count()];
      float[] distances = PairwiseDistances.squared(engine, map, real.slice(realMap, 1));
      float scale = 1f / (edge * edge * map.channels());
      int from = realMap * ofReal.count();
      engine.forRanges(
          patches.count(),
          PIECE,
          (begin, end) -> {
            float[] sums = new float[ofReal.count()];
            for (int i = begin; i < end; i++) {
              sum(distances, i, sums);
              float least = Float.POSITIVE_INFINITY;
              for (int j = 0; j < sums.length; j++) {
                float cost = sums[j] * scale - potential[from + j];
                if (cost < least) {
                  least = cost;
                  found[i] = j;
                }
              }
              costs[i] = sums[found[i]] * scale;
            }
          });
    }

    /** Squared differences of a patch to all of the reference. */
    private void sum(float[] distances, int patch, float[] sums) {
      Arrays.fill(sums, 0);
      int y = patch / patches.columns();
      int x = patch % patches.columns();
      for (int dy = 0; dy < edge; dy++) {
        for (int dx = 0; dx < edge; dx++) {
          int site = ((y + dy) * map.width() + x + dx) * real.height() * real.width();
          for (int row = 0; row < ofReal.rows(); row++) {
            int from = site + (row + dy) * real.width() + dx;
            int to = row * ofReal.columns();
            for (int column = 0; column < ofReal.columns(); column++) {
              sums[to + column] += distances[from + column];
            }
          }
        }
      }
    }

    double cost() {
      double sum = 0;
      for (float cost : costs) {
        sum += cost;
      }
      return sum;
    }

    /** Adds up, at every site, the differences of the patches over it to those that were found. */
    void writeDifferences(float[] out, int offset) {
      engine.forRanges(
          map.sites(),
          PIECE,
          (begin, end) -> {
            for (int site = begin; site < end; site++) {
              addDifferences(site / map.width(), site % map.width(), out, offset);
            }
          });
    }

    private void addDifferences(int y, int x, float[] out, int offset) {
      int channels = map.channels();
      int at = map.index(0, y, x);
      for (int dy = Math.max(0, y - patches.rows() + 1); dy < Math.min(edge, y + 1); dy++) {
        for (int dx = Math.max(0, x - patches.columns() + 1); dx < Math.min(edge, x + 1); dx++) {
          int j = found[(y - dy) * patches.columns() + x - dx];
          int site = (j / ofReal.columns() + dy) * real.width() + j % ofReal.columns() + dx;
          int from = (first + site) * channels;
          for (int c = 0; c < channels; c++) {
            out[offset + at + c] += map.data()[at + c] - real.data()[from + c];
          }
        }
      }
    }
  }
}
