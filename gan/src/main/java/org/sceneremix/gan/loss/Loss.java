package org.sceneremix.gan.loss;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The adversarial losses that there are to train by. */
public enum Loss {
  /** {@link LogisticLoss}, with a penalty on the critic's gradient at real samples. */
  LOGISTIC(0.01, "makes no error") {
    @Override
    double of(float[] scores, float[] gradient, int sign) {
      return LogisticLoss.of(scores, gradient, sign);
    }
  },

  /**
   * {@link WassersteinLoss}, with a penalty on the critic's gradient between real and generated.
   *
   * <p>By equation 3 of Gulrajani et al. 2017 with weight L, a critic of slope n between samples
   * that lie d apart is to make {@code -n d + L (n - 1)^2} small, which is least at {@code n = 1 +
   * d / 2L}. Voxels in [-1, 1] with four channels are at most 4 apart, so with L = 0.1 its loss
   * {@code -n d} should not fall below -84; far below, the penalty has lost the critic.
   */
  WGAN_GP(-1000, "is out of its penalty's hands") {
    @Override
    double of(float[] scores, float[] gradient, int sign) {
      return WassersteinLoss.of(scores, gradient, sign);
    }
  };

  private final double useless;
  private final String uselessness;

  Loss(double useless, String uselessness) {
    this.useless = useless;
    this.uselessness = uselessness;
  }

  /**
   * The loss of a map of scores.
   *
   * @param gradient receives the derivative with respect to each score
   * @param sign 1: low where the scores say "generated"; -1: low where they say "real"
   */
  abstract double of(float[] scores, float[] gradient, int sign);

  /**
   * Low where the scores say "real": what the critic wants of real samples, and the generator of
   * its own.
   *
   * @param gradient receives the derivative with respect to each score
   */
  public double asReal(float[] scores, float[] gradient) {
    return of(scores, gradient, -1);
  }

  /**
   * Low where the scores say "generated": what the critic wants of generated samples.
   *
   * @param gradient receives the derivative with respect to each score
   */
  public double asFake(float[] scores, float[] gradient) {
    return of(scores, gradient, 1);
  }

  /** The critic's loss, on real and generated samples together, if it cannot tell them apart. */
  public double chance() {
    return asReal(new float[1], new float[1]) + asFake(new float[1], new float[1]);
  }

  /** The generator's loss against such a critic. */
  public double generatorChance() {
    return asReal(new float[1], new float[1]);
  }

  /** The critic's loss below which a critic teaches the generator nothing. */
  public double useless() {
    return useless;
  }

  /** What is wrong with a critic below that loss, as what a critic does. */
  public String uselessness() {
    return uselessness;
  }

  /**
   * The loss of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Loss of(String name) {
    return Arrays.stream(values())
        .filter(loss -> loss.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no loss '"
                        + name
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(Loss::toString)
                            .collect(Collectors.joining(", "))));
  }

  /** As the command line and model files say it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
