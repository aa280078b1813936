package org.sceneremix.volume.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Writes a file so that it is, at any moment, the old one or the new one as a whole: the bytes go
 * to a {@link ScratchFile} beside it, which is brought to the disk and then takes the name. Every
 * file of the program is written here.
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

  /** Lets another program produce the content of a file, which is there already and empty. */
  @FunctionalInterface
  public interface PathContent {
    void writeTo(Path path) throws IOException;
  }

  /** Symbolic links one after the other that are followed, as many as Linux does. */
  private static final int MOST_LINKS = 40;

  /** Longest name that file systems take, in bytes of UTF-8. */
  private static final int LONGEST_NAME = 255;

  private AtomicFile() {}

  /**
   * Writes the content, replacing a file of that name, or the one that a symbolic link of that name
   * points to; missing folders are made. If the content cannot be produced or written, the old file
   * stays and nothing is left behind; the exception names the file. Of several writers at once the
   * last one wins.
   */
  public static void write(Path file, Content content) throws IOException {
    writeScratch(
        file,
        scratch -> {
          try (OutputStream out = scratch.output()) {
            content.writeTo(out);
          }
        });
  }

  /** As {@link #write}, for text. */
  public static void writeText(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** As {@link #write}, for content that another program writes. */
  public static void writePath(Path file, PathContent content) throws IOException {
    writeScratch(file, scratch -> content.writeTo(scratch.path()));
  }

  /** As {@link #write}, for content that is not produced in the order of the file. */
  public static void writeChannel(Path file, ChannelContent content) throws IOException {
    writeScratch(file, scratch -> content.writeTo(scratch.channel()));
  }

  private interface ScratchContent {
    void writeTo(ScratchFile scratch) throws IOException;
  }

  private static void writeScratch(Path file, ScratchContent content) throws IOException {
    Path target = target(file);
    try (ScratchFile scratch = ScratchFile.in(target.getParent())) {
      content.writeTo(scratch);
      scratch.replace(target);
    } catch (IOException e) {
      throw aboutTarget(file, e);
    }
  }

  /**
   * Adds a line to a text file, in one step unless the disk is full; whoever reads the file leaves
   * out a last line that does not end.
   */
  public static void append(Path file, String line) throws IOException {
    try (FileChannel channel =
        FileChannel.open(target(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw aboutTarget(file, e);
    }
  }

  /**
   * The name of a file beside another one: its name with something appended, shortened where no
   * file could be called so.
   */
  public static Path beside(Path file, String appended) {
    String name = file.getFileName().toString();
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length + appended.length() <= LONGEST_NAME) {
      return file.resolveSibling(name + appended);
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    String unique = "-" + HexFormat.of().toHexDigits((int) crc.getValue()) + appended;
    int kept = name.length();
    while (name.substring(0, kept).getBytes(StandardCharsets.UTF_8).length + unique.length()
        > LONGEST_NAME) {
      kept = name.offsetByCodePoints(kept, -1);
    }
    return file.resolveSibling(name.substring(0, kept) + unique);
  }

  /**
   * The file that is replaced when one of this name is written.
   *
   * @throws IOException if none can be: there is a folder or a device
   */
  static Path target(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemException(file.toString(), null, "symbolic links go in a circle");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    if (target.getParent() == null || Files.isDirectory(target)) {
      throw new IOException(file + " is a folder; give the name of a file");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IOException(file + " is a device; give the name of a file");
    }
    return target;
  }

  /** The reason, said of the file that the caller knows instead of the scratch file. */
  static FileSystemException aboutTarget(Path file, IOException e) {
    String reason =
        e instanceof AccessDeniedException
            ? "no permission"
            : e instanceof FileAlreadyExistsException inTheWay
                ? inTheWay.getFile() + " is no folder"
                : e instanceof FileSystemException system && system.getReason() != null
                    ? system.getReason()
                    : e.getMessage();
    FileSystemException said =
        new FileSystemException(file.toString(), null, "cannot be written (" + reason + ")");
    said.initCause(e);
    return said;
  }
}
