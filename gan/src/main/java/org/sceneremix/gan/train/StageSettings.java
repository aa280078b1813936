package org.sceneremix.gan.train;

/**
 * How one stage is trained.
 *
 * @param iterations critic and generator steps
 * @param batch generated samples an iteration
 * @param patches traced patches an iteration
 * @param learningRate Adam's rate; a fifth of it for the last fifth of the iterations
 * @param volumeR1Weight first weight of the R1 penalty of the 3D critic ({@link PenaltyBalance})
 * @param pictureR1Weight first weight of the R1 penalty of the 2D critic
 * @param r1Interval iterations from one penalty to the next (Karras et al. 2020, "lazy
 *     regularisation"; the weight is multiplied by it)
 * @param reconstructionWeight weight of the mean squared errors, in 3D and in 2D, of the
 *     reconstruction
 * @param pieceWeight weight of the mean squared error of what remixes repeat of the reference
 * @param averageDecay decay of the moving average of the generator's weights
 * @param variant losses and their weights, crops, noise
 */
record StageSettings(
    int iterations,
    int batch,
    int patches,
    double learningRate,
    double volumeR1Weight,
    double pictureR1Weight,
    int r1Interval,
    double reconstructionWeight,
    double pieceWeight,
    double averageDecay,
    Variant variant) {

  static final double BETA1 = 0.5;
  static final double BETA2 = 0.999;

  /** Learning rate when this share of the stage is done. */
  double learningRateAt(double fraction) {
    return fraction < 0.8 ? learningRate : 0.2 * learningRate;
  }
}
