package org.sceneremix.gan.compute;

/**
 * One step of Adam (Kingma and Ba 2015, algorithm 1) in the form that folds the corrections of both
 * moments into rate and epsilon:
 *
 * <pre>
 *   m = b1 m + (1 - b1) g     v = b2 v + (1 - b2) g^2     x = x - scale m / (sqrt(v) + epsilon)
 * </pre>
 *
 * @param scale rate times {@code sqrt(1 - b2^t) / (1 - b1^t)}
 * @param epsilon epsilon of the paper times {@code sqrt(1 - b2^t)}
 */
public record AdamStep(float beta1, float beta2, float scale, float epsilon) {

  /**
   * The step of these settings.
   *
   * @param step number of the step, t, from 1
   */
  public static AdamStep of(double rate, double beta1, double beta2, double epsilon, int step) {
    double correction1 = 1 - Math.pow(beta1, step);
    double correction2 = Math.sqrt(1 - Math.pow(beta2, step));
    return new AdamStep(
        (float) beta1,
        (float) beta2,
        (float) (rate * correction2 / correction1),
        (float) (epsilon * correction2));
  }
}
