package org.sceneremix.volume.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlbWriterTest {

  private static final float[] POSITIONS = {0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 2};
  private static final float[] UP = {0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1};
  private static final float[] RIGHT = {1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0};
  private static final float[] COORDINATES = {0, 1, 1, 1, 1, 0, 0, 0};

  @TempDir private Path folder;
  private JsonNode json;
  private ByteBuffer binary;

  private void read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getInt()).isEqualTo(0x46546C67);
    assertThat(bytes.getInt()).isEqualTo(2);
    assertThat(bytes.getInt()).isEqualTo(bytes.limit());
    byte[] text = new byte[bytes.getInt()];
    assertThat(bytes.getInt()).isEqualTo(0x4E4F534A);
    bytes.get(text);
    json = new ObjectMapper().readTree(text);
    int length = bytes.getInt();
    assertThat(bytes.getInt()).isEqualTo(0x004E4942);
    assertThat(length)
        .isEqualTo(bytes.remaining())
        .isEqualTo(json.at("/buffers/0/byteLength").intValue());
    binary = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer view(int index) {
    JsonNode view = json.path("bufferViews").path(index);
    return binary
        .slice(view.path("byteOffset").intValue(), view.path("byteLength").intValue())
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private float[] floats(int accessor) {
    JsonNode described = json.path("accessors").path(accessor);
    assertThat(described.path("componentType").intValue()).isEqualTo(5126);
    ByteBuffer view = view(described.path("bufferView").intValue());
    float[] values = new float[view.remaining() / Float.BYTES];
    view.asFloatBuffer().get(values);
    return values;
  }

  private int[] indices(int accessor) {
    ByteBuffer view = view(json.path("accessors").path(accessor).path("bufferView").intValue());
    int[] values = new int[json.path("accessors").path(accessor).path("count").intValue()];
    view.asIntBuffer().get(values);
    return values;
  }

  private static MeshModel textured(boolean unlit) {
    Mesh mesh = new Mesh(new double[3], POSITIONS, UP, new float[12], new int[] {0, 1, 2, 0, 2, 3});
    MeshModel.Submesh submesh =
        new MeshModel.Submesh("a", mesh, COORDINATES, RIGHT, List.of(new int[] {0, 1, 3}));
    return new MeshModel(
        List.of(submesh),
        Optional.of(
            new MeshModel.Texture(
                new byte[] {1, 2, 3},
                unlit ? Optional.empty() : Optional.of(new byte[] {4, 5, 6, 7, 8}))),
        unlit);
  }

  @Test
  void aTexturedModelIsReadBackAsItWas() throws IOException {
    Path file = folder.resolve("a.glb");
    GlbWriter.write(textured(false), file);
    read(file);
    JsonNode primitive = json.at("/meshes/0/primitives/0");
    JsonNode attributes = primitive.path("attributes");
    assertThat(floats(attributes.path("POSITION").intValue())).isEqualTo(POSITIONS);
    assertThat(floats(attributes.path("NORMAL").intValue())).isEqualTo(UP);
    assertThat(floats(attributes.path("TEXCOORD_0").intValue())).isEqualTo(COORDINATES);
    assertThat(floats(attributes.path("TANGENT").intValue())).startsWith(1, 0, 0, 1).hasSize(16);
    assertThat(attributes.has("COLOR_0")).isFalse();
    assertThat(indices(primitive.path("indices").intValue())).containsExactly(0, 1, 2, 0, 2, 3);
    JsonNode positions = json.path("accessors").path(attributes.path("POSITION").intValue());
    assertThat(positions.path("max").toString()).isEqualTo("[1.0,1.0,2.0]");
    JsonNode material = json.at("/materials/0");
    assertThat(material.at("/pbrMetallicRoughness/metallicFactor").intValue()).isZero();
    assertThat(material.at("/pbrMetallicRoughness/roughnessFactor").intValue()).isEqualTo(1);
    assertThat(material.has("extensions")).isFalse();
    assertThat(picture(material.at("/pbrMetallicRoughness/baseColorTexture/index").intValue()))
        .containsExactly(1, 2, 3);
    assertThat(picture(material.at("/normalTexture/index").intValue()))
        .containsExactly(4, 5, 6, 7, 8);
  }

  private byte[] picture(int texture) {
    int image = json.path("textures").path(texture).path("source").intValue();
    assertThat(json.path("images").path(image).path("mimeType").asText()).isEqualTo("image/png");
    ByteBuffer view = view(json.path("images").path(image).path("bufferView").intValue());
    byte[] bytes = new byte[view.remaining()];
    view.get(bytes);
    return bytes;
  }

  @Test
  void aCoarserLevelHasTheVerticesThatItNeeds() throws IOException {
    Path file = folder.resolve("a.glb");
    MeshModel model = textured(false);
    assertThat(model.levels()).isEqualTo(2);
    GlbWriter.write(model.atLevel(1), file);
    read(file);
    JsonNode primitive = json.at("/meshes/0/primitives/0");
    assertThat(indices(primitive.path("indices").intValue())).containsExactly(0, 1, 2);
    assertThat(floats(primitive.at("/attributes/POSITION").intValue()))
        .containsExactly(0, 0, 0, 1, 0, 0, 0, 1, 2);
    assertThat(floats(primitive.at("/attributes/TEXCOORD_0").intValue()))
        .containsExactly(0, 1, 1, 1, 0, 0);
    assertThat(json.path("nodes")).hasSize(1);
    assertThat(json.has("extensionsUsed")).isFalse();
  }

  @Test
  void anUnlitTextureHasNoNormals() throws IOException {
    Path file = folder.resolve("a.glb");
    GlbWriter.write(textured(true), file);
    read(file);
    assertThat(json.at("/materials/0/extensions").has("KHR_materials_unlit")).isTrue();
    assertThat(json.at("/materials/0").has("normalTexture")).isFalse();
    assertThat(json.at("/meshes/0/primitives/0/attributes").has("TANGENT")).isFalse();
  }
}
