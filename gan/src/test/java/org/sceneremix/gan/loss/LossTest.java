package org.sceneremix.gan.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossTest {

  private static final float[] SCORES = {-3, 1, 0.5f, 2.5f};

  @Test
  void wassersteinLossesAreMeansOfScores() {
    float[] gradient = new float[4];
    assertThat(Loss.WGAN_GP.asReal(SCORES, gradient)).isEqualTo(-0.25);
    assertThat(gradient).containsOnly(-0.25f);
    assertThat(Loss.WGAN_GP.asFake(SCORES, gradient)).isEqualTo(0.25);
    assertThat(gradient).containsOnly(0.25f);
  }

  @Test
  void chanceIsTheLossOfEqualScores() {
    assertThat(Loss.LOGISTIC.chance()).isEqualTo(2 * Math.log(2), within(1e-12));
    assertThat(Loss.LOGISTIC.generatorChance()).isEqualTo(Math.log(2), within(1e-12));
    assertThat(Loss.WGAN_GP.chance()).isZero();
    assertThat(Loss.WGAN_GP.generatorChance()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void lossesAreFoundByTheirNames(Loss loss) {
    assertThat(Loss.of(loss.toString())).isEqualTo(loss);
    assertThatThrownBy(() -> Loss.of("hinge"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hinge")
        .hasMessageContaining(loss.toString());
  }
}
