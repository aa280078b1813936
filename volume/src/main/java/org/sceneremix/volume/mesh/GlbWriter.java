package org.sceneremix.volume.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.LittleEndianOutput;

/**
 * A mesh as binary glTF 2.0 ({@code .glb}; Khronos Group, "glTF 2.0 Specification"): one node,
 * whose rotation turns our z-up into glTF's y-up, with one mesh, its colours as {@code COLOR_0}.
 *
 * <p>glTF takes vertex colours as linear light, so they are converted from display-encoded ones
 * (sRGB, IEC 61966-2-1). They are photographed, with their light in them: the material is unlit
 * ({@code KHR_materials_unlit}), and rough where a program does not know that.
 */
public final class GlbWriter {

  private static final int MAGIC = 0x46546C67;
  private static final int JSON_CHUNK = 0x4E4F534A;
  private static final int BINARY_CHUNK = 0x004E4942;
  private static final int HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int FLOAT = 5126;
  private static final int UNSIGNED_INT = 5125;
  private static final int UNSIGNED_SHORT = 5123;
  private static final int ARRAY_BUFFER = 34962;
  private static final int ELEMENT_ARRAY_BUFFER = 34963;

  /** Four components, because vertices must begin at multiples of 4 bytes. */
  private static final int COLOUR_BYTES = 4 * Short.BYTES;

  private GlbWriter() {}

  /**
   * Writes the mesh.
   *
   * @throws IllegalArgumentException if the mesh is empty, which glTF cannot say, or takes more
   *     than the 4 GiB that the format allows
   */
  public static void write(Mesh mesh, Path file) throws IOException {
    if (mesh.triangleCount() == 0) {
      throw new IllegalArgumentException(
          "there is no surface to write, and a .glb cannot be empty; export a .ply, or choose a"
              + " lower level");
    }
    byte[] json = json(mesh);
    int padding = -json.length & 3;
    long total = HEADER_BYTES + 2 * CHUNK_HEADER_BYTES + json.length + padding + binaryBytes(mesh);
    if (total > 0xFFFFFFFFL) {
      throw new IllegalArgumentException(
          "the mesh takes "
              + (total >> 20)
              + " MiB, more than the 4096 that a .glb can hold; export a .ply, or a grid of lower"
              + " resolution");
    }
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
          out.writeInt((int) binaryBytes(mesh));
          out.writeInt(BINARY_CHUNK);
          writeBinary(mesh, out);
          out.flush();
        });
  }

  private static void writeBinary(Mesh mesh, LittleEndianOutput out) throws IOException {
    for (float value : mesh.positions()) {
      out.writeFloat(value);
    }
    for (float value : mesh.normals()) {
      out.writeFloat(value);
    }
    for (int i = 0; i < mesh.colours().length; i += 3) {
      int red = linear(mesh.colours()[i]);
      int green = linear(mesh.colours()[i + 1]);
      int blue = linear(mesh.colours()[i + 2]);
      out.writeInt(green << 16 | red);
      out.writeInt(0xFFFF << 16 | blue);
    }
    for (int corner : mesh.triangles()) {
      out.writeInt(corner);
    }
  }

  private static long binaryBytes(Mesh mesh) {
    return (6L * Float.BYTES + COLOUR_BYTES) * mesh.vertexCount()
        + (long) Integer.BYTES * mesh.triangles().length;
  }

  /** Linear light as a 16-bit number. */
  private static int linear(float encoded) {
    double light = encoded <= 0.04045 ? encoded / 12.92 : Math.pow((encoded + 0.055) / 1.055, 2.4);
    return (int) Math.round(0xFFFF * light);
  }

  private static byte[] json(Mesh mesh) throws IOException {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.putObject("asset").put("version", "2.0").put("generator", "SceneRemix");
    root.putArray("extensionsUsed").add("KHR_materials_unlit");
    root.put("scene", 0);
    root.putArray("scenes").addObject().putArray("nodes").add(0);
    ObjectNode node = root.putArray("nodes").addObject().put("name", "scene").put("mesh", 0);
    double half = Math.sqrt(0.5);
    node.putArray("rotation").add(-half).add(0).add(0).add(half);
    if (!mesh.isNearOrigin()) {
      double[] origin = mesh.origin();
      node.putArray("translation").add(origin[0]).add(origin[2]).add(-origin[1]);
    }
    ObjectNode primitive = root.putArray("meshes").addObject().putArray("primitives").addObject();
    primitive.putObject("attributes").put("POSITION", 0).put("NORMAL", 1).put("COLOR_0", 2);
    primitive.put("indices", 3).put("material", 0);
    ObjectNode material = root.putArray("materials").addObject().put("name", "photographed");
    material.putObject("pbrMetallicRoughness").put("metallicFactor", 0).put("roughnessFactor", 1);
    material.putObject("extensions").putObject("KHR_materials_unlit");

    root.putArray("buffers").addObject().put("byteLength", binaryBytes(mesh));
    root.putArray("bufferViews");
    root.putArray("accessors");
    int vertices = mesh.vertexCount();
    long offset = 0;
    offset = addArray(root, offset, vertices, FLOAT, "VEC3", 3L * Float.BYTES, ARRAY_BUFFER);
    offset = addArray(root, offset, vertices, FLOAT, "VEC3", 3L * Float.BYTES, ARRAY_BUFFER);
    offset = addArray(root, offset, vertices, UNSIGNED_SHORT, "VEC4", COLOUR_BYTES, ARRAY_BUFFER);
    addArray(
        root,
        offset,
        mesh.triangles().length,
        UNSIGNED_INT,
        "SCALAR",
        Integer.BYTES,
        ELEMENT_ARRAY_BUFFER);
    ObjectNode positions = (ObjectNode) root.withArray("accessors").get(0);
    ((ObjectNode) root.withArray("accessors").get(2)).put("normalized", true);
    for (int axis = 0; axis < 3; axis++) {
      float min = Float.POSITIVE_INFINITY;
      float max = Float.NEGATIVE_INFINITY;
      for (int i = axis; i < mesh.positions().length; i += 3) {
        min = Math.min(min, mesh.positions()[i]);
        max = Math.max(max, mesh.positions()[i]);
      }
      positions.withArray("min").add(min);
      positions.withArray("max").add(max);
    }
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Describes the next array of the buffer; returns where the one after it begins. */
  private static long addArray(
      ObjectNode root, long offset, int count, int component, String type, long bytes, int target) {
    root.withArray("bufferViews")
        .addObject()
        .put("buffer", 0)
        .put("byteOffset", offset)
        .put("byteLength", count * bytes)
        .put("target", target);
    root.withArray("accessors")
        .addObject()
        .put("bufferView", root.withArray("bufferViews").size() - 1)
        .put("componentType", component)
        .put("count", count)
        .put("type", type);
    return offset + count * bytes;
  }
}
