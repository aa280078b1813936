package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ErrorSentencesTest {

  @Test
  void fileSystemFailuresNameTheFileAndTheTrouble() {
    assertThat(ErrorSentences.sentence(new NoSuchFileException("a.grid")))
        .isEqualTo("there is no file or folder a.grid");
    assertThat(ErrorSentences.sentence(new AccessDeniedException("a.grid")))
        .contains("permission")
        .contains("a.grid");
    assertThat(
            ErrorSentences.sentence(
                new FileSystemException("a.grid", null, "No space left on device")))
        .isEqualTo("a.grid: No space left on device");
    assertThat(ErrorSentences.sentence(new EOFException())).contains("too early");
  }

  @Test
  void causesAreFoundUnderTheirWrappers() {
    Throwable wrapped =
        new CompletionException(new UncheckedIOException(new IOException("view 3 is cut off")));
    assertThat(ErrorSentences.sentence(wrapped)).isEqualTo("view 3 is cut off");
    assertThat(
            ErrorSentences.sentence(
                new IllegalStateException("native", new OutOfMemoryError("Java heap space"))))
        .contains("memory")
        .contains("lower resolution");
  }

  @Test
  void messagesStayOnOneLine() {
    assertThat(ErrorSentences.sentence(new IllegalArgumentException("first\n  second")))
        .isEqualTo("first second");
  }

  @Test
  void unexpectedFailuresAreCalledErrorsOfTheProgram() {
    assertThat(ErrorSentences.sentence(new NullPointerException("x is null")))
        .contains("error in SceneRemix itself")
        .contains("x is null")
        .contains("report");
  }
}
