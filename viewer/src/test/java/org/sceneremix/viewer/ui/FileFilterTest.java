package org.sceneremix.viewer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileFilterTest {

  private static final List<FileList.Entry> ENTRIES =
      List.of(
          new FileList.Entry(Path.of("models"), true, ""),
          new FileList.Entry(Path.of("Blocks.grid"), false, ""),
          new FileList.Entry(Path.of("stones.grid"), false, ""),
          new FileList.Entry(Path.of("notes.txt"), false, ""));

  private static List<String> offered(boolean all, String typed) {
    return new FileFilter(List.of(".grid", ".remix"), all, typed)
        .of(ENTRIES).stream().map(entry -> entry.path().toString()).toList();
  }

  @Test
  void foldersAndFilesOfTheKindAreOffered() {
    assertThat(offered(false, "")).containsExactly("models", "Blocks.grid", "stones.grid");
    assertThat(offered(true, "")).hasSize(4);
  }

  @Test
  void namesAreLookedForWhileTheyAreTyped() {
    assertThat(offered(false, "blo")).containsExactly("Blocks.grid");
    assertThat(offered(false, "O")).containsExactly("models", "Blocks.grid", "stones.grid");
    assertThat(offered(false, "nothing")).isEmpty();
  }

  @Test
  void listStaysWhenAFileOfItWasChosen() {
    assertThat(offered(false, "stones.grid"))
        .containsExactly("models", "Blocks.grid", "stones.grid");
  }
}
