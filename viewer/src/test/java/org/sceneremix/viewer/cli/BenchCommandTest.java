package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchCommandTest {

  @Test
  void withoutTheModuleOfTheBenchmarksOneSentenceSaysHowToGetThem() {
    CommandRun run = CommandRun.of("bench");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("./remix bench").hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }
}
