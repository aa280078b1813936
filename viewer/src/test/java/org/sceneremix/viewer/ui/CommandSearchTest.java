package org.sceneremix.viewer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandSearchTest {

  private static final List<Command> COMMANDS =
      List.of(
          command("File", "Save picture ..."), command("Edit", "Undo"), command("Path", "Play"));

  private static Command command(String group, String name) {
    return new Command(group, name, "", -1, false, Optional::empty, () -> {});
  }

  private static List<String> found(String words) {
    return CommandSearch.matching(COMMANDS, words).stream().map(Command::name).toList();
  }

  @Test
  void wordsMayStandAnywhereAndInAnyOrder() {
    assertThat(found("picture SAVE")).containsExactly("Save picture ...");
    assertThat(found("path")).containsExactly("Play");
    assertThat(found("nothing of the kind")).isEmpty();
  }

  @Test
  void namesThatBeginWithTheWordsComeFirst() {
    assertThat(found("p")).containsExactly("Play", "Save picture ...");
  }

  @Test
  void withoutWordsAllAreThereInTheirOrder() {
    assertThat(found(" ")).containsExactly("Save picture ...", "Undo", "Play");
  }
}
