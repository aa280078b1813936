package org.sceneremix.volume.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.sceneremix.volume.io.LittleEndianOutput;

/**
 * Meshes as binary glTF 2.0 ({@link GlbFile}): a node for each, whose rotation turns our z-up into
 * glTF's y-up, with its colours as {@code COLOR_0} or a texture. Coarser levels of detail are left
 * out.
 *
 * <p>glTF takes vertex colours as linear light, so they are converted from display-encoded ones
 * (sRGB, IEC 61966-2-1); textures are display-encoded there, too. Where colours are shown as
 * photographed, with their light in them, the material is unlit ({@code KHR_materials_unlit}); it
 * is always rough, and no metal.
 */
public final class GlbWriter {

  private static final String UNLIT = "KHR_materials_unlit";

  /** Four components, because vertices must begin at multiples of 4 bytes. */
  private static final int COLOUR_BYTES = 4 * Short.BYTES;

  private final MeshModel model;
  private final GlbFile glb = new GlbFile();

  private GlbWriter(MeshModel model) {
    this.model = model;
  }

  /**
   * Writes a mesh with colours at its vertices.
   *
   * @throws IllegalArgumentException as {@link #write(MeshModel, Path)}
   */
  public static void write(Mesh mesh, Path file) throws IOException {
    write(MeshModel.of(mesh), file);
  }

  /**
   * Writes meshes.
   *
   * @throws IllegalArgumentException if a mesh is empty, which glTF cannot say, or they take more
   *     than the 4 GiB that the format allows
   */
  public static void write(MeshModel model, Path file) throws IOException {
    for (MeshModel.Part part : model.parts()) {
      if (part.mesh().triangleCount() == 0) {
        throw new IllegalArgumentException(
            "there is no surface to write, and a .glb cannot be empty; export a .ply, or choose a"
                + " lower level");
      }
    }
    new GlbWriter(model).write(file);
  }

  private void write(Path file) throws IOException {
    if (model.unlit()) {
      glb.root().putArray("extensionsUsed").add(UNLIT);
    }
    glb.root().put("scene", 0);
    ArrayNode nodes = glb.add("scenes").putArray("nodes");
    addMaterial();
    for (MeshModel.Part part : model.parts()) {
      nodes.add(addPart(part));
    }
    glb.write(file);
  }

  private void addMaterial() {
    ObjectNode material = glb.add("materials").put("name", "photographed");
    ObjectNode surface = material.putObject("pbrMetallicRoughness");
    model
        .texture()
        .ifPresent(
            texture -> {
              surface.putObject("baseColorTexture").put("index", addTexture(texture.colour()));
              texture
                  .normals()
                  .ifPresent(
                      png -> material.putObject("normalTexture").put("index", addTexture(png)));
            });
    surface.put("metallicFactor", 0).put("roughnessFactor", 1);
    if (model.unlit()) {
      material.putObject("extensions").putObject(UNLIT);
    }
  }

  private int addTexture(byte[] png) {
    int view = glb.addView(png.length, out -> out.writeBytes(png, 0, png.length));
    int image = glb.next("images");
    glb.add("images").put("mimeType", "image/png").put("bufferView", view);
    if (glb.next("samplers") == 0) {
      // linear, with linear pictures of smaller sizes; charts end where the texture does
      glb.add("samplers")
          .put("magFilter", 9729)
          .put("minFilter", 9987)
          .put("wrapS", 33071)
          .put("wrapT", 33071);
    }
    int texture = glb.next("textures");
    glb.add("textures").put("sampler", 0).put("source", image);
    return texture;
  }

  /** Adds a node with a mesh; returns the node. */
  private int addPart(MeshModel.Part part) {
    ObjectNode attributes = addVertices(part);
    Mesh mesh = part.mesh();
    int index = glb.next("nodes");
    ObjectNode node = glb.add("nodes").put("name", part.name()).put("mesh", glb.next("meshes"));
    double half = Math.sqrt(0.5);
    node.putArray("rotation").add(-half).add(0).add(0).add(half);
    if (!mesh.isNearOrigin()) {
      double[] origin = mesh.origin();
      node.putArray("translation").add(origin[0]).add(origin[2]).add(-origin[1]);
    }
    int indices = glb.next("accessors");
    glb.addAccessor(
        mesh.triangles().length,
        GlbFile.UNSIGNED_INT,
        "SCALAR",
        Integer.BYTES,
        GlbFile.ELEMENT_ARRAY_BUFFER,
        out -> {
          for (int corner : mesh.triangles()) {
            out.writeInt(corner);
          }
        });
    ObjectNode primitive =
        glb.add("meshes").put("name", part.name()).putArray("primitives").addObject();
    primitive.set("attributes", attributes);
    primitive.put("indices", indices).put("material", 0);
    return index;
  }

  private ObjectNode addVertices(MeshModel.Part part) {
    Mesh mesh = part.mesh();
    ObjectNode attributes = glb.root().objectNode();
    attributes.put("POSITION", glb.next("accessors"));
    ObjectNode positions = addFloats("VEC3", 3, mesh.positions());
    GlbFile.addBounds(positions, mesh.positions());
    attributes.put("NORMAL", glb.next("accessors"));
    addFloats("VEC3", 3, mesh.normals());
    if (model.texture().isEmpty()) {
      attributes.put("COLOR_0", glb.next("accessors"));
      glb.addAccessor(
              mesh.vertexCount(),
              GlbFile.UNSIGNED_SHORT,
              "VEC4",
              COLOUR_BYTES,
              GlbFile.ARRAY_BUFFER,
              out -> writeColours(mesh, out))
          .put("normalized", true);
      return attributes;
    }
    attributes.put("TEXCOORD_0", glb.next("accessors"));
    addFloats("VEC2", 2, part.textureCoordinates());
    if (model.texture().get().normals().isPresent()) {
      attributes.put("TANGENT", glb.next("accessors"));
      addTangents(part.tangents());
    }
    return attributes;
  }

  private ObjectNode addFloats(String type, int components, float[] values) {
    return glb.addAccessor(
        values.length / components,
        GlbFile.FLOAT,
        type,
        components * Float.BYTES,
        GlbFile.ARRAY_BUFFER,
        out -> {
          for (float value : values) {
            out.writeFloat(value);
          }
        });
  }

  /** Their fourth component says that the bitangent is normal x tangent, not its opposite. */
  private void addTangents(float[] tangents) {
    glb.addAccessor(
        tangents.length / 3,
        GlbFile.FLOAT,
        "VEC4",
        4 * Float.BYTES,
        GlbFile.ARRAY_BUFFER,
        out -> {
          for (int i = 0; i < tangents.length; i += 3) {
            out.writeFloat(tangents[i]);
            out.writeFloat(tangents[i + 1]);
            out.writeFloat(tangents[i + 2]);
            out.writeFloat(1);
          }
        });
  }

  private static void writeColours(Mesh mesh, LittleEndianOutput out) throws IOException {
    for (int i = 0; i < mesh.colours().length; i += 3) {
      int red = linear(mesh.colours()[i]);
      int green = linear(mesh.colours()[i + 1]);
      int blue = linear(mesh.colours()[i + 2]);
      out.writeInt(green << 16 | red);
      out.writeInt(0xFFFF << 16 | blue);
    }
  }

  /** Linear light as a 16-bit number. */
  private static int linear(float encoded) {
    double light = encoded <= 0.04045 ? encoded / 12.92 : Math.pow((encoded + 0.055) / 1.055, 2.4);
    return (int) Math.round(0xFFFF * light);
  }
}
