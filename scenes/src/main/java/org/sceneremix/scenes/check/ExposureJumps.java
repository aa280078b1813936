package org.sceneremix.scenes.check;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How bright pictures are beside each other: gains that explain best, in the sense of least squares
 * of logarithms, how much brighter spots are in one picture than the same spots in another, and
 * that most are alike.
 */
final class ExposureJumps {

  /**
   * Ratio of a picture's gain to the median one that is a jump. In sound captures gains are at most
   * 1.1 apart where surfaces are dull, and 1.2 on shiny metal.
   */
  static final double JUMP = 1.3;

  /**
   * Comparisons that the belief in equal gains weighs as much as. Without it errors add up along
   * chains of pictures of which each was compared with one or two: 1.32 on sound shiny metal, 1.21
   * with it.
   */
  private static final double PRIOR = 0.1;

  private static final int ITERATIONS = 200;

  /** Gain, relative to the median, of each picture; NaN for those that were not compared. */
  private final double[] gains;

  ExposureJumps(int pictures, Collection<PhotoConsistency.Ratio> ratios) {
    double[] logarithms = new double[pictures];
    int[] counts = new int[pictures];
    for (PhotoConsistency.Ratio ratio : ratios) {
      counts[ratio.view()]++;
      counts[ratio.other()]++;
    }
    // Jacobi: each is the mean of what the others say
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] sums = new double[pictures];
      for (PhotoConsistency.Ratio ratio : ratios) {
        double logarithm = Math.log(ratio.ratio());
        sums[ratio.view()] += logarithms[ratio.other()] + logarithm;
        sums[ratio.other()] += logarithms[ratio.view()] - logarithm;
      }
      for (int i = 0; i < pictures; i++) {
        // half way, as two pictures that only know each other would swap for ever
        logarithms[i] =
            counts[i] == 0 ? Double.NaN : 0.5 * (logarithms[i] + sums[i] / (counts[i] + PRIOR));
      }
    }
    double[] known = Arrays.stream(logarithms).filter(Double::isFinite).sorted().toArray();
    double median = known.length == 0 ? 0 : known[known.length / 2];
    gains = Arrays.stream(logarithms).map(logarithm -> Math.exp(logarithm - median)).toArray();
  }

  boolean isCompared(int picture) {
    return !Double.isNaN(gains[picture]);
  }

  /** Largest ratio of a picture's gain to the median one, or its inverse; NaN if none is known. */
  double largest() {
    return Arrays.stream(gains)
        .filter(Double::isFinite)
        .map(gain -> Math.max(gain, 1 / gain))
        .max()
        .orElse(Double.NaN);
  }

  /** Pictures whose gain is a jump away from the median, in ascending order. */
  List<Integer> pictures() {
    return IntStream.range(0, gains.length)
        .filter(i -> Math.max(gains[i], 1 / gains[i]) > JUMP)
        .boxed()
        .toList();
  }
}
