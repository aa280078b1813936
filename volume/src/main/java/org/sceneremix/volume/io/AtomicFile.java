package org.sceneremix.volume.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file so that it is, at any moment, the old one or the new one as a whole: the bytes go
 * to a neighbour, which is brought to the disk and then takes the name.
 */
public final class AtomicFile {

  /** Produces the content of a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Produces the content of a file, not necessarily in its order. */
  @FunctionalInterface
  public interface ChannelContent {
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes the content, replacing a file of that name; missing folders are made. If the content
   * cannot be produced or written, the old file stays and nothing is left behind; the exception
   * names the file.
   *
   * <p>Processes do not disturb each other (the last one wins); threads of one process must not
   * write the same file at once.
   */
  public static void write(Path file, Content content) throws IOException {
    writeChannel(
        file,
        channel -> {
          // closing the stream, too, would close the channel before it is brought to the disk
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
          content.writeTo(out);
          out.flush();
        });
  }

  /** As {@link #write}, for content that is not produced in the order of the file. */
  public static void writeChannel(Path file, ChannelContent content) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException(file + " is a folder; give the name of a file");
    }
    Files.createDirectories(folder);
    Path neighbour =
        folder.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              neighbour,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      move(neighbour, target);
    } catch (IOException e) {
      throw aboutTarget(file, e);
    } finally {
      Files.deleteIfExists(neighbour);
    }
  }

  /** The reason, said of the file that the caller knows instead of the neighbour. */
  private static FileSystemException aboutTarget(Path file, IOException e) {
    String reason =
        e instanceof AccessDeniedException
            ? "no permission"
            : e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getMessage();
    FileSystemException said =
        new FileSystemException(file.toString(), null, "cannot be written (" + reason + ")");
    said.initCause(e);
    return said;
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      // some network file systems; the best that is left
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
