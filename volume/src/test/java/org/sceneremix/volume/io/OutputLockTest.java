package org.sceneremix.volume.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLockTest {

  @TempDir private Path folder;

  /** A process that holds a folder until it is killed. */
  public static final class Holder {
    public static void main(String[] arguments) throws IOException {
      OutputLock.holdingFolder(
          Path.of(arguments[0]),
          "remix test",
          () -> {
            System.out.println("held");
            return System.in.read();
          });
    }
  }

  private static Process holder(Path output) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Holder.class.getName(),
                    output.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = process.inputReader();
    assertThat(said.readLine()).isEqualTo("held");
    return process;
  }

  @Test
  void aSecondProcessIsToldWhoWritesUntilThatIsDead() throws Exception {
    Path output = folder.resolve("model");
    Process process = holder(output);
    assertThatThrownBy(() -> OutputLock.holdingFolder(output, "remix other", () -> 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(output.toString())
        .hasMessageContaining("process " + process.pid() + " (remix test)");
    process.destroyForcibly().waitFor();
    assertThat(output).isNotEmptyDirectory();
    assertThat(OutputLock.holdingFolder(output, "remix other", () -> 1)).isEqualTo(1);
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void aSecondThreadIsToldToo() throws IOException {
    Path file = folder.resolve("a.grid");
    OutputLock.holdingFile(
        file,
        "remix one",
        () -> {
          assertThatThrownBy(() -> OutputLock.holdingFile(file, "remix two", () -> 2))
              .hasMessageContaining("(remix one)");
          return OutputLock.holdingFile(folder.resolve("b.grid"), "remix two", () -> 2);
        });
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileIsNoFolderAndAFolderIsNoFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> OutputLock.holdingFolder(file, "x", () -> 1))
        .hasMessageContaining("is a file");
    assertThatThrownBy(() -> OutputLock.holdingFile(folder, "x", () -> 1))
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> OutputLock.holdingFile(file.resolve("below"), "x", () -> 1))
        .hasMessageContaining("cannot be written")
        .hasMessageContaining("is no folder");
  }

  @Test
  void whatAProcessReleasedThatWasKilledBeforeItRemovedItIsTaken() throws IOException {
    Path own = Files.writeString(folder.resolve(".remix-folder.lock"), "released");
    Path other = Files.writeString(folder.resolve(".remix-0badcafe.lock"), "released");
    assertThat(OutputLock.holdingFolder(folder, "remix other", () -> Files.exists(own))).isTrue();
    assertThat(other).doesNotExist();
    assertThat(own).doesNotExist();
    // and after what is left has been looked for
    Files.writeString(own, "released");
    assertThat(OutputLock.holdingFolder(folder, "remix other", () -> 1)).isEqualTo(1);
    assertThat(own).doesNotExist();
  }

  @Test
  void aFolderThatWasMadeInVainIsRemoved() throws IOException {
    Path output = folder.resolve("new");
    assertThatThrownBy(
            () ->
                OutputLock.holdingFolder(
                    output,
                    "x",
                    () -> {
                      throw new IOException("no");
                    }))
        .hasMessage("no");
    assertThat(output).doesNotExist();
  }
}
