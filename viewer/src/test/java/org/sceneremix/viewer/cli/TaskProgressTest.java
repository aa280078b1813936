package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TaskProgressTest {

  private final StringWriter shown = new StringWriter();
  private final PrintWriter err = new PrintWriter(shown, true);

  @Test
  void barsReplaceThemselvesAndNeverWrap() {
    try (TaskProgress bar = TaskProgress.bar("Fitting", err, 40, new Cancellation())) {
      bar.at(0.5, "a message much longer than the terminal is wide, by any measure");
    }
    String[] parts = shown.toString().split("\r\033\\[K", -1);
    assertThat(parts).hasSize(3);
    assertThat(parts[1]).startsWith("Fitting [============            ]").hasSize(39);
    assertThat(parts[2]).startsWith("Fitting: ended at 50 %").endsWith(System.lineSeparator());
  }

  @Test
  void linesAreNotFlooded() {
    try (TaskProgress lines = TaskProgress.lines("Fitting", err, new Cancellation())) {
      for (int i = 0; i <= 10_000; i++) {
        lines.at(i / 10_000.0, "step " + i);
      }
    }
    assertThat(shown.toString().lines().count()).isLessThan(100);
    assertThat(shown.toString()).containsPattern("Fitting: done after \\d+ s\\R$");
  }

  @Test
  void workLearnsThatItShallStop() {
    Cancellation cancellation = new Cancellation();
    try (TaskProgress silent = TaskProgress.silent(cancellation)) {
      assertThat(silent.cancelled()).isFalse();
      cancellation.request();
      assertThat(silent.cancelled()).isTrue();
    }
  }
}
