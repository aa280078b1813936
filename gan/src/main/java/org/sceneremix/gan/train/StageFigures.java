package org.sceneremix.gan.train;

/**
 * Figures of one iteration.
 *
 * @param volumeLead by how much the critic of columns tells real from generated, in the units of
 *     its loss ({@link org.sceneremix.gan.critic.Loss.Figures#lead}); 0 at chance
 * @param pictureLead the same of the critic of pictures
 * @param volumePenalty penalty on the slope of the critic of columns
 * @param picturePenalty the same of the critic of pictures
 * @param reconstruction mean squared error of the reconstruction, of premultiplied colour and of
 *     opacity in [-1, 1]
 */
public record StageFigures(
    double volumeLead,
    double pictureLead,
    double volumePenalty,
    double picturePenalty,
    double reconstruction) {

  /** Whether all are numbers. */
  boolean finite() {
    return Double.isFinite(
        volumeLead + pictureLead + volumePenalty + picturePenalty + reconstruction);
  }
}
