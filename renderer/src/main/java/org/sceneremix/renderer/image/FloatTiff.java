package org.sceneremix.renderer.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * TIFF files of one 32-bit float a pixel (TIFF 6.0, sections 3 and 19): little-endian,
 * uncompressed, in one strip.
 */
public final class FloatTiff {

  private static final int SHORT = 3;
  private static final int LONG = 4;

  /** Eleven fields of twelve bytes, their number before and the end of directories after them. */
  private static final int FIELDS = 11;

  private static final int HEADER = 8;
  private static final int DATA = HEADER + 2 + 12 * FIELDS + 4;

  private FloatTiff() {}

  /**
   * The bytes of a file.
   *
   * @param values row by row, {@code width * height} of them
   * @throws IllegalArgumentException if there are more or fewer, or more than a file may hold
   */
  public static byte[] encode(int width, int height, float[] values) {
    if (values.length != (long) width * height) {
      throw new IllegalArgumentException(
          "a picture of "
              + width
              + "x"
              + height
              + " pixels does not have "
              + values.length
              + " values");
    }
    int bytes = Math.multiplyExact(Float.BYTES, values.length);
    ByteBuffer file =
        ByteBuffer.allocate(Math.addExact(DATA, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(HEADER);
    file.putShort((short) FIELDS);
    field(file, 256, LONG, width);
    field(file, 257, LONG, height);
    field(file, 258, SHORT, Float.SIZE);
    field(file, 259, SHORT, 1); // no compression
    field(file, 262, SHORT, 1); // larger is brighter
    field(file, 273, LONG, DATA);
    field(file, 277, SHORT, 1); // samples a pixel
    field(file, 278, LONG, height); // rows of the strip
    field(file, 279, LONG, bytes);
    field(file, 284, SHORT, 1);
    field(file, 339, SHORT, 3); // IEEE floats
    file.putInt(0);
    for (float value : values) {
      file.putFloat(value);
    }
    return file.array();
  }

  /** A number of type SHORT fills the first half of the four bytes, which are little-endian. */
  private static void field(ByteBuffer file, int tag, int type, int value) {
    file.putShort((short) tag).putShort((short) type).putInt(1).putInt(value);
  }
}
