package org.sceneremix.scenes.capture;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.sceneremix.volume.io.PlaceholderFile;

/** Contents of files of a capture, with sentences for what is no content. */
final class ContentFile {

  private static final long LARGEST = 1L << 30;
  private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private ContentFile() {}

  /**
   * All bytes of a file.
   *
   * @throws CaptureException if it is missing, a placeholder, larger than 1 GiB or not readable
   */
  static byte[] bytes(Path file) throws CaptureException {
    if (!Files.exists(file)) {
      throw new CaptureException(file + ": there is no such file; check that it was copied");
    }
    try {
      requireContent(file);
      if (Files.size(file) > LARGEST) {
        throw new CaptureException(file + ": the file is larger than 1 GiB; reduce it");
      }
      return Files.readAllBytes(file);
    } catch (CaptureException e) {
      throw e;
    } catch (IOException e) {
      throw new CaptureException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * @throws CaptureException if a file is no regular one or a placeholder
   * @throws IOException if it cannot be read
   */
  static void requireContent(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CaptureException(file + ": this is no regular file");
    }
    Optional<String> problem = PlaceholderFile.problem(file);
    if (problem.isPresent()) {
      throw new CaptureException(file + ": " + problem.get());
    }
  }

  /**
   * A file as text: UTF-8 or UTF-16, with a byte order mark or without; what is neither is taken as
   * Latin 1.
   *
   * @throws CaptureException as {@link #bytes}
   */
  static String text(Path file) throws CaptureException {
    byte[] bytes = bytes(file);
    ByteBuffer content = ByteBuffer.wrap(bytes);
    try {
      String text = encoding(bytes).newDecoder().decode(content).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * The lines of a text that may be larger than memory, in UTF-16, or else byte by byte; {@link
   * #fromLatin1} makes words of the latter.
   *
   * @throws CaptureException if the file is a placeholder
   * @throws IOException if it cannot be read
   */
  static BufferedReader latin1(Path file) throws IOException {
    requireContent(file);
    BufferedInputStream content = new BufferedInputStream(Files.newInputStream(file));
    content.mark(UTF_8_MARK.length);
    byte[] head = content.readNBytes(UTF_8_MARK.length);
    content.reset();
    Charset encoding = encoding(head);
    if (Arrays.equals(head, UTF_8_MARK)) {
      content.skipNBytes(UTF_8_MARK.length);
    } else if (encoding != StandardCharsets.UTF_8 && (head[0] == -1 || head[1] == -1)) {
      content.skipNBytes(2);
    }
    return new BufferedReader(
        new InputStreamReader(
            content, encoding == StandardCharsets.UTF_8 ? StandardCharsets.ISO_8859_1 : encoding));
  }

  /** Text whose UTF-8 was read byte by byte; any other stays as it is. */
  static String fromLatin1(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (text.chars().anyMatch(c -> c > 255)) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  /** The first character of every text here is an ASCII one or a byte order mark. */
  private static Charset encoding(byte[] bytes) {
    int first = bytes.length > 1 ? ((bytes[0] & 255) << 8) | (bytes[1] & 255) : 0x2020;
    if (first == 0xFEFF || first >> 8 == 0) {
      return StandardCharsets.UTF_16BE;
    }
    return first == 0xFFFE || (first & 255) == 0
        ? StandardCharsets.UTF_16LE
        : StandardCharsets.UTF_8;
  }
}
