package org.sceneremix.gan.train;

/**
 * The weight of a critic's R1 penalty, adapted so that the critic neither wins nor gives up.
 *
 * <p>One real scene is soon known by heart. On a capture of toy blocks, with critics that saw 11
 * voxels, a fixed weight of 0.05 suited the first hundreds of iterations, but after 1000 the
 * critic's loss had fallen to 0.19 and the generator learnt little more; a weight of 1 kept it at
 * 1.1 from early on, near chance, and learning was slow. As with adaptive augmentation (Karras et
 * al. 2020, "Training Generative Adversarial Networks with Limited Data", section 3), the loss
 * itself tells which way to go:
 *
 * <pre>
 *   ln weight  +=  0.02 * (0.9 - loss)       after every step, chance being 1.386
 * </pre>
 *
 * <p>The rule is one for the logistic loss, whose value tells how often the critic errs.
 */
final class PenaltyBalance {

  private static final double RATE = 0.02;
  private static final double TARGET_LOSS = 0.9;
  private static final double LEAST = 0.003;
  private static final double MOST = 2;

  private float weight;

  PenaltyBalance(double weight) {
    this.weight = (float) weight;
  }

  /** The present weight; float, so that a checkpoint holds it exactly. */
  float weight() {
    return weight;
  }

  /** Goes on from this weight. */
  void restore(float value) {
    weight = value;
  }

  /** Takes notice of the critic's loss on real and generated samples together. */
  void observe(double loss) {
    double next = weight * Math.exp(RATE * (TARGET_LOSS - Math.min(loss, 2)));
    weight = (float) Math.max(LEAST, Math.min(MOST, next));
  }
}
