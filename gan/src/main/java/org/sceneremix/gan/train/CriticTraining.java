package org.sceneremix.gan.train;

import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import org.sceneremix.gan.compute.Tensor;
import org.sceneremix.gan.loss.Loss;
import org.sceneremix.gan.net.Critic;

/** A critic in training: its loss, its penalty, and its weight in the generator's loss. */
final class CriticTraining {

  private final Critic critic;
  private final Loss loss;
  private final double weight;
  private final CriticPenalty penalty;

  /**
   * @param weight of the adversarial loss in the generator's; 0 leaves the critic out
   */
  CriticTraining(Critic critic, Loss loss, double weight, CriticPenalty penalty) {
    this.critic = critic;
    this.loss = loss;
    this.weight = weight;
    this.penalty = penalty;
  }

  /** Whether the critic is trained and asked at all. */
  boolean takesPart() {
    return weight > 0;
  }

  Critic critic() {
    return critic;
  }

  /** Of the adversarial loss in the generator's. */
  double weight() {
    return weight;
  }

  CriticPenalty penalty() {
    return penalty;
  }

  /** Starts from the critic of the stage before. */
  void warmStart(CriticTraining before) {
    critic.copyValues(before.critic.parameters().values());
    penalty.restore(before.penalty.weight());
  }

  /**
   * One step of the critic.
   *
   * @param input the critic's buffer for such samples
   * @param real samples {@code [n][depth][height][width][4]}
   * @param made generated samples, as many
   * @return its loss on both
   */
  double step(
      Tensor input,
      float[] real,
      float[] made,
      int iteration,
      double rate,
      SplittableRandom random) {
    double value = judge(input, real, loss::asReal);
    critic.backward();
    penalty.add(critic, input, real, made, iteration, random);
    value += judge(input, made, loss::asFake);
    critic.backward();
    critic.adamStep(rate, StageSettings.BETA1, StageSettings.BETA2);
    penalty.observe(value);
    return value;
  }

  /** Scores samples; leaves the loss's gradient where the backward pass wants it. */
  private double judge(Tensor input, float[] samples, ToDoubleBiFunction<float[], float[]> wanted) {
    input.load(samples, 0);
    float[] scores = critic.forward(input).toArray();
    float[] gradient = new float[scores.length];
    double value = wanted.applyAsDouble(scores, gradient);
    critic.outputGradient().load(gradient, 0);
    return value;
  }

  /**
   * The generator's loss against the critic.
   *
   * @param made generated samples {@code [n][depth][height][width][4]}
   * @param gradient receives the gradient of the weighted loss with respect to them
   * @return the loss, without the weight
   */
  double adversary(Tensor input, float[] made, float[] gradient) {
    double value = judge(input, made, loss::asReal);
    critic.inputGradient().store(gradient, 0);
    float factor = (float) weight;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= factor;
    }
    return value;
  }
}
