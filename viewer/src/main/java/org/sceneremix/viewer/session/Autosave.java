package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies of running sessions, for the case that the program or the machine ends without warning:
 * one file a process, {@code autosave-PID.remix}. An orderly end renames it to {@code last.remix}.
 */
final class Autosave {

  private static final String PREFIX = "autosave-";
  private static final String LAST = "last" + SessionFile.ENDING;

  private final Path folder;
  private final Path file;

  Autosave(Path folder) {
    this.folder = folder;
    this.file = folder.resolve(PREFIX + ProcessHandle.current().pid() + SessionFile.ENDING);
  }

  void write(SessionFile session) throws IOException {
    session.write(file);
  }

  /** The session ended as it should. */
  void end() throws IOException {
    if (Files.exists(file)) {
      Files.move(file, folder.resolve(LAST), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The session that ended last, if there is one. */
  Optional<Path> last() {
    Path last = folder.resolve(LAST);
    return Files.exists(last) ? Optional.of(last) : Optional.empty();
  }

  /** A session that was not ended, of a process that is no more. */
  Optional<Path> abandoned() {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> sorted = files.sorted().toList();
      return sorted.stream().filter(Autosave::isAbandoned).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isAbandoned(Path path) {
    String name = path.getFileName().toString();
    if (!name.startsWith(PREFIX) || !name.endsWith(SessionFile.ENDING)) {
      return false;
    }
    String pid = name.substring(PREFIX.length(), name.length() - SessionFile.ENDING.length());
    try {
      return ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
