package org.sceneremix.scenes.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Relative exposures of pictures: the gains, most of them alike, that explain best how much
 * brighter spots are in one picture than in another. Logarithms of ratios are fitted by Huber's
 * loss (1964, "Robust estimation of a location parameter"), as some spots are chance matches.
 *
 * <p>Shiny surfaces change with the viewing direction, in some of a picture's spots by more than
 * exposures do; so a gain is a jump only if nearly all of its spots say so.
 */
final class ExposureJumps {

  /**
   * Ratio to the median gain that is a jump. In sound captures {@link #AGREEING} of a picture's
   * spots say at most 1.1 where surfaces are dull, and 1.25 on shiny metal.
   */
  static final double JUMP = 1.3;

  /** Share of a picture's spots that must say that it is off by a jump. */
  private static final double AGREEING = 0.75;

  /** Spots that tell something of a picture. */
  static final int LEAST_SPOTS = 10;

  /** Logarithm of a ratio's error from which on it weighs less, as a chance match. */
  private static final double TOLERANCE = 0.1;

  /**
   * Spots that the belief in equal gains weighs as much as. Without it errors add up along chains
   * of pictures of which each was compared with one or two.
   */
  private static final double PRIOR = 1;

  private static final int ITERATIONS = 200;

  /** Logarithms of gains relative to the median; NaN for those that were not compared. */
  private final double[] gains;

  private final List<Integer> jumping;

  ExposureJumps(int pictures, Collection<PhotoConsistency.Ratio> ratios) {
    gains = fitted(pictures, ratios);
    List<List<Double>> said = new ArrayList<>();
    for (int i = 0; i < pictures; i++) {
      said.add(new ArrayList<>());
    }
    for (PhotoConsistency.Ratio ratio : ratios) {
      double logarithm = Math.log(ratio.ratio());
      said.get(ratio.view()).add(gains[ratio.other()] + logarithm);
      said.get(ratio.other()).add(gains[ratio.view()] - logarithm);
    }
    double[] known =
        IntStream.range(0, pictures)
            .filter(i -> said.get(i).size() >= LEAST_SPOTS)
            .mapToDouble(i -> gains[i])
            .sorted()
            .toArray();
    double median = known.length == 0 ? 0 : known[known.length / 2];
    jumping =
        IntStream.range(0, pictures)
            .filter(i -> said.get(i).size() >= LEAST_SPOTS)
            .filter(i -> isJump(said.get(i), gains[i], median))
            .boxed()
            .toList();
    for (int i = 0; i < pictures; i++) {
      gains[i] = said.get(i).size() < LEAST_SPOTS ? Double.NaN : gains[i] - median;
    }
  }

  private static double[] fitted(int pictures, Collection<PhotoConsistency.Ratio> ratios) {
    double[] logarithms = new double[pictures];
    // Jacobi: each is the mean of what the others say
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] sums = new double[pictures];
      double[] weights = new double[pictures];
      Arrays.fill(weights, PRIOR);
      for (PhotoConsistency.Ratio ratio : ratios) {
        int view = ratio.view();
        int other = ratio.other();
        double logarithm = Math.log(ratio.ratio());
        double error = Math.abs(logarithms[other] + logarithm - logarithms[view]);
        double weight = Math.min(1, TOLERANCE / error);
        sums[view] += weight * (logarithms[other] + logarithm);
        sums[other] += weight * (logarithms[view] - logarithm);
        weights[view] += weight;
        weights[other] += weight;
      }
      for (int i = 0; i < pictures; i++) {
        // half way, as two pictures that only know each other would swap for ever
        logarithms[i] = 0.5 * (logarithms[i] + sums[i] / weights[i]);
      }
    }
    return logarithms;
  }

  /**
   * Whether nearly all spots of a picture say that it is brighter than the median by a jump, or
   * darker.
   *
   * @param said logarithms of the gain, one of each spot
   */
  private static boolean isJump(List<Double> said, double gain, double median) {
    double sign = Math.signum(gain - median);
    long agreeing = said.stream().filter(one -> sign * (one - median) > Math.log(JUMP)).count();
    return agreeing >= AGREEING * said.size();
  }

  boolean isCompared(int picture) {
    return !Double.isNaN(gains[picture]);
  }

  /** Ratio of a picture's gain to the median one, or its inverse; NaN if it is not known. */
  double factor(int picture) {
    return Math.exp(Math.abs(gains[picture]));
  }

  /** The largest factor of all pictures; NaN if none is known. */
  double largest() {
    return IntStream.range(0, gains.length)
        .mapToDouble(this::factor)
        .filter(Double::isFinite)
        .max()
        .orElse(Double.NaN);
  }

  /** Pictures whose gain is a jump away from the median, in ascending order. */
  List<Integer> pictures() {
    return jumping;
  }
}
