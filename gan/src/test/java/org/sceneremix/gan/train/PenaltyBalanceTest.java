package org.sceneremix.gan.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PenaltyBalanceTest {

  @Test
  void winningCriticIsPenalisedMoreAndGuessingCriticLess() {
    PenaltyBalance winning = new PenaltyBalance(0.05);
    PenaltyBalance guessing = new PenaltyBalance(0.05);
    for (int i = 0; i < 100; i++) {
      winning.observe(0.2);
      guessing.observe(2 * Math.log(2));
    }
    assertThat(winning.weight()).isGreaterThan(0.1f);
    assertThat(guessing.weight()).isLessThan(0.04f);
  }

  @Test
  void weightStaysWithinBoundsWhateverTheLoss() {
    PenaltyBalance balance = new PenaltyBalance(0.05);
    for (int i = 0; i < 10_000; i++) {
      balance.observe(0);
    }
    assertThat(balance.weight()).isBetween(1f, 3f);
    for (int i = 0; i < 10_000; i++) {
      balance.observe(100);
    }
    assertThat(balance.weight()).isBetween(0.001f, 0.01f);
  }
}
