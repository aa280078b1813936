package org.sceneremix.viewer.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

  /** Copies take a share of the time that is smaller than one of this many. */
  private static final int LEAST_PAUSE = 20;

  private final Path folder;
  private final Path file;
  private final Notices notices;
  private Saved seen = new Saved(SessionState.EMPTY, 0);
  private Saved saved = seen;
  private long seenAt = System.nanoTime();
  private long savedAt = seenAt;
  private Optional<Path> abandoned;
  private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);

  /** Time that the last copy took. */
  private volatile long writeNanos;

  /** All that tells one copy from another: what is kept of a scene never changes. */
  private record Saved(SessionState state, int kept) {}

  Autosave(Path folder, Notices notices) {
    this.folder = folder;
    this.file = folder.resolve(PREFIX + ProcessHandle.current().pid() + SessionFile.ENDING);
    this.notices = notices;
    this.abandoned = findAbandoned();
  }

  /**
   * Writes a copy in the background if there is something new and the moment is good.
   *
   * @param kept number of scenes that the copy would hold
   */
  void offer(SessionState state, int kept, Supplier<SessionFile> session) {
    if (!writing.isDone()) {
      return;
    }
    report();
    long now = System.nanoTime();
    Saved current = new Saved(state, kept);
    if (!current.equals(seen)) {
      seen = current;
      seenAt = now;
    }
    boolean rests = now - seenAt > REST_NANOS || now - savedAt > LONGEST_NANOS;
    if (!current.equals(saved) && rests && now - savedAt > LEAST_PAUSE * writeNanos) {
      saved = current;
      savedAt = now;
      SessionFile copy = session.get();
      writing =
          CompletableFuture.runAsync(
              () -> {
                long begin = System.nanoTime();
                try {
                  copy.write(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                } finally {
                  writeNanos = System.nanoTime() - begin;
                }
              });
    }
  }

  /** Tells what went wrong in the background. */
  private void report() {
    try {
      writing.join();
    } catch (CompletionException e) {
      notices.fail(e.getCause() instanceof UncheckedIOException io ? io.getCause() : e.getCause());
    }
    writing = CompletableFuture.completedFuture(null);
  }

  /** Writes a copy now. */
  void write(SessionFile session) {
    report();
    saved = new Saved(session.state(), session.scenes().size());
    savedAt = System.nanoTime();
    try {
      session.write(file);
    } catch (IOException e) {
      notices.fail(e);
    }
  }

  /** The session ended as it should, or another takes its place. */
  void end(SessionFile session) {
    report();
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
    return folder.toAbsolutePath().normalize().equals(path.getParent());
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
