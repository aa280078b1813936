package org.sceneremix.gan.train;

import java.util.SplittableRandom;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.Tensor;
import org.sceneremix.gan.loss.Loss;
import org.sceneremix.gan.net.Critic;

/** What keeps a critic from being steep: a penalty on its input gradient. */
sealed interface CriticPenalty {

  /**
   * Adds the penalty's parameter gradient.
   *
   * @param critic whose latest forward pass is that of the real samples
   * @param input the critic's input, which holds {@code real}
   * @param real samples {@code [n][depth][height][width][4]}
   * @param made generated samples, as many
   * @param random for those that choose places
   */
  void add(
      Critic critic,
      Tensor input,
      float[] real,
      float[] made,
      int iteration,
      SplittableRandom random);

  /** Takes notice of the critic's loss. */
  void observe(double loss);

  /** The present weight; float, so that a checkpoint holds it exactly. */
  float weight();

  /** Goes on from this weight. */
  void restore(float weight);

  /**
   * The latest squared norm of the gradient, a mean over samples in the penalty's own measure; 0
   * before the first.
   */
  double latest();

  /**
   * The penalty that goes with a loss.
   *
   * @param engine the critic's
   * @param r1Weight first weight of R1
   * @param r1Interval iterations from one R1 penalty to the next
   * @param gradientPenaltyWeight weight of the gradient penalty
   */
  static CriticPenalty of(
      Loss loss, Engine engine, double r1Weight, int r1Interval, double gradientPenaltyWeight) {
    return switch (loss) {
      case LOGISTIC -> new R1(engine, new PenaltyBalance(r1Weight), r1Interval);
      case WGAN_GP -> new BetweenSamples((float) gradientPenaltyWeight);
    };
  }

  /**
   * {@link Critic#addR1Penalty} on real samples, every few iterations, with a weight that adapts.
   */
  final class R1 implements CriticPenalty {
    private final PenaltyBalance balance;
    private final int interval;
    private final Tensor meanSquare;

    R1(Engine engine, PenaltyBalance balance, int interval) {
      this.balance = balance;
      this.interval = interval;
      this.meanSquare = engine.tensor(1);
      engine.fill(meanSquare, 0);
    }

    @Override
    public void add(
        Critic critic,
        Tensor input,
        float[] real,
        float[] made,
        int iteration,
        SplittableRandom random) {
      if (iteration % interval == 0) {
        critic.addR1Penalty(balance.weight() * interval, meanSquare);
      }
    }

    @Override
    public void observe(double loss) {
      balance.observe(loss);
    }

    @Override
    public float weight() {
      return balance.weight();
    }

    @Override
    public void restore(float weight) {
      balance.restore(weight);
    }

    @Override
    public double latest() {
      return meanSquare.toArray()[0];
    }
  }

  /**
   * {@link Critic#addGradientPenalty} in every iteration, at a random place on the line between a
   * real sample and a generated one (Gulrajani et al. 2017, section 4). The weight stays: what the
   * critic's loss says of it depends on how far the samples are apart.
   */
  final class BetweenSamples implements CriticPenalty {
    private float weight;
    private double latest;

    BetweenSamples(float weight) {
      this.weight = weight;
    }

    @Override
    public void add(
        Critic critic,
        Tensor input,
        float[] real,
        float[] made,
        int iteration,
        SplittableRandom random) {
      int samples = input.extent(0);
      int stride = real.length / samples;
      float[] between = new float[real.length];
      for (int s = 0; s < samples; s++) {
        float share = (float) random.nextDouble();
        for (int i = s * stride; i < (s + 1) * stride; i++) {
          between[i] = made[i] + share * (real[i] - made[i]);
        }
      }
      input.load(between, 0);
      critic.forward(input);
      latest = critic.addGradientPenalty(weight);
    }

    @Override
    public void observe(double loss) {}

    @Override
    public float weight() {
      return weight;
    }

    @Override
    public void restore(float value) {
      weight = value;
    }

    @Override
    public double latest() {
      return latest;
    }
  }
}
