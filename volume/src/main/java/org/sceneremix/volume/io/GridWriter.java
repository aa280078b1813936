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
    byte[] header =
        JSON.writeValueAsBytes(GridHeader.of(file.grid(), type, file.metadata()).toJson());
    byte[] data = compressed(file.grid().data(), type);
    CRC32C checksum = new CRC32C();
    DataOutputStream out = new DataOutputStream(new CheckedOutputStream(target, checksum));
    out.write(MAGIC);
    out.writeInt(GridFile.FORMAT_VERSION);
    out.writeInt(header.length);
    out.write(header);
    out.writeInt((int) checksum.getValue());
    out.writeLong(data.length);
    out.write(data);
    out.writeInt((int) checksum.getValue());
    out.flush();
  }

  private static byte[] compressed(float[] samples, SampleType type) throws IOException {
    // after shuffling, higher levels take three times as long for two percent
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(samples.length);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater, 1 << 16)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK * type.bytes());
      byte[] shuffled = new byte[BLOCK * type.bytes()];
      for (int start = 0; start < samples.length; start += BLOCK) {
        int count = Math.min(BLOCK, samples.length - start);
        block.clear();
        for (int i = 0; i < count; i++) {
          type.put(block, finite(samples, start + i, type));
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
    return bytes.toByteArray();
  }

  private static float finite(float[] samples, int index, SampleType type) {
    float value = samples[index];
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
