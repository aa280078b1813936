package org.sceneremix.volume.io;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes the format that {@link GridFile} describes. */
final class GridWriter {

  static final byte[] MAGIC = {(byte) 0x89, 'S', 'R', 'G', 0x0D, 0x0A, 0x1A, 0x0A};

  /** Values that are shuffled together. */
  static final int BLOCK = 1 << 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  private GridWriter() {}

  static void write(GridFile file, SampleType type, OutputStream target) throws IOException {
    float[] samples = file.grid().data();
    ByteArrayOutputStream data = new ByteArrayOutputStream(samples.length);
    compress(
        (start, count, out) -> System.arraycopy(samples, start, out, 0, count),
        samples.length,
        type,
        data);
    write(GridHeader.of(file.grid(), type, file.metadata()), data.size(), data::writeTo, target);
  }

  /**
   * Writes a file around data that are compressed already.
   *
   * @param bytes length of the data
   */
  static void write(GridHeader header, long bytes, AtomicFile.Content data, OutputStream target)
      throws IOException {
    byte[] text = JSON.writeValueAsBytes(header.toJson());
    CRC32C checksum = new CRC32C();
    DataOutputStream out = new DataOutputStream(new CheckedOutputStream(target, checksum));
    out.write(MAGIC);
    out.writeInt(GridFile.FORMAT_VERSION);
    out.writeInt(text.length);
    out.write(text);
    out.writeInt((int) checksum.getValue());
    out.writeLong(bytes);
    data.writeTo(out);
    out.writeInt((int) checksum.getValue());
    out.flush();
  }

  /** Shuffles and compresses samples, block by block. */
  static void compress(
      GridFile.Samples samples, int valueCount, SampleType type, OutputStream target)
      throws IOException {
    // after shuffling, higher levels take three times as long for two percent
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(target, deflater, 1 << 16)) {
      float[] values = new float[BLOCK];
      ByteBuffer block = ByteBuffer.allocate(BLOCK * type.bytes());
      byte[] shuffled = new byte[BLOCK * type.bytes()];
      int count;
      for (int start = 0; start < valueCount; start += count) {
        count = Math.min(BLOCK, valueCount - start);
        samples.read(start, count, values);
        block.clear();
        for (int i = 0; i < count; i++) {
          type.put(block, finite(values[i], start + i, type));
        }
        for (int i = 0; i < count; i++) {
          for (int plane = 0; plane < type.bytes(); plane++) {
            shuffled[plane * count + i] = block.get(i * type.bytes() + plane);
          }
        }
        out.write(shuffled, 0, count * type.bytes());
      }
    } finally {
      deflater.end();
    }
  }

  private static float finite(float value, int index, SampleType type) {
    float largest = type == SampleType.FLOAT16 ? HalfFloat.LARGEST : Float.MAX_VALUE;
    if (!(Math.abs(value) <= largest)) {
      throw new IllegalArgumentException(
          "sample "
              + index
              + " of the grid is "
              + value
              + ", which "
              + type.label()
              + " does not hold; it must be finite (in a sound grid within [-1, 1])");
    }
    return value;
  }
}
