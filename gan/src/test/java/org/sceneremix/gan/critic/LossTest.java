package org.sceneremix.gan.critic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.FiniteDifferences;
import org.sceneremix.gan.net.Maps;
import org.sceneremix.gan.net.Parameter;
import org.sceneremix.volume.work.Workers;

class LossTest {

  private static final double PENALTY = 0.3;

  private static Maps maps(int count, int depth, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * 6 * 7 * depth * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.5 * random.nextGaussian());
    }
    return new Maps(count, 6, 7, depth * 4, values);
  }

  /** The critic's whole loss: that of its scores and the penalty. */
  private static double criticLoss(Loss loss, Engine engine, Critic critic, Maps real, Maps fake) {
    Loss.Figures figures =
        loss.criticGradients(engine, critic, real, fake, PENALTY, new SplittableRandom(9));
    double chance = loss == Loss.LOGISTIC ? 2 * Math.log(2) : 0;
    return chance - figures.lead() + figures.penalty();
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void criticGradientsMatchFiniteDifferences(Loss loss) {
    Critic critic = Critic.ofColumns(5, 2, 8, new SplittableRandom(4));
    Maps real = maps(1, 5, 1);
    Maps fake = maps(2, 5, 2);
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      critic.clearGradients();
      criticLoss(loss, engine, critic, real, fake);
      // evaluating the loss again adds to gradients, so they are taken first
      List<float[]> gradients =
          critic.parameters().stream().map(p -> p.gradient().clone()).toList();
      for (int i = 0; i < gradients.size(); i++) {
        Parameter parameter = critic.parameters().get(i);
        FiniteDifferences.check(
            parameter.name(),
            parameter.values(),
            gradients.get(i),
            1e-4,
            () -> criticLoss(loss, engine, critic, real, fake));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void generatorGradientMatchesFiniteDifferences(Loss loss) {
    Critic critic = Critic.ofColumns(5, 2, 8, new SplittableRandom(4));
    Maps fake = maps(2, 5, 2);
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      Maps gradient = loss.generatorGradient(engine, critic, fake, 2);
      FiniteDifferences.check(
          "generated",
          fake.data(),
          gradient.data(),
          1e-3,
          () -> {
            double sum = 0;
            float[] scores = critic.judge(engine, fake).scores();
            for (float score : scores) {
              sum += loss == Loss.WGAN_GP ? -score : Math.log1p(Math.exp(-score));
            }
            return 2 * sum / scores.length;
          });
    }
  }

  @Test
  void criticLearnsToTellTwoThingsApart() {
    for (Loss loss : Loss.values()) {
      Critic critic = Critic.ofPictures(4, 8, new SplittableRandom(5));
      SplittableRandom random = new SplittableRandom(6);
      try (Workers workers = new Workers(1);
          Engine engine = Engine.cpu(workers)) {
        double first = 0;
        double last = 0;
        Maps wide = new Maps(2, 11, 11, 4, new float[2 * 11 * 11 * 4]);
        Maps noisy = new Maps(2, 11, 11, 4, new float[2 * 11 * 11 * 4]);
        for (int i = 0; i < noisy.data().length; i++) {
          noisy.data()[i] = (float) random.nextGaussian();
        }
        for (int step = 1; step <= 40; step++) {
          critic.clearGradients();
          last = loss.criticGradients(engine, critic, wide, noisy, 0.1, random).lead();
          first = step == 1 ? last : first;
          critic.descend(engine, 1e-3, step);
        }
        assertTrue(last > first + 0.2, loss + ": from " + first + " to " + last);
      }
    }
  }

  @Test
  void namesAreThoseOfTheCommandLine() {
    for (Loss loss : Loss.values()) {
      assertEquals(loss, Loss.of(loss.toString()));
    }
    assertThrows(IllegalArgumentException.class, () -> Loss.of("hinge"));
  }
}
