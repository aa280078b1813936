package org.sceneremix.gan.metric;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Shares of a remix in copied pieces of four sizes: each occupied voxel is counted with the largest
 * piece that covers it, and weighs the more the fewer places of the reference it could be from. The
 * shares add up to 1; those of an empty remix are 0.
 *
 * @param tiny share in pieces of less than 1 % of the occupied voxels, and in none
 * @param small share in pieces of 1 to 5 %
 * @param middle share in pieces of 5 to 15 %
 * @param large share in pieces of 15 % and more
 */
public record PieceSizes(double tiny, double small, double middle, double large) {

  static final int CLASSES = 4;

  /** Shares of an empty remix. */
  static final PieceSizes NONE = new PieceSizes(0, 0, 0, 0);

  /** Number of the class that a piece of this share of the occupied voxels is in. */
  static int classOf(double share) {
    return share < 0.01 ? 0 : share < 0.05 ? 1 : share < 0.15 ? 2 : 3;
  }

  /** Shares of weights, one a class, in their order. */
  static PieceSizes of(long[] weights) {
    double total = Arrays.stream(weights).sum();
    return new PieceSizes(
        weights[0] / total, weights[1] / total, weights[2] / total, weights[3] / total);
  }

  static PieceSizes mean(List<PieceSizes> sizes) {
    return new PieceSizes(
        mean(sizes, PieceSizes::tiny),
        mean(sizes, PieceSizes::small),
        mean(sizes, PieceSizes::middle),
        mean(sizes, PieceSizes::large));
  }

  private static double mean(List<PieceSizes> sizes, ToDoubleFunction<PieceSizes> share) {
    return sizes.stream().mapToDouble(share).average().orElse(0);
  }
}
