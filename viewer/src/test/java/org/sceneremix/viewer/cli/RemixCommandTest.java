package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
  void helpListsEveryVerbThatThereIs() {
    CommandRun run = CommandRun.of("help");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(RemixCommand.commandLine(new Cancellation()).getSubcommands().keySet());
  }

  @Test
  void completionScriptCompletesRemix() {
    CommandRun run = CommandRun.of("generate-completion");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("complete -F").contains("remix");
  }
}
