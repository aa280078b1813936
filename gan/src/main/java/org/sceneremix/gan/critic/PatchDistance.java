package org.sceneremix.gan.critic;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.sceneremix.gan.net.ConvolutionStack;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Maps;

/**
 * Distance between the distributions of two scenes' patches, which a generator can go down without
 * a critic: the sliced Wasserstein distance (Elnekave and Weiss 2022, "Generating natural images
 * with direct patch distributions matching"). In directions that are drawn anew each time,
 *
 * <pre>
 *   mean over directions d, ranks i of |s_i(d . generated patches) - s_i(d . real patches)|
 * </pre>
 *
 * <p>where s sorts. For example, patches that say 1, 2 and 4 in a direction are at 1 / 3 of those
 * that say 2, 1 and 5. It asks for patches that exist, and for all that there are.
 */
public final class PatchDistance {

  private static final int DIRECTIONS = 64;

  /** Edges of patches, sites; taken by turns. */
  private static final List<Integer> EDGES = List.of(5, 7, 9);

  private final ColumnView view;

  /**
   * @param depth heights of a scene
   * @param slab heights of a slab, as of {@link Critic#ofColumns}
   */
  public PatchDistance(int depth, int slab) {
    this.view = new ColumnView(depth, slab);
  }

  /**
   * Adds the gradient of the distance with respect to each of several scenes.
   *
   * @param real one scene as networks see it
   * @param generated maps of the same size
   * @param turn number, from 0, by which patches change their size
   * @param weight of the mean distance
   * @param gradient begins with that of {@code generated}
   * @return the mean distance
   */
  public double addGradient(
      Engine engine,
      Maps real,
      Maps generated,
      int turn,
      double weight,
      SplittableRandom random,
      float[] gradient) {
    ConvolutionStack directions =
        new ConvolutionStack(
            "directions",
            new int[] {EDGES.get(turn % EDGES.size())},
            new int[] {view.channels(), DIRECTIONS},
            false,
            random);
    Maps ofReal = directions.apply(engine, view.of(real));
    ConvolutionStack.Pass pass = directions.train(engine, view.of(generated));
    Maps output = pass.output();
    int sites = output.height() * output.width();
    int all = output.count() * DIRECTIONS;
    float step = (float) (weight / ((double) all * sites));
    float[] signs = new float[output.data().length];
    double[] distances = new double[all];
    engine
        .workers()
        .forEach(
            all,
            (worker, i) -> {
              int direction = i % DIRECTIONS;
              int map = i / DIRECTIONS;
              float[] reals = new float[sites];
              int from = map % ofReal.count() * sites;
              for (int p = 0; p < sites; p++) {
                reals[p] = ofReal.data()[(from + p) * DIRECTIONS + direction];
              }
              Arrays.sort(reals);
              long[] ranked = ranked(output, map * sites, sites, direction);
              for (int p = 0; p < sites; p++) {
                int at = (map * sites + (int) ranked[p]) * DIRECTIONS + direction;
                float difference = output.data()[at] - reals[p];
                distances[i] += Math.abs(difference);
                signs[at] = step * Math.signum(difference);
              }
            });
    Maps back = view.adjoint(pass.inputGradient(output.with(signs)), generated);
    for (int i = 0; i < back.data().length; i++) {
      gradient[i] += back.data()[i];
    }
    return Arrays.stream(distances).sum() / ((double) all * sites);
  }

  /** Values of one direction in their order, each with the number of its patch in the low half. */
  private static long[] ranked(Maps output, int from, int sites, int direction) {
    long[] ranked = new long[sites];
    for (int p = 0; p < sites; p++) {
      int bits = Float.floatToIntBits(output.data()[(from + p) * DIRECTIONS + direction]);
      int sortable = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
      ranked[p] = ((long) sortable << 32) | p;
    }
    Arrays.sort(ranked);
    return ranked;
  }
}
