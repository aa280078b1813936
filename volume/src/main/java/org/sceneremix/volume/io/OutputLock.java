package org.sceneremix.volume.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * The right of one process to write a file or into a folder, for as long as it takes. A lock file
 * says who has it; the right itself is a lock on that file, which the system releases when the
 * process dies. Reading needs no right: files are replaced as a whole.
 *
 * <p>A lock file is removed by who holds it, and says so first; thereby a process that opened it
 * before, and locks it after, knows that it holds what is gone; unless the name is still that
 * file's, as its holder was killed in between.
 */
public final class OutputLock {

  private static final String PREFIX = ".remix-";
  private static final String ENDING = ".lock";
  private static final String RELEASED = "released";
  private static final int LONGEST_HOLDER = 200;

  /** Who holds the locks of this process, which do not guard it against itself. */
  private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;
  private boolean madeFolder;

  private OutputLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Work that is done while the right is held. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Runs the work that writes a file, with its lock held.
   *
   * @param who the command that asks, as others will read it
   * @throws IOException if another process is writing it, or no such file can be written
   */
  public static <T> T holdingFile(Path output, String who, Work<T> work) throws IOException {
    return ofFile(output, who).holding(work);
  }

  /** As {@link #holdingFile} for what writes into a folder, which is made. */
  public static <T> T holdingFolder(Path output, String who, Work<T> work) throws IOException {
    return ofFolder(output, who).holding(work);
  }

  private <T> T holding(Work<T> work) throws IOException {
    try {
      return work.run();
    } finally {
      release();
    }
  }

  private static OutputLock ofFile(Path output, String who) throws IOException {
    Path target = AtomicFile.target(output);
    CRC32C crc = new CRC32C();
    crc.update(target.getFileName().toString().getBytes(StandardCharsets.UTF_8));
    String name = PREFIX + HexFormat.of().toHexDigits((int) crc.getValue()) + ENDING;
    return take(output, target.getParent(), name, who);
  }

  private static OutputLock ofFolder(Path output, String who) throws IOException {
    if (Files.exists(output) && !Files.isDirectory(output)) {
      throw new IOException(output + " is a file; give the name of a folder");
    }
    boolean isNew = !Files.exists(output);
    OutputLock lock = take(output, output.toAbsolutePath(), PREFIX + "folder" + ENDING, who);
    lock.madeFolder = isNew;
    return lock;
  }

  /** Whether a file is a lock, not something that was made. */
  public static boolean isLock(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(PREFIX) && name.endsWith(ENDING);
  }

  private static OutputLock take(Path output, Path folder, String name, String who)
      throws IOException {
    String holder = "process " + ProcessHandle.current().pid() + " (" + who + ")";
    Path file;
    FileChannel channel;
    try {
      file = ScratchFile.cleared(folder).resolve(name);
      channel = take(file, holder);
    } catch (IOException e) {
      throw AtomicFile.aboutTarget(output, e);
    }
    if (channel == null) {
      throw new IOException(
          output
              + " is being written by "
              + holderOf(file)
              + "; wait until that has ended, or choose another name");
    }
    return new OutputLock(file, channel);
  }

  /** The locked channel of a lock file; null if it is another's. */
  private static FileChannel take(Path file, String holder) throws IOException {
    if (HELD.putIfAbsent(file, holder) != null) {
      return null;
    }
    boolean taken = false;
    try {
      while (true) {
        Object named = identity(file);
        FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        try {
          if (!Locks.lock(channel)) {
            return null;
          }
          if (isThere(file, named, channel)) {
            write(channel, holder);
            taken = true;
            return channel;
          }
        } finally {
          if (!taken) {
            channel.close();
          }
        }
      }
    } finally {
      if (!taken) {
        HELD.remove(file);
      }
    }
  }

  /**
   * Whether a locked file still has its name.
   *
   * @param named the {@link #identity} of what had the name before it was opened
   */
  private static boolean isThere(Path file, Object named, FileChannel locked) throws IOException {
    return !text(locked).equals(RELEASED) || Objects.equals(named, identity(file));
  }

  /**
   * Mark that tells the file of a name from another that had it before: its number; null where
   * files have none and what is open cannot be removed; equal to nothing where there is no file.
   */
  private static Object identity(Path file) {
    try {
      // to open it would end this process's lock on it
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (IOException e) {
      return new Object();
    }
  }

  /** Removes what a process that died has left. */
  static void removeIfFree(Path file) {
    if (HELD.containsKey(file) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Object named = identity(file);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (Locks.isFree(channel) && isThere(file, named, channel)) {
        write(channel, RELEASED);
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // of another user, or just removed by its own process
    }
  }

  private static String holderOf(Path file) {
    String here = HELD.get(file);
    if (here != null) {
      return here;
    }
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return text.matches("process \\d+ \\([ -~]{1," + LONGEST_HOLDER + "}\\)")
          ? text
          : "another process";
    } catch (IOException e) {
      return "another process";
    }
  }

  private static String text(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(RELEASED.length() + 1);
    int read = Math.max(0, channel.read(bytes, 0));
    return new String(bytes.array(), 0, read, StandardCharsets.ISO_8859_1);
  }

  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.ISO_8859_1.encode(text);
    int length = bytes.remaining();
    // in this order, so that a full disk has room for the shorter text
    channel.write(bytes, 0);
    channel.truncate(length);
  }

  /** Gives the right back; a folder that was made for it and stayed empty is removed. */
  private void release() throws IOException {
    try {
      write(channel, RELEASED);
      Files.deleteIfExists(file);
      if (madeFolder) {
        Files.deleteIfExists(file.getParent());
      }
    } catch (DirectoryNotEmptyException e) {
      // the rule
    } finally {
      channel.close();
      HELD.remove(file);
    }
  }
}
