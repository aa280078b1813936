package org.sceneremix.gan.loss;

import java.util.Arrays;

/**
 * The Wasserstein loss (Arjovsky et al. 2017, equation 2), averaged over a map of scores:
 *
 * <pre>
 *   critic     mean D(fake) - mean D(real)
 *   generator  -mean D(fake)
 * </pre>
 *
 * <p>It means something only where D is kept from being steep. A critic that cannot tell scores 0;
 * there is no least value.
 */
final class WassersteinLoss {

  private WassersteinLoss() {}

  /**
   * Mean of {@code sign s} over the scores s.
   *
   * @param gradient receives the derivative with respect to each score
   * @param sign 1 for what the critic wants of generated samples, -1 for what it wants of real ones
   *     and the generator of its own
   */
  static double of(float[] scores, float[] gradient, int sign) {
    double sum = 0;
    for (float score : scores) {
      sum += score;
    }
    Arrays.fill(gradient, (float) sign / scores.length);
    return sign * sum / scores.length;
  }
}
