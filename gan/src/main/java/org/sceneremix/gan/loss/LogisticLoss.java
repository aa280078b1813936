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
final class LogisticLoss {

  private LogisticLoss() {}

  /**
   * Mean of {@code softplus(sign s)} over the scores s.
   *
   * @param gradient receives the derivative with respect to each score
   * @param sign 1 for what the critic wants of generated samples, -1 for what it wants of real ones
   *     and the generator of its own
   */
  static double of(float[] scores, float[] gradient, int sign) {
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
