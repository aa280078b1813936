package org.sceneremix.viewer.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/** Bytes as zlib streams (RFC 1950). */
final class Zlib {

  /** Deflate cannot compress better: 258 bytes by a length and a distance code of a bit each. */
  private static final int MOST_COMPRESSION = 1032;

  private Zlib() {}

  static byte[] pack(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /**
   * Undoes {@link #pack}.
   *
   * @param length of the result; nothing is allocated that the stream cannot fill
   * @param within the file that the stream is a part of, for messages
   * @throws IOException if the stream holds more, less, or is none
   */
  static byte[] unpack(byte[] packed, long length, Path within) throws IOException {
    if (length > Integer.MAX_VALUE - 8 || length / MOST_COMPRESSION > packed.length) {
      throw damaged(within, null);
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] bytes = new byte[(int) length];
      int done = 0;
      while (done < length && !inflater.finished() && !inflater.needsInput()) {
        int n = inflater.inflate(bytes, done, bytes.length - done);
        if (n == 0) {
          break;
        }
        done += n;
      }
      if (done != length || inflater.inflate(new byte[1]) > 0 || !inflater.finished()) {
        throw damaged(within, null);
      }
      return bytes;
    } catch (DataFormatException e) {
      throw damaged(within, e);
    } finally {
      inflater.end();
    }
  }

  static IOException damaged(Path within, Exception reason) {
    return new IOException(
        within + " is a damaged session (a scene in it does not unpack)", reason);
  }
}
