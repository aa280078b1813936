package org.sceneremix.gan.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogisticLossTest {

  @Test
  void criticThatCannotTellLosesTwiceLogTwo() {
    float[] scores = new float[5];
    double loss =
        Loss.LOGISTIC.asReal(scores, new float[5]) + Loss.LOGISTIC.asFake(scores, new float[5]);
    assertThat(loss).isEqualTo(2 * Math.log(2), within(1e-12));
  }

  @Test
  void gradientMatchesFiniteDifferences() {
    float[] scores = {-3, -0.5f, 0, 0.25f, 4};
    float[] gradient = new float[5];
    Loss.LOGISTIC.asReal(scores, gradient);
    for (int i = 0; i < scores.length; i++) {
      float[] plus = scores.clone();
      float[] minus = scores.clone();
      plus[i] += 0.01f;
      minus[i] -= 0.01f;
      double slope =
          (Loss.LOGISTIC.asReal(plus, new float[5]) - Loss.LOGISTIC.asReal(minus, new float[5]))
              / (plus[i] - minus[i]);
      assertThat((double) gradient[i]).isEqualTo(slope, within(1e-5));
    }
  }

  @Test
  void hugeScoresStayFinite() {
    float[] scores = {1e6f, -1e6f};
    float[] gradient = new float[2];
    assertThat(Loss.LOGISTIC.asReal(scores, gradient)).isEqualTo(5e5, within(1.0));
    assertThat(gradient[0]).isZero();
    assertThat(gradient[1]).isEqualTo(-0.5f);
    assertThat(Loss.LOGISTIC.asFake(scores, gradient)).isEqualTo(5e5, within(1.0));
    assertThat(gradient[0]).isEqualTo(0.5f);
    assertThat(gradient[1]).isZero();
  }
}
