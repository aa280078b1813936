package org.sceneremix.gan.critic;

import java.util.Locale;
import java.util.SplittableRandom;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Maps;

/** An adversarial loss: how a critic learns, and what it teaches a generator. */
public enum Loss {
  /**
   * Wasserstein distance with gradient penalty (Gulrajani et al. 2017, equation 3); the norm of the
   * slope is taken at each site, as scores are of windows.
   */
  WGAN_GP("wgan-gp", 0.02, 3),

  /**
   * Non-saturating logistic loss (Goodfellow et al. 2014) with R1 (Mescheder et al. 2018, equation
   * 9), weight {@value #R1} times that of the penalty; the slope again at each site.
   */
  LOGISTIC("logistic", 0.02, 1.25);

  private static final double R1 = 10;

  private final String label;
  private final double chance;
  private final double farAhead;

  Loss(String label, double chance, double farAhead) {
    this.label = label;
    this.chance = chance;
    this.farAhead = farAhead;
  }

  /** A lead below which a critic knows nothing; see {@link Figures#lead}. */
  public double chance() {
    return chance;
  }

  /** A lead above which what is generated has little to learn from a critic. */
  public double farAhead() {
    return farAhead;
  }

  /**
   * The loss of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Loss of(String name) {
    for (Loss loss : values()) {
      if (loss.label.equals(name.toLowerCase(Locale.ROOT))) {
        return loss;
      }
    }
    throw new IllegalArgumentException("'" + name + "' is no loss; it is wgan-gp or logistic");
  }

  /** Its name on the command line. */
  @Override
  public String toString() {
    return label;
  }

  /**
   * Figures of a critic's step.
   *
   * @param lead by how much it tells real from generated: the mean score of what is real less that
   *     of what is generated (wgan-gp), or how far its loss lies below chance, 2 log 2 (logistic)
   * @param penalty on its slope, weighted
   */
  public record Figures(double lead, double penalty) {}

  /**
   * Adds the gradients of a critic's loss to its parameters.
   *
   * @param real maps; may be fewer than generated ones
   * @param generated maps of the same size
   * @param penaltyWeight weight of the penalty on the slope
   */
  public Figures criticGradients(
      Engine engine,
      Critic critic,
      Maps real,
      Maps generated,
      double penaltyWeight,
      SplittableRandom random) {
    Critic.Judgement ofReal = critic.judge(engine, real);
    Critic.Judgement ofGenerated = critic.judge(engine, generated);
    float[] real0 = ofReal.scores();
    float[] generated0 = ofGenerated.scores();
    double lead;
    if (this == WGAN_GP) {
      lead = mean(real0) - mean(generated0);
      ofReal.backward(filled(real0.length, -1f / real0.length));
      ofGenerated.backward(filled(generated0.length, 1f / generated0.length));
      return new Figures(
          lead, penalise(critic.judge(engine, mixed(real, generated, random)), penaltyWeight));
    }
    double loss = 0;
    float[] ofRealScores = new float[real0.length];
    float[] ofGeneratedScores = new float[generated0.length];
    for (int i = 0; i < real0.length; i++) {
      loss += softplus(-real0[i]) / real0.length;
      ofRealScores[i] = (float) (-sigmoid(-real0[i]) / real0.length);
    }
    for (int i = 0; i < generated0.length; i++) {
      loss += softplus(generated0[i]) / generated0.length;
      ofGeneratedScores[i] = (float) (sigmoid(generated0[i]) / generated0.length);
    }
    double penalty = penalise(ofReal, penaltyWeight);
    ofReal.backward(ofRealScores);
    ofGenerated.backward(ofGeneratedScores);
    return new Figures(2 * Math.log(2) - loss, penalty);
  }

  /** Something between what is real and what is generated, at random. */
  private static Maps mixed(Maps real, Maps generated, SplittableRandom random) {
    float[] mixed = new float[generated.data().length];
    int length = mixed.length / generated.count();
    for (int n = 0; n < generated.count(); n++) {
      float share = random.nextFloat();
      int from = n % real.count() * length;
      for (int i = 0; i < length; i++) {
        mixed[n * length + i] =
            share * real.data()[from + i] + (1 - share) * generated.data()[n * length + i];
      }
    }
    return generated.with(mixed);
  }

  /** Adds the gradient of the penalty on the slope; the penalty. */
  private double penalise(Critic.Judgement judgement, double weight) {
    Maps slope = judgement.slope();
    int channels = slope.channels();
    int sites = slope.sites();
    float[] direction = new float[slope.data().length];
    double penalty = 0;
    for (int s = 0; s < sites; s++) {
      double squares = 0;
      for (int i = s * channels; i < (s + 1) * channels; i++) {
        squares += slope.data()[i] * slope.data()[i];
      }
      double factor;
      if (this == WGAN_GP) {
        double norm = Math.sqrt(squares);
        penalty += weight * (norm - 1) * (norm - 1) / sites;
        factor = 2 * weight * (norm - 1) / Math.max(norm, 1e-12) / sites;
      } else {
        penalty += weight * R1 * squares / 2 / sites;
        factor = weight * R1 / sites;
      }
      for (int i = s * channels; i < (s + 1) * channels; i++) {
        direction[i] = (float) (factor * slope.data()[i]);
      }
    }
    judgement.addPenaltyGradient(slope.with(direction));
    return penalty;
  }

  /**
   * The gradient of a generator's loss with respect to what it generated.
   *
   * @param weight of the loss
   */
  public Maps generatorGradient(Engine engine, Critic critic, Maps generated, double weight) {
    Critic.Judgement judgement = critic.judge(engine, generated);
    float[] scores = judgement.scores();
    float[] gradient = new float[scores.length];
    for (int i = 0; i < scores.length; i++) {
      double slope = this == WGAN_GP ? -1 : -sigmoid(-scores[i]);
      gradient[i] = (float) (weight * slope / scores.length);
    }
    return judgement.gradient(gradient);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    java.util.Arrays.fill(values, value);
    return values;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
