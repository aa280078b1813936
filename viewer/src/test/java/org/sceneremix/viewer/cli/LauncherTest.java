package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script that starts the command, as far as it comes without building anything. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  /** Tests run in the folder of their module. */
  private static final Path LAUNCHER = Path.of("..", "remix").toAbsolutePath().normalize();

  @ParameterizedTest
  @CsvSource({"-n 40, open files", "-v 1500000, address space"})
  void limitsInWhichNoJvmStartsAreSaidInASentence(String limit, String what)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-c", "ulimit " + limit + " && exec " + LAUNCHER + " --version")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said)
        .startsWith("remix: only " + limit.substring(3))
        .contains(what, "(ulimit " + limit.substring(0, 2) + ")")
        .hasLineCount(1);
  }
}
