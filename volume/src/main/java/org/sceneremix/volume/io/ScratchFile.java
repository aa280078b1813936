package org.sceneremix.volume.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file that is needed only while something is made. It is locked while it is open, and removed
 * when it is closed. What a process that died has left is known by its lock, which the system has
 * released, and removed by the next process that makes something in the same folder.
 *
 * <p>It must be read and written by its channel alone: on POSIX systems, closing any other channel
 * of the same file would release the lock.
 */
public final class ScratchFile implements AutoCloseable {

  private static final String PREFIX = ".remix-";
  private static final String ENDING = ".tmp";
  private static final int BUFFER = 1 << 16;

  private static final AtomicLong COUNT = new AtomicLong();

  /** Files of this process, which its own locks do not guard against itself. */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private static final Set<Path> CLEARED = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private ScratchFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes an empty file.
   *
   * @param folder made if it is not there
   */
  public static ScratchFile in(Path folder) throws IOException {
    Path cleared = cleared(folder);
    while (true) {
      String name = PREFIX + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + ENDING;
      Path path = cleared.resolve(name);
      OPEN.add(path);
      FileChannel channel = null;
      boolean mine = false;
      try {
        channel =
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        // another process may have taken it for a leftover before it was locked
        mine = Locks.lock(channel) && Files.exists(path);
        if (mine) {
          return new ScratchFile(path, channel);
        }
      } catch (FileAlreadyExistsException e) {
        // of a process with the same number: on another machine, or one that died
      } finally {
        if (!mine) {
          OPEN.remove(path);
          if (channel != null) {
            channel.close();
          }
        }
      }
    }
  }

  /**
   * Makes an empty file in the folder of one that is made with its help.
   *
   * @throws IOException if it cannot be made; the message names the other file
   */
  public static ScratchFile beside(Path file) throws IOException {
    Path folder = AtomicFile.target(file).getParent();
    try {
      return in(folder);
    } catch (IOException e) {
      throw AtomicFile.aboutTarget(file, e);
    }
  }

  /** The folder, which is there and holds nothing of processes that are no more. */
  static synchronized Path cleared(Path folder) throws IOException {
    // that of a link is not taken for a folder by createDirectories before Java 20
    Path there = Files.isDirectory(folder) ? folder : Files.createDirectories(folder);
    Path real = there.toRealPath();
    if (CLEARED.add(real)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(real, PREFIX + "*")) {
        for (Path file : files) {
          if (OutputLock.isLock(file)) {
            OutputLock.removeIfFree(file);
          } else if (file.toString().endsWith(ENDING) && !OPEN.contains(file)) {
            removeIfAbandoned(file);
          }
        }
      }
    }
    return real;
  }

  private static void removeIfAbandoned(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (Locks.isFree(channel)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // of another user, or just removed by its own process
    }
  }

  /** Path of the file, for another program. */
  public Path path() {
    return path;
  }

  /** Channel that reads and writes it. */
  public FileChannel channel() {
    return channel;
  }

  /** Writes from where the channel is; closing the stream leaves the channel open. */
  public OutputStream output() {
    return new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER) {
      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  /** Copies it from its beginning. */
  public void copyTo(OutputStream out) throws IOException {
    Channels.newInputStream(channel.position(0)).transferTo(out);
  }

  /** Brings it to the disk and gives it another name, at which a file is replaced. */
  void replace(Path target) throws IOException {
    channel.force(true);
    try {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      // some network file systems; the best that is left
      Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(path);
    } finally {
      channel.close();
      OPEN.remove(path);
    }
  }
}
