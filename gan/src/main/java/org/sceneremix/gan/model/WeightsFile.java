package org.sceneremix.gan.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.sceneremix.volume.io.AtomicFile;

/**
 * A file of float arrays with a JSON header: weights of a stage, or the state of a training.
 *
 * <pre>
 *   8 bytes   "SRWEIGHT"
 *   int       format version, {@value #VERSION}
 *   int       length of the JSON text in bytes, then the text in UTF-8: {..., "lengths": [n, ...]}
 *   floats    the arrays one after the other
 *   int       CRC-32C of everything before
 * </pre>
 *
 * <p>Little-endian throughout. Lengths are compared with that of the file before anything is
 * allocated.
 *
 * @param header what the arrays are
 * @param arrays the arrays in the order of the file
 */
record WeightsFile(ObjectNode header, List<float[]> arrays) {

  static final int VERSION = 1;

  private static final byte[] MAGIC = "SRWEIGHT".getBytes(StandardCharsets.US_ASCII);
  private static final int BEFORE_HEADER = 8 + 4 + 4;
  private static final int CHECKSUM = 4;
  private static final String LENGTHS = "lengths";
  private static final ObjectMapper JSON = new ObjectMapper();

  void write(Path file) throws IOException {
    ObjectNode text = header.deepCopy();
    ArrayNode lengths = text.putArray(LENGTHS);
    arrays.forEach(array -> lengths.add(array.length));
    byte[] json = JSON.writeValueAsBytes(text);
    int floats = arrays.stream().mapToInt(array -> array.length).sum();
    ByteBuffer buffer =
        ByteBuffer.allocate(
                Math.addExact(
                    BEFORE_HEADER + json.length + CHECKSUM,
                    Math.multiplyExact(floats, Float.BYTES)))
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(MAGIC).putInt(VERSION).putInt(json.length).put(json);
    for (float[] array : arrays) {
      buffer.asFloatBuffer().put(array);
      buffer.position(buffer.position() + array.length * Float.BYTES);
    }
    buffer.putInt(checksum(buffer.array(), buffer.position()));
    AtomicFile.write(file, out -> out.write(buffer.array()));
  }

  /**
   * @throws ModelException if the file is damaged or of another format
   */
  static WeightsFile read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (OutOfMemoryError e) {
      throw new ModelException(file + " is too large for the weights of a model", e);
    }
    if (bytes.length < BEFORE_HEADER + CHECKSUM
        || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new ModelException(file + " is not a weights file of this program");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int end = bytes.length - CHECKSUM;
    if (buffer.getInt(end) != checksum(bytes, end)) {
      throw damaged(file, null);
    }
    buffer.position(MAGIC.length);
    int version = buffer.getInt();
    if (version != VERSION) {
      throw new ModelException(
          file + " has format version " + version + "; this program reads version " + VERSION);
    }
    int length = buffer.getInt();
    if (length < 0 || length > end - buffer.position()) {
      throw damaged(file, null);
    }
    try {
      JsonNode node =
          JSON.readTree(new String(bytes, buffer.position(), length, StandardCharsets.UTF_8));
      buffer.position(buffer.position() + length);
      if (node instanceof ObjectNode header) {
        return new WeightsFile(header, arrays(header.path(LENGTHS), buffer, end));
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw damaged(file, e);
    }
    throw damaged(file, null);
  }

  private static List<float[]> arrays(JsonNode lengths, ByteBuffer buffer, int end) {
    List<float[]> arrays = new ArrayList<>();
    for (JsonNode length : lengths) {
      int n = length.isInt() ? length.intValue() : -1;
      if (n < 0 || n > (end - buffer.position()) / Float.BYTES) {
        throw new IllegalArgumentException("an array is longer than the file");
      }
      float[] values = new float[n];
      buffer.asFloatBuffer().get(values);
      buffer.position(buffer.position() + n * Float.BYTES);
      arrays.add(values);
    }
    if (buffer.position() != end) {
      throw new IllegalArgumentException("the file is longer than its arrays");
    }
    return arrays;
  }

  private static ModelException damaged(Path file, Exception reason) {
    return new ModelException(file + " is damaged; delete it and resume the training", reason);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
