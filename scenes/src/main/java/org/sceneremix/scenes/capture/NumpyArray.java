package org.sceneremix.scenes.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A floating-point array from a NumPy {@code .npy} file, stored row by row or column by column.
 *
 * <p>The file is {@code \x93NUMPY}, two bytes of version, the length of the header (2 bytes in
 * version 1, 4 from version 2 on, little-endian), the header (a Python dictionary with the keys
 * {@code descr}, {@code fortran_order} and {@code shape}), then the values: NumPy Enhancement
 * Proposal 1. Element types {@code f4} and {@code f8} of either byte order are read.
 */
final class NumpyArray {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

  private final int[] shape;
  private final double[] values;

  private NumpyArray(int[] shape, double[] values) {
    this.shape = shape;
    this.values = values;
  }

  int dimensions() {
    return shape.length;
  }

  int size(int dimension) {
    return shape[dimension];
  }

  /** The value at this row and column of a two-dimensional array. */
  double at(int row, int column) {
    return values[row * shape[1] + column];
  }

  /** The shape in the form {@code 119 x 17}. */
  String shapeText() {
    return String.join(" x ", Arrays.stream(shape).mapToObj(Integer::toString).toList());
  }

  /**
   * @throws CaptureException if the file is missing, is no array of floating-point numbers, or ends
   *     too early
   */
  static NumpyArray read(Path file) throws CaptureException {
    return read(ContentFile.bytes(file), file);
  }

  /**
   * @param file what messages call the bytes
   * @throws CaptureException as {@link #read(Path)}
   */
  static NumpyArray read(byte[] bytes, Path file) throws CaptureException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 12 || !Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)) {
      throw new CaptureException(
          file + ": this is not a NumPy array; write it with numpy.save(file, array)");
    }
    int version = bytes[6];
    if (version < 1 || version > 3) {
      throw new CaptureException(
          file
              + ": .npy format version "
              + version
              + " is unknown; write the file anew with numpy.save");
    }
    int start = version == 1 ? 10 : 12;
    int headerLength = version == 1 ? Short.toUnsignedInt(buffer.getShort(8)) : buffer.getInt(8);
    if (headerLength < 0 || headerLength > bytes.length - start) {
      throw truncated(file);
    }
    String header = new String(bytes, start, headerLength, StandardCharsets.ISO_8859_1);
    String descr = field(file, header, DESCR, "descr");
    boolean columnMajor = field(file, header, ORDER, "fortran_order").equals("True");
    int[] shape = shape(file, field(file, header, SHAPE, "shape"));
    buffer.position(start + headerLength);
    double[] values = values(file, buffer, descr, shape);
    return new NumpyArray(shape, columnMajor ? rowMajor(values, shape) : values);
  }

  /** The values in the order in which the last index is the fastest, not the first. */
  private static double[] rowMajor(double[] values, int[] shape) {
    double[] result = new double[values.length];
    int[] index = new int[shape.length];
    for (double value : values) {
      int at = 0;
      for (int dimension = 0; dimension < shape.length; dimension++) {
        at = at * shape[dimension] + index[dimension];
      }
      result[at] = value;
      for (int dimension = 0; dimension < shape.length; dimension++) {
        index[dimension]++;
        if (index[dimension] < shape[dimension]) {
          break;
        }
        index[dimension] = 0;
      }
    }
    return result;
  }

  private static String field(Path file, String header, Pattern pattern, String name)
      throws CaptureException {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new CaptureException(
          file
              + ": the header of the array has no simple '"
              + name
              + "'; write a plain array of float64 with numpy.save");
    }
    return matcher.group(1);
  }

  private static int[] shape(Path file, String text) throws CaptureException {
    try {
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(part -> !part.isEmpty())
          .mapToInt(NumpyArray::length)
          .toArray();
    } catch (NumberFormatException e) {
      throw new CaptureException(
          file + ": the array's shape (" + text + ") is not understood; write it with numpy.save",
          e);
    }
  }

  private static int length(String text) {
    int length = Integer.parseInt(text);
    if (length < 0) {
      throw new NumberFormatException("negative");
    }
    return length;
  }

  private static double[] values(Path file, ByteBuffer buffer, String descr, int[] shape)
      throws CaptureException {
    boolean isDouble = descr.endsWith("f8");
    if (!descr.matches("[<>=]f[48]")) {
      throw new CaptureException(
          file
              + ": the array holds '"
              + descr
              + "' and not floating-point numbers; write array.astype('float64')");
    }
    long count = 1;
    for (int size : shape) {
      count *= size;
      if (count > Integer.MAX_VALUE) {
        throw truncated(file);
      }
    }
    int width = isDouble ? Double.BYTES : Float.BYTES;
    if (buffer.remaining() < count * width) {
      throw truncated(file);
    }
    buffer.order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = isDouble ? buffer.getDouble() : buffer.getFloat();
    }
    return values;
  }

  private static CaptureException truncated(Path file) {
    return new CaptureException(
        file + ": the array ends too early; the file is truncated, copy it again");
  }
}
