package org.sceneremix.scenes.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void nothingIsSaidWithoutAnythingToGoBy() {
    Pace pace = new Pace();
    pace.at(0);
    assertThat(pace.secondsLeft()).isEmpty();
    pace.at(0.4);
    assertThat(pace.secondsLeft()).isEmpty();
    pace.at(0.5);
    assertThat(pace.secondsLeft()).isPresent();
    pace.at(1);
    assertThat(pace.secondsLeft()).isEmpty();
  }

  @Test
  void workThatWasDoneBeforeAnInterruptionTookNoTime() throws InterruptedException {
    Pace pace = new Pace();
    pace.at(0.8);
    Thread.sleep(20);
    pace.at(0.9);
    // as much is left as was done, not a ninth of it
    assertThat(pace.secondsLeft().orElseThrow()).isGreaterThanOrEqualTo(0.02);
  }
}
