package org.sceneremix.volume.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.writeText(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(1);
                      throw new IOException("no more");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.txt")
        .hasMessageContaining("no more");
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void whatASymbolicLinkPointsToIsReplacedNotTheLink() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path link = folder.resolve("link.txt");
    Files.createSymbolicLink(link, Path.of("elsewhere", "real.txt"));
    AtomicFile.writeText(link, "one");
    AtomicFile.writeText(link, "two");
    assertThat(link).isSymbolicLink();
    assertThat(elsewhere.resolve("real.txt")).hasContent("two");
  }

  @Test
  void linksThatGoInACircleAreRefused() throws IOException {
    Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
    assertThatThrownBy(() -> AtomicFile.writeText(folder.resolve("a"), "x"))
        .hasMessageContaining("circle");
  }

  @Test
  void aFolderBehindALinkIsWrittenInto() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("link"), real);
    AtomicFile.writeText(folder.resolve("link").resolve("a.txt"), "x");
    assertThat(real.resolve("a.txt")).hasContent("x");
  }

  @Test
  void namesMayBeAsLongAsTheFileSystemTakes() throws IOException {
    Path file = folder.resolve("n".repeat(251) + ".txt");
    AtomicFile.writeText(file, "x");
    assertThat(file).hasContent("x");
    Path beside = AtomicFile.beside(file, ".checkpoint");
    AtomicFile.writeText(beside, "y");
    assertThat(beside.getFileName().toString()).endsWith(".checkpoint").hasSize(255);
    assertThat(AtomicFile.beside(folder.resolve("m".repeat(251) + ".txt"), ".checkpoint"))
        .isNotEqualTo(AtomicFile.beside(folder.resolve("m".repeat(251) + ".tif"), ".checkpoint"));
  }

  @Test
  void whatADeadProcessLeftIsRemovedAndWhatIsOpenIsNot() throws IOException {
    Path left = Files.createFile(folder.resolve(".remix-999999999-1.tmp"));
    Path lock = Files.writeString(folder.resolve(".remix-00000000.lock"), "process 999999999 (x)");
    Path others = Files.createFile(folder.resolve(".remix-notes"));
    try (ScratchFile open = ScratchFile.in(folder)) {
      AtomicFile.writeText(folder.resolve("a.txt"), "x");
      assertThat(open.path()).exists();
      assertThat(left).doesNotExist();
      assertThat(lock).doesNotExist();
      assertThat(others).exists();
    }
    assertThat(names()).containsExactly(".remix-notes", "a.txt");
  }

  @Test
  void linesAreAppended() throws IOException {
    Path file = folder.resolve("log");
    AtomicFile.append(file, "one");
    AtomicFile.append(file, "two");
    assertThat(Files.readAllLines(file, StandardCharsets.UTF_8)).containsExactly("one", "two");
  }
}
