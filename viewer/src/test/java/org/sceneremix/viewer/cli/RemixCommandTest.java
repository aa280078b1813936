package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.viewer.program.RemixProcess;
import picocli.CommandLine;

class RemixCommandTest {

  @Test
  void withoutVerbIsWrongUsage() {
    CommandRun run = CommandRun.of();
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("a verb is missing").contains("remix --help");
  }

  @Test
  void misspeltVerbIsWrongUsage() {
    CommandRun run = CommandRun.of("sampel", "model");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("there is no verb 'sampel'").contains("remix sample");
  }

  @Test
  void numbersThatAreNoneAreWrongUsage() {
    CommandRun run = CommandRun.of("render", "a.grid", "--out", "a.png", "--threads", "two");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--threads").contains("'two' is not a whole number");
  }

  @Test
  void versionNamesTheBuildAndTheJvm() {
    CommandRun run = CommandRun.of("--version");
    assertThat(run.status()).isZero();
    assertThat(run.out()).matches("(?s)SceneRemix \\d+\\.\\d+.*Java .*");
  }

  @Test
  void outputThatCannotBeWrittenIsAFailure() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    StringWriter err = new StringWriter();
    CommandLine commandLine = RemixCommand.commandLine(new Cancellation());
    commandLine.setOut(new PrintWriter(full, true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(err, true));
    assertThat(RemixCommand.execute(commandLine, false, "--version")).isEqualTo(1);
    assertThat(err.toString()).contains("not all of the output could be written");
  }

  /** The reader has ended before the JVM has started. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aReaderThatEndsEarlyIsNoFailureToSpeakOf() throws Exception {
    List<String> script =
        new ArrayList<>(List.of("bash", "-c", "\"$@\" | true; exit ${PIPESTATUS[0]}", "pipe"));
    script.addAll(RemixProcess.command("--help"));
    Process process = new ProcessBuilder(script).redirectErrorStream(true).start();
    assertThat(process.getInputStream().readAllBytes()).asString().isEmpty();
    assertThat(process.waitFor()).isEqualTo(RemixCommand.OUTPUT_CLOSED);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceThatIsFullIsAFailure() throws Exception {
    Process process =
        new ProcessBuilder(RemixProcess.command("--help"))
            .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/full")))
            .start();
    assertThat(process.getErrorStream().readAllBytes()).asString().contains("is the disk full?");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @Test
  void theRehearsalReachesItsEnd(@TempDir Path folder) {
    assertThat(Rehearsal.run(folder)).isTrue();
  }

  @Test
  void whatWouldCommandATerminalIsNotPrinted() {
    assertThat(Printable.of("a\u001b[2Jb\u009b\u202ec\u007f\n\td")).isEqualTo("a?[2Jb??c?\n\td");
    assertThat(Printable.json("\"a\u009bb\"")).isEqualTo("\"a\\u009bb\"");
    CommandRun run = CommandRun.of("info", "no\u001b[31mfile");
    assertThat(run.err()).contains("no?[31mfile").doesNotContain("\u001b");
  }

  @Test
  void helpListsEveryVerbThatThereIs() {
    CommandRun run = CommandRun.of("help");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(RemixCommand.commandLine(new Cancellation()).getSubcommands().keySet());
  }

  @Test
  void aVerbThatACallBeginsWithIsMadeAlone() {
    assertThat(RemixCommand.commandLine(new Cancellation(), "info", "help").getSubcommands())
        .containsOnlyKeys("info");
    assertThat(CommandRun.of("help", "info").out()).contains("remix info");
  }

  @Test
  void completionScriptCompletesRemix() {
    CommandRun run = CommandRun.of("generate-completion");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("complete -F").contains("remix");
  }
}
