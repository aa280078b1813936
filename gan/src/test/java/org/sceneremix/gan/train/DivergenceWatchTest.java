package org.sceneremix.gan.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.loss.Loss;

class DivergenceWatchTest {

  private static final DivergenceWatch.Good START = new DivergenceWatch.Good(0, List.of());

  private static StageFigures figures(double criticLoss3d, double criticLoss2d) {
    return new StageFigures(criticLoss3d, criticLoss2d, 0, 1, 1, 1, 0, 0, 0.2, 0.2);
  }

  @Test
  void figuresThatAreNoNumbersAreDivergence() {
    DivergenceWatch watch = new DivergenceWatch(Loss.LOGISTIC, START);
    assertThat(watch.observe(figures(1, 1))).isEmpty();
    assertThat(watch.observe(figures(Double.NaN, 1))).isPresent();
    assertThat(watch.observe(figures(1, Double.POSITIVE_INFINITY))).isPresent();
  }

  @Test
  void criticThatStaysPerfectIsDivergenceAndOneThatErrsNowAndThenIsNot() {
    DivergenceWatch watch = new DivergenceWatch(Loss.LOGISTIC, START);
    for (int i = 1; i < 5 * DivergenceWatch.PATIENCE; i++) {
      double loss = i % DivergenceWatch.PATIENCE == 0 ? 0.5 : 0;
      assertThat(watch.observe(figures(1, loss))).isEmpty();
    }
    DivergenceWatch other = new DivergenceWatch(Loss.LOGISTIC, START);
    for (int i = 1; i < DivergenceWatch.PATIENCE; i++) {
      assertThat(other.observe(figures(0.001, 1))).isEmpty();
    }
    assertThat(other.observe(figures(0.001, 1)).orElseThrow()).contains("makes no error for 40");
  }

  @Test
  void lossBelowZeroIsDivergenceOnlyWhereTheLossHasAFloorThere() {
    DivergenceWatch logistic = new DivergenceWatch(Loss.LOGISTIC, START);
    DivergenceWatch wasserstein = new DivergenceWatch(Loss.WGAN_GP, START);
    DivergenceWatch runaway = new DivergenceWatch(Loss.WGAN_GP, START);
    for (int i = 1; i < DivergenceWatch.PATIENCE; i++) {
      logistic.observe(figures(-5, 1));
      wasserstein.observe(figures(-80, -5));
      runaway.observe(figures(0, -1e5));
    }
    assertThat(logistic.observe(figures(-5, 1))).isPresent();
    assertThat(wasserstein.observe(figures(-80, -5))).isEmpty();
    assertThat(runaway.observe(figures(0, -1e5)).orElseThrow()).contains("penalty");
  }

  @Test
  void theStateToGoBackToIsNotTheLatest() {
    DivergenceWatch watch = new DivergenceWatch(Loss.LOGISTIC, START);
    assertThat(watch.goBack()).isSameAs(START);
    DivergenceWatch.Good first = new DivergenceWatch.Good(50, List.of());
    DivergenceWatch.Good second = new DivergenceWatch.Good(100, List.of());
    watch.remember(first);
    watch.remember(second);
    assertThat(watch.goBack()).isSameAs(first);
    watch.remember(second);
    assertThat(watch.goBack()).isSameAs(first);
  }
}
