package org.sceneremix.gan.loss;

/**
 * The non-saturating logistic loss (Goodfellow et al. 2014, section 3), averaged over a map of
 * scores:
 *
 * <pre>
 *   critic     mean softplus(-D(real)) + mean softplus(D(fake))
 *   generator  mean softplus(-D(fake))
 * </pre>
 *
 * <p>A critic that cannot tell scores 2 ln 2 = 1.386.
 */
public final class LogisticLoss {

  private LogisticLoss() {}

  /**
   * Mean of softplus(-s): low where the critic takes the scores' inputs for real.
   *
   * @param gradient receives the derivative with respect to each score
   */
  public static double realLoss(float[] scores, float[] gradient) {
    return loss(scores, gradient, -1);
  }

  /**
   * Mean of softplus(s): low where the critic takes the scores' inputs for generated.
   *
   * @param gradient receives the derivative with respect to each score
   */
  public static double fakeLoss(float[] scores, float[] gradient) {
    return loss(scores, gradient, 1);
  }

  private static double loss(float[] scores, float[] gradient, int sign) {
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      double s = sign * (double) scores[i];
      double decay = Math.exp(-Math.abs(s));
      sum += Math.max(s, 0) + Math.log1p(decay);
      double sigmoid = s >= 0 ? 1 / (1 + decay) : decay / (1 + decay);
      gradient[i] = (float) (sign * sigmoid / scores.length);
    }
    return sum / scores.length;
  }
}
