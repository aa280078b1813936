package org.sceneremix.gan.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DivergenceWatchTest {

  private static final DivergenceWatch.Good START = new DivergenceWatch.Good(0, List.of());

  private static StageFigures figures(double criticLoss3d, double criticLoss2d) {
    return new StageFigures(criticLoss3d, criticLoss2d, 0, 1, 1, 1, 0, 0, 0.2, 0.2);
  }

  @Test
  void figuresThatAreNoNumbersAreDivergence() {
    DivergenceWatch watch = new DivergenceWatch(START);
    assertThat(watch.observe(figures(1, 1))).isEmpty();
    assertThat(watch.observe(figures(Double.NaN, 1))).isPresent();
    assertThat(watch.observe(figures(1, Double.POSITIVE_INFINITY))).isPresent();
  }

  @Test
  void criticThatStaysPerfectIsDivergenceAndOneThatErrsNowAndThenIsNot() {
    DivergenceWatch watch = new DivergenceWatch(START);
    for (int i = 1; i < 5 * DivergenceWatch.PATIENCE; i++) {
      double loss = i % DivergenceWatch.PATIENCE == 0 ? 0.5 : 0;
      assertThat(watch.observe(figures(1, loss))).isEmpty();
    }
    DivergenceWatch other = new DivergenceWatch(START);
    for (int i = 1; i < DivergenceWatch.PATIENCE; i++) {
      assertThat(other.observe(figures(0.001, 1))).isEmpty();
    }
    assertThat(other.observe(figures(0.001, 1)).orElseThrow()).contains("no error");
  }

  @Test
  void theStateToGoBackToIsNotTheLatest() {
    DivergenceWatch watch = new DivergenceWatch(START);
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
