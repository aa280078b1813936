package org.sceneremix.gan.train;

/**
 * What one iteration measured.
 *
 * @param criticLoss3d loss of the 3D critic on real and generated samples; chance ({@link
 *     org.sceneremix.gan.loss.Loss#chance()}) is 1.386 with the logistic loss and 0 with wgan-gp,
 *     and what a critic that is left out has
 * @param criticLoss2d the same of the 2D critic
 * @param r1 latest mean squared input gradient of the 3D critic, where it is penalised
 * @param r1Weight weight of the penalty
 * @param adversarial3d generator's loss against the 3D critic
 * @param adversarial2d generator's loss against the 2D critic
 * @param reconstruction3d mean squared error of the reconstruction's voxels, stored units
 * @param reconstruction2d mean squared error of its traced patches
 * @param occupancy share of generated voxels that are occupied
 * @param realOccupancy share of reference voxels that are occupied
 */
record StageFigures(
    double criticLoss3d,
    double criticLoss2d,
    double r1,
    double r1Weight,
    double adversarial3d,
    double adversarial2d,
    double reconstruction3d,
    double reconstruction2d,
    double occupancy,
    double realOccupancy) {

  /** Whether every figure is a number. */
  boolean finite() {
    return Double.isFinite(
        criticLoss3d
            + criticLoss2d
            + r1
            + adversarial3d
            + adversarial2d
            + reconstruction3d
            + reconstruction2d);
  }
}
