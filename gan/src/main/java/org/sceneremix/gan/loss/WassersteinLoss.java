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
public final class WassersteinLoss {

  private WassersteinLoss() {}

  /**
   * Mean of -s: low where the critic takes the scores' inputs for real.
   *
   * @param gradient receives the derivative with respect to each score
   */
  public static double realLoss(float[] scores, float[] gradient) {
    return loss(scores, gradient, -1);
  }

  /**
   * Mean of s: low where the critic takes the scores' inputs for generated.
   *
   * @param gradient receives the derivative with respect to each score
   */
  public static double fakeLoss(float[] scores, float[] gradient) {
    return loss(scores, gradient, 1);
  }

  private static double loss(float[] scores, float[] gradient, int sign) {
    double sum = 0;
    for (float score : scores) {
      sum += score;
    }
    Arrays.fill(gradient, (float) sign / scores.length);
    return sign * sum / scores.length;
  }
}
