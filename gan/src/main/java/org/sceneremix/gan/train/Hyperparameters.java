package org.sceneremix.gan.train;

import java.util.Locale;
import org.sceneremix.gan.critic.Loss;
import org.sceneremix.gan.net.Generator;

/**
 * Hyperparameters of losses and generator: those that an ablation changes one at a time.
 *
 * @param loss adversarial loss of both critics
 * @param volumeWeight weight of the loss against the critic of columns; 0 leaves the critic out
 * @param pictureWeight weight of the loss against the critic of traced pictures; 0 leaves it out
 * @param patchWeight weight of the distance of patches; 0 leaves it out
 * @param transportWeight weight of the transport of patches; 0 leaves it out
 * @param passes times that the generator points, at least 1
 * @param slab heights that a site chooses together; 0: whole columns
 */
public record Hyperparameters(
    Loss loss,
    double volumeWeight,
    double pictureWeight,
    double patchWeight,
    double transportWeight,
    int passes,
    int slab) {

  /** The method as it is. */
  public static final Hyperparameters DEFAULT =
      new Hyperparameters(Loss.WGAN_GP, 1, 0.03, 20, 40, 3, 0);

  /** Channels of hidden layers. */
  private static final int WIDTH = 64;

  /** Heights that finer levels choose together. */
  private static final int FINER_SLAB = 4;

  private static final double MOST = 1000;
  private static final int MOST_HEIGHTS = 1 << 12;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public Hyperparameters {
    requireFactor("the weight of the 3D critic", volumeWeight);
    requireFactor("the weight of the 2D critic", pictureWeight);
    requireFactor("the weight of the patches' distance", patchWeight);
    requireFactor("the weight of the patches' transport", transportWeight);
    if (slab < 0 || slab > MOST_HEIGHTS) {
      throw new IllegalArgumentException("a slab has 1 height or more, or 0 for all, not " + slab);
    }
    new Generator.Shape(WIDTH, passes, 0, Math.max(1, slab));
  }

  /** Sizes of the generator of a level with so many heights. */
  public Generator.Shape shape(int level, int heights) {
    return level == 0
        ? new Generator.Shape(WIDTH, passes, 0, slab == 0 ? heights : slab)
        : new Generator.Shape(WIDTH, 1, 1, FINER_SLAB);
  }

  private static void requireFactor(String what, double value) {
    if (!(value >= 0 && value <= MOST)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s must lie between 0 and %.0f, not at %s", what, MOST, value));
    }
  }
}
