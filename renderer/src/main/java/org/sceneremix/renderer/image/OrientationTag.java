package org.sceneremix.renderer.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * Finds the EXIF orientation of an image file: in the APP1 segment of a JPEG, the eXIf chunk of a
 * PNG, the first directory of a TIFF. What is not there or makes no sense counts as upright.
 */
final class OrientationTag {

  private static final int TAG = 0x0112;
  private static final int ENTRY_BYTES = 12;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  /** An EXIF block of a JPEG cannot be longer; of longer ones the beginning is enough. */
  private static final int MOST_BYTES = 1 << 16;

  /** Chunks before the pixels; honest files have a few dozen. */
  private static final int MOST_PARTS = 1000;

  private final FileChannel file;

  private OrientationTag(FileChannel file) {
    this.file = file;
  }

  static Orientation read(Path path, ImageFormat format) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      OrientationTag tag = new OrientationTag(file);
      return switch (format) {
        case JPEG -> tag.ofJpeg();
        case PNG -> tag.ofPng();
        case TIFF -> tag.ofTiff(0);
      };
    }
  }

  private Orientation ofJpeg() throws IOException {
    OptionalLong exif = JpegSegments.find(file, 0xE1, EXIF);
    return exif.isPresent() ? ofTiff(exif.getAsLong() + EXIF.length) : Orientation.UPRIGHT;
  }

  private Orientation ofPng() throws IOException {
    long at = 8;
    for (int part = 0; part < MOST_PARTS; part++) {
      ByteBuffer head = bytes(at, 8);
      if (head.remaining() < 8 || head.getInt(0) < 0) {
        return Orientation.UPRIGHT;
      }
      if (head.getInt(4) == 0x65584966) { // eXIf
        return ofTiff(at + 8);
      }
      at += 12L + head.getInt(0);
    }
    return Orientation.UPRIGHT;
  }

  /** Looks through the first directory of a TIFF that begins here. */
  private Orientation ofTiff(long begin) throws IOException {
    ByteBuffer head = bytes(begin, 8);
    if (head.remaining() < 8) {
      return Orientation.UPRIGHT;
    }
    ByteOrder order = head.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    long directory = begin + (head.order(order).getInt(4) & 0xFFFFFFFFL);
    ByteBuffer entries = bytes(directory, MOST_BYTES).order(order);
    int count = entries.remaining() < 2 ? 0 : entries.getShort(0) & 0xFFFF;
    for (int i = 0; i < count && 2 + (i + 1) * ENTRY_BYTES <= entries.remaining(); i++) {
      int entry = 2 + i * ENTRY_BYTES;
      if ((entries.getShort(entry) & 0xFFFF) == TAG) {
        return Orientation.of(entries.getShort(entry + 8));
      }
    }
    return Orientation.UPRIGHT;
  }

  private ByteBuffer bytes(long at, int count) throws IOException {
    return JpegSegments.bytes(file, at, count);
  }
}
