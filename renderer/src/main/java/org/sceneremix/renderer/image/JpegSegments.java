package org.sceneremix.renderer.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;

/** Looks through the segments of a JPEG before its pixels. */
final class JpegSegments {

  /** Honest files have a few dozen. */
  private static final int MOST_SEGMENTS = 1000;

  private JpegSegments() {}

  /**
   * Finds the beginning of the content of the first segment of a kind; empty if there is none.
   *
   * @param marker second byte of the segment's marker
   * @param beginning what the content begins with
   */
  static OptionalLong find(FileChannel file, int marker, byte[] beginning) throws IOException {
    long at = 2;
    for (int segment = 0; segment < MOST_SEGMENTS; segment++) {
      ByteBuffer head = bytes(file, at, 4 + beginning.length);
      if (head.remaining() < 4 || (head.get(0) & 255) != 0xFF) {
        return OptionalLong.empty();
      }
      int found = head.get(1) & 255;
      int length = head.getShort(2) & 0xFFFF;
      boolean startsPixels = found == 0xDA;
      if (startsPixels || length < 2) {
        return OptionalLong.empty();
      }
      if (found == marker
          && head.remaining() == 4 + beginning.length
          && head.slice(4, beginning.length).equals(ByteBuffer.wrap(beginning))) {
        return OptionalLong.of(at + 4);
      }
      at += 2 + length;
    }
    return OptionalLong.empty();
  }

  /** So many bytes, or as many as there are. */
  static ByteBuffer bytes(FileChannel file, long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(count, file.size() - at)));
    while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) > 0) {}
    return bytes.flip();
  }
}
