package org.sceneremix.volume.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.LittleEndianOutput;
import org.sceneremix.volume.io.ScratchFile;

/**
 * A binary glTF 2.0 file ({@code .glb}; Khronos Group, "glTF 2.0 Specification", chapter 4) under
 * construction: its JSON, and arrays of one buffer, which go to a file beside it one after the
 * other and need not be kept.
 */
public final class GlbFile implements AutoCloseable {

  /** Component types of accessors. */
  public static final int UNSIGNED_SHORT = 5123;

  public static final int UNSIGNED_INT = 5125;
  public static final int FLOAT = 5126;

  /** Targets of buffer views: attributes of vertices, and their indices. */
  public static final int ARRAY_BUFFER = 34962;

  public static final int ELEMENT_ARRAY_BUFFER = 34963;

  private static final int MAGIC = 0x46546C67;
  private static final int JSON_CHUNK = 0x4E4F534A;
  private static final int BINARY_CHUNK = 0x004E4942;
  private static final int HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final long LARGEST = 0xFFFFFFFFL;

  /** Writes the bytes of an array. */
  @FunctionalInterface
  public interface Content {
    void writeTo(LittleEndianOutput out) throws IOException;
  }

  private final Path file;
  private final ScratchFile binary;
  private final LittleEndianOutput buffer;
  private final ObjectNode root = new ObjectMapper().createObjectNode();

  /** A file with nothing in it but the version. */
  public GlbFile(Path file) throws IOException {
    this.file = file;
    this.binary = ScratchFile.beside(file);
    this.buffer = new LittleEndianOutput(binary.output());
    root.putObject("asset").put("version", "2.0").put("generator", "SceneRemix");
  }

  /** The JSON, to be added to; views of the buffer and accessors are added by the methods below. */
  public ObjectNode root() {
    return root;
  }

  /** Adds an object to one of the arrays at the root, which is made if it is not there. */
  public ObjectNode add(String array) {
    return root.withArray(array).addObject();
  }

  /** Index that the next object of an array at the root gets. */
  public int next(String array) {
    return root.path(array).size();
  }

  /**
   * Adds an array of values as an accessor.
   *
   * @param count number of elements
   * @param type of an element, such as {@code VEC3}
   * @param elementBytes of one, a multiple of 4
   * @param content writes {@code count * elementBytes} bytes
   * @return the accessor, to be described further
   */
  public ObjectNode addAccessor(
      int count, int componentType, String type, int elementBytes, int target, Content content)
      throws IOException {
    int view = addView((long) count * elementBytes, content);
    ((ObjectNode) root.withArray("bufferViews").get(view)).put("target", target);
    return add("accessors")
        .put("bufferView", view)
        .put("componentType", componentType)
        .put("count", count)
        .put("type", type);
  }

  /**
   * Adds bytes of another format, such as a PNG.
   *
   * @return index of the view of the buffer
   * @throws IllegalArgumentException if the file would take more than the 4 GiB that the format
   *     allows
   */
  public int addView(long length, Content content) throws IOException {
    requireRoom(buffer.position() + length);
    int view = next("bufferViews");
    add("bufferViews")
        .put("buffer", 0)
        .put("byteOffset", buffer.position())
        .put("byteLength", length);
    content.writeTo(buffer);
    for (int i = (int) (-length & 3); i > 0; i--) {
      buffer.writeByte(0);
    }
    return view;
  }

  private static void requireRoom(long total) {
    if (total > LARGEST) {
      throw new IllegalArgumentException(
          "the scene takes more than the 4096 MiB that a .glb can hold; export a .ply or .obj, or a"
              + " grid of lower resolution");
    }
  }

  /**
   * Writes the file.
   *
   * @throws IllegalArgumentException if it takes more than the 4 GiB that the format allows
   */
  public void write() throws IOException {
    long bytes = buffer.position();
    buffer.flush();
    ObjectNode complete = root.deepCopy();
    complete.putArray("buffers").addObject().put("byteLength", bytes);
    byte[] json = complete.toString().getBytes(StandardCharsets.UTF_8);
    int padding = -json.length & 3;
    long total = HEADER_BYTES + 2 * CHUNK_HEADER_BYTES + json.length + padding + bytes;
    requireRoom(total);
    AtomicFile.write(
        file,
        target -> {
          LittleEndianOutput out = new LittleEndianOutput(target);
          out.writeInt(MAGIC);
          out.writeInt(2);
          out.writeInt((int) total);
          out.writeInt(json.length + padding);
          out.writeInt(JSON_CHUNK);
          out.writeBytes(json, 0, json.length);
          out.writeAscii(" ".repeat(padding));
          out.writeInt((int) bytes);
          out.writeInt(BINARY_CHUNK);
          out.flush();
          binary.copyTo(target);
        });
  }

  @Override
  public void close() throws IOException {
    binary.close();
  }

  /**
   * Adds the least and the greatest coordinates that glTF asks of positions.
   *
   * @param accessor of the positions
   * @param positions x, y, z of every one
   */
  public static void addBounds(ObjectNode accessor, float[] positions) {
    for (int axis = 0; axis < 3; axis++) {
      float min = Float.POSITIVE_INFINITY;
      float max = Float.NEGATIVE_INFINITY;
      for (int i = axis; i < positions.length; i += 3) {
        min = Math.min(min, positions[i]);
        max = Math.max(max, positions[i]);
      }
      accessor.withArray("min").add(min);
      accessor.withArray("max").add(max);
    }
  }
}
