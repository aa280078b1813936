package org.sceneremix.gan.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A file of named float arrays with a JSON header: weights of a stage, or a checkpoint, in the
 * first format of models, which is no longer written.
 *
 * <pre>
 *   8 bytes   "SRARRAYS"
 *   int       format version, {@value #VERSION}
 *   int       length of the JSON text in bytes, then the text in UTF-8: {"header": {...}, "arrays": {name: length, ...}}
 *   floats    the arrays, in that order
 *   int       CRC-32C of everything before
 * </pre>
 *
 * <p>Little-endian throughout.
 *
 * @param header what the arrays are
 * @param arrays name to values, in the order of the file
 */
record ArrayFile(ObjectNode header, Map<String, float[]> arrays) {

  static final int VERSION = 1;

  private static final byte[] MAGIC = "SRARRAYS".getBytes(StandardCharsets.US_ASCII);
  private static final int FIXED_BYTES = 8 + 4 + 4 + 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @throws ModelException if the file is missing, damaged or of another format
   */
  static ArrayFile read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ModelException(file + " is missing; the model is incomplete, train it again", e);
    }
    if (bytes.length < FIXED_BYTES || !startsWithMagic(bytes)) {
      throw new ModelException(file + " is not a weights file of this program");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.getInt(bytes.length - 4) != checksum(bytes, bytes.length - 4)) {
      throw new ModelException(
          file + " is damaged (its checksum does not match); delete it and resume the training");
    }
    int version = buffer.getInt(MAGIC.length);
    if (version != VERSION) {
      throw new ModelException(
          file + " has format version " + version + "; this program reads version " + VERSION);
    }
    buffer.position(MAGIC.length + 4);
    return parse(file, buffer);
  }

  private static ArrayFile parse(Path file, ByteBuffer buffer) throws IOException {
    try {
      byte[] text = new byte[buffer.getInt()];
      buffer.get(text);
      JsonNode description = JSON.readTree(text);
      Map<String, float[]> arrays = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : description.get("arrays").properties()) {
        float[] values = new float[entry.getValue().asInt()];
        buffer.asFloatBuffer().get(values);
        buffer.position(buffer.position() + Float.BYTES * values.length);
        arrays.put(entry.getKey(), values);
      }
      return new ArrayFile((ObjectNode) description.get("header"), arrays);
    } catch (JsonProcessingException | RuntimeException e) {
      throw new ModelException(file + " is damaged; delete it and resume the training", e);
    }
  }

  private static boolean startsWithMagic(byte[] bytes) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (bytes[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
