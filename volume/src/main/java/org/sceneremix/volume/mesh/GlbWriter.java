package org.sceneremix.volume.mesh;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
public final class GlbWriter implements ModelFile {

  private static final String UNLIT = "KHR_materials_unlit";

  /** Four components, because vertices must begin at multiples of 4 bytes. */
  private static final int COLOUR_BYTES = 4 * Short.BYTES;

  private final GlbFile glb;
  private final ArrayNode nodes;
  private int models;

  /** A file with nothing in it. */
  public GlbWriter(Path file) throws IOException {
    this.glb = new GlbFile(file);
    glb.root().put("scene", 0);
    this.nodes = glb.add("scenes").putArray("nodes");
  }

  /**
   * Writes meshes.
   *
   * @throws IllegalArgumentException if a mesh is empty, which glTF cannot say, or they take more
   *     than the 4 GiB that the format allows
   */
  public static void write(MeshModel model, Path file) throws IOException {
    try (GlbWriter writer = new GlbWriter(file)) {
      writer.add(model);
      writer.finish();
    }
  }

  @Override
  public void add(MeshModel model) throws IOException {
    models++;
    addMaterial(model);
    for (MeshModel.Submesh submesh : model.submeshes()) {
      ObjectNode attributes = begin(submesh.name(), submesh.mesh());
      if (model.texture().isEmpty()) {
        addColours(submesh.mesh(), attributes);
      } else {
        attributes.put("TEXCOORD_0", glb.next("accessors"));
        addFloats("VEC2", 2, submesh.textureCoordinates());
        if (model.texture().get().normals().isPresent()) {
          attributes.put("TANGENT", glb.next("accessors"));
          addTangents(submesh.tangents());
        }
      }
    }
  }

  @Override
  public void add(String name, MeshSource mesh) throws IOException {
    models++;
    material(true);
    addColours(mesh, begin(name, mesh));
  }

  @Override
  public void finish() throws IOException {
    glb.write();
  }

  @Override
  public void close() throws IOException {
    glb.close();
  }

  private ObjectNode material(boolean isUnlit) {
    ObjectNode material = glb.add("materials").put("name", numbered("photographed"));
    material.putObject("pbrMetallicRoughness").put("metallicFactor", 0).put("roughnessFactor", 1);
    if (isUnlit) {
      material.putObject("extensions").putObject(UNLIT);
      glb.root().putArray("extensionsUsed").add(UNLIT);
    }
    return material;
  }

  private void addMaterial(MeshModel model) throws IOException {
    ObjectNode material = material(model.unlit());
    if (model.texture().isPresent()) {
      MeshModel.Texture texture = model.texture().get();
      ((ObjectNode) material.get("pbrMetallicRoughness"))
          .putObject("baseColorTexture")
          .put("index", addTexture(texture.colour()));
      if (texture.normals().isPresent()) {
        material.putObject("normalTexture").put("index", addTexture(texture.normals().get()));
      }
    }
  }

  /** A name in the file: of models after the first one, with their number. */
  private String numbered(String name) {
    return models == 1 ? name : name + "-" + models;
  }

  private int addTexture(byte[] png) throws IOException {
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

  /**
   * Adds a node with the shape of a mesh, of the last material.
   *
   * @return the attributes of its vertices, to be added to
   */
  private ObjectNode begin(String name, MeshSource mesh) throws IOException {
    if (mesh.triangleCount() == 0) {
      throw new IllegalArgumentException(
          "there is no surface to write, and a .glb cannot be empty; export a .ply, or choose a"
              + " lower level");
    }
    nodes.add(glb.next("nodes"));
    ObjectNode node = glb.add("nodes").put("name", numbered(name)).put("mesh", glb.next("meshes"));
    double half = Math.sqrt(0.5);
    node.putArray("rotation").add(-half).add(0).add(0).add(half);
    if (!mesh.isNearOrigin()) {
      double[] origin = mesh.origin();
      node.putArray("translation").add(origin[0]).add(origin[2]).add(-origin[1]);
    }
    ObjectNode primitive =
        glb.add("meshes").put("name", numbered(name)).putArray("primitives").addObject();
    ObjectNode attributes = primitive.putObject("attributes");
    attributes.put("POSITION", glb.next("accessors"));
    GlbFile.addBounds(addVectors(mesh, MeshSource.POSITION), bounds(mesh));
    attributes.put("NORMAL", glb.next("accessors"));
    addVectors(mesh, MeshSource.NORMAL);
    primitive.put("indices", glb.next("accessors")).put("material", glb.next("materials") - 1);
    glb.addAccessor(
        3 * mesh.triangleCount(),
        GlbFile.UNSIGNED_INT,
        "SCALAR",
        Integer.BYTES,
        GlbFile.ELEMENT_ARRAY_BUFFER,
        out ->
            mesh.readTriangles(
                (a, b, c) -> {
                  out.writeInt(a);
                  out.writeInt(b);
                  out.writeInt(c);
                }));
    return attributes;
  }

  /** The least and the greatest x, y, z. */
  private static float[] bounds(MeshSource mesh) throws IOException {
    float[] bounds = new float[6];
    Arrays.fill(bounds, 0, 3, Float.POSITIVE_INFINITY);
    Arrays.fill(bounds, 3, 6, Float.NEGATIVE_INFINITY);
    mesh.readVertices(
        values -> {
          for (int axis = 0; axis < 3; axis++) {
            float position = values[MeshSource.POSITION + axis];
            bounds[axis] = Math.min(bounds[axis], position);
            bounds[3 + axis] = Math.max(bounds[3 + axis], position);
          }
        });
    return bounds;
  }

  private ObjectNode addVectors(MeshSource mesh, int from) throws IOException {
    return glb.addAccessor(
        mesh.vertexCount(),
        GlbFile.FLOAT,
        "VEC3",
        3 * Float.BYTES,
        GlbFile.ARRAY_BUFFER,
        out ->
            mesh.readVertices(
                values -> {
                  for (int i = from; i < from + 3; i++) {
                    out.writeFloat(values[i]);
                  }
                }));
  }

  private void addColours(MeshSource mesh, ObjectNode attributes) throws IOException {
    attributes.put("COLOR_0", glb.next("accessors"));
    glb.addAccessor(
            mesh.vertexCount(),
            GlbFile.UNSIGNED_SHORT,
            "VEC4",
            COLOUR_BYTES,
            GlbFile.ARRAY_BUFFER,
            out -> mesh.readVertices(values -> writeColour(values, out)))
        .put("normalized", true);
  }

  private void addFloats(String type, int components, float[] values) throws IOException {
    glb.addAccessor(
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
  private void addTangents(float[] tangents) throws IOException {
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

  private static void writeColour(float[] values, LittleEndianOutput out) throws IOException {
    int red = linear(values[MeshSource.COLOUR]);
    int green = linear(values[MeshSource.COLOUR + 1]);
    int blue = linear(values[MeshSource.COLOUR + 2]);
    out.writeInt(green << 16 | red);
    out.writeInt(0xFFFF << 16 | blue);
  }

  /** Linear light as a 16-bit number. */
  private static int linear(float encoded) {
    double light = encoded <= 0.04045 ? encoded / 12.92 : Math.pow((encoded + 0.055) / 1.055, 2.4);
    return (int) Math.round(0xFFFF * light);
  }
}
