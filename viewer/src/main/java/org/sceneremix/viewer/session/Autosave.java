package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Copies of running sessions, for the case that the program or the machine ends without warning:
 * one file a process, {@code autosave-PID.remix}. Of a session that ends in order, or makes room
 * for another, {@code last.remix} remains.
 */
public final class Autosave {

  private static final String PREFIX = "autosave-";
  private static final String LAST = "last" + SessionFile.ENDING;

  /** A copy is written when nothing has changed for so long ... */
  private static final long REST_NANOS = 1_000_000_000L;

  /** ... or at the latest after this, so that a moving camera is not slowed down all the time. */
  private static final long LONGEST_NANOS = 10_000_000_000L;

  private final Path folder;
  private final Path file;
  private final Notices notices;
  private SessionState seen = SessionState.EMPTY;
  private SessionState saved = SessionState.EMPTY;
  private long seenAt = System.nanoTime();
  private long savedAt = seenAt;
  private Optional<Path> abandoned;

  Autosave(Path folder, Notices notices) {
    this.folder = folder;
    this.file = folder.resolve(PREFIX + ProcessHandle.current().pid() + SessionFile.ENDING);
    this.notices = notices;
    this.abandoned = findAbandoned();
  }

  /** Writes a copy if there is something new and the moment is good. */
  void offer(SessionState state, Supplier<SessionFile> session) {
    long now = System.nanoTime();
    if (!state.equals(seen)) {
      seen = state;
      seenAt = now;
    }
    if (!state.equals(saved) && (now - seenAt > REST_NANOS || now - savedAt > LONGEST_NANOS)) {
      write(session.get());
    }
  }

  /** Writes a copy now. */
  void write(SessionFile session) {
    saved = session.state();
    savedAt = System.nanoTime();
    try {
      session.write(file);
    } catch (IOException e) {
      notices.fail(e);
    }
  }

  /** The session ended as it should, or another takes its place. */
  void end(SessionFile session) {
    try {
      session.write(folder.resolve(LAST));
      Files.deleteIfExists(file);
    } catch (IOException e) {
      notices.fail(e);
    }
  }

  /** The session that ended last, if there is one. */
  public Optional<Path> last() {
    Path last = folder.resolve(LAST);
    return Files.exists(last) ? Optional.of(last) : Optional.empty();
  }

  /** A session that was not ended, of a process that is no more. */
  public Optional<Path> abandoned() {
    return abandoned;
  }

  /** Says nothing more of the abandoned session; the next start of the program will. */
  public void postpone() {
    abandoned = Optional.empty();
  }

  /** Drops the abandoned session, or one that goes on as this one. */
  public void discard(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      notices.fail(e);
    }
    abandoned = findAbandoned();
  }

  private Optional<Path> findAbandoned() {
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

  /** Whether a file was written here, and not by the user's wish. */
  boolean isOwn(Path path) {
    return path.startsWith(folder.toAbsolutePath().normalize());
  }

  /** Whether a file is the copy of a session that was running. */
  static boolean isCopy(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(PREFIX) && name.endsWith(SessionFile.ENDING);
  }

  private static boolean isAbandoned(Path path) {
    if (!isCopy(path)) {
      return false;
    }
    String name = path.getFileName().toString();
    String pid = name.substring(PREFIX.length(), name.length() - SessionFile.ENDING.length());
    try {
      FileTime written = Files.getLastModifiedTime(path);
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
      // the number may have gone to a process that began after the file was written
      return process
          .map(p -> p.info().startInstant().map(written.toInstant()::isBefore).orElse(false))
          .orElse(true);
    } catch (NumberFormatException e) {
      return false;
    } catch (IOException e) {
      // it is gone
      return false;
    }
  }
}
