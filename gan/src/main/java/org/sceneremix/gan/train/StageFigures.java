package org.sceneremix.gan.train;

/**
 * Figures of one iteration.
 *
 * @param level that is trained, 0 the coarsest
 * @param volumeLead by how much the critic of columns tells real from generated, in the units of
 *     its loss ({@link org.sceneremix.gan.critic.Loss.Figures#lead}); 0 at chance
 * @param pictureLead the same of the critic of pictures
 * @param volumePenalty penalty on the slope of the critic of columns
 * @param picturePenalty the same of the critic of pictures
 * @param patchDistance mean distance of patches ({@link org.sceneremix.gan.critic.PatchDistance});
 *     0 where it is left out
 * @param patchCost mean squared difference from generated patches to those of the reference that
 *     they are brought to ({@link org.sceneremix.gan.critic.PatchTransport}); 0 where it is left
 *     out
 * @param reconstruction mean squared error of the reconstruction, of premultiplied colour and of
 *     opacity in [-1, 1]
 */
public record StageFigures(
    int level,
    double volumeLead,
    double pictureLead,
    double volumePenalty,
    double picturePenalty,
    double patchDistance,
    double patchCost,
    double reconstruction) {

  /** Whether all are numbers. */
  boolean finite() {
    return Double.isFinite(
        volumeLead
            + pictureLead
            + volumePenalty
            + picturePenalty
            + patchDistance
            + patchCost
            + reconstruction);
  }
}
