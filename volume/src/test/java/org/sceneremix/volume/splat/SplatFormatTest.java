package org.sceneremix.volume.splat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.testing.Prerequisite;

/** What is in the files, read by parsers of this test and by programs of others. */
class SplatFormatTest {

  private static final double Y00 = 0.28209479177387814;

  /** World (1, 2, 3) and (-4, 0.5, 0.25), in the frame of glTF. */
  private static final double[] Y_UP = {1, 3, -2, -4, 0.25, -0.5};

  /** A third of a turn about (1, 1, 1), and a sixth about z: w x y z, world's frame. */
  private static final float[] ROTATIONS = {
    0.5f, 0.5f, 0.5f, 0.5f, (float) Math.cos(Math.PI / 6), 0, 0, 0.5f
  };

  @TempDir private Path folder;

  private static Splats splats(double... origin) {
    return new Splats(
        origin,
        new float[] {1, 2, 3, -4, 0.5f, 0.25f},
        new float[] {0.1f, 0.2f, 0.03f, 0.5f, 0.04f, 0.3f},
        ROTATIONS.clone(),
        new float[] {0.25f, 0.9f},
        new float[] {1, 0.5f, 0, 0.2f, 0.4f, 0.8f});
  }

  private Path write(SplatFormat format, Splats splats) throws IOException {
    Path file = folder.resolve("splats." + format.name().toLowerCase(java.util.Locale.ROOT));
    format.write(splats, file);
    return file;
  }

  /** World axes of a splat in the frame of glTF. */
  private static double[] axisYUp(int splat, int axis) {
    double[] world = Quaternions.axis(ROTATIONS, 4 * splat, axis);
    return new double[] {world[0], world[2], -world[1]};
  }

  private static void assertAxes(float[] rotations, double sign, double tolerance) {
    for (int splat = 0; splat < 2; splat++) {
      for (int axis = 0; axis < 3; axis++) {
        double[] turned = Quaternions.axis(rotations, 4 * splat, axis);
        double[] expected = axisYUp(splat, axis);
        assertThat(turned[0]).isCloseTo(expected[0], within(tolerance));
        assertThat(turned[1]).isCloseTo(sign * expected[1], within(tolerance));
        assertThat(turned[2]).isCloseTo(sign * expected[2], within(tolerance));
      }
    }
  }

  /** Half a turn about x from the others, which is how programs take a PLY. */
  @Test
  void plyHoldsLogarithmsAndLogitsWithYDown() throws IOException {
    byte[] bytes = Files.readAllBytes(write(SplatFormat.PLY, splats(0, 0, 0)));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int begin = text.indexOf("end_header\n") + "end_header\n".length();
    List<String> names =
        text.substring(0, begin)
            .lines()
            .filter(line -> line.startsWith("property float "))
            .map(line -> line.substring("property float ".length()))
            .toList();
    assertThat(names).hasSize(62);
    assertThat(text).startsWith("ply\nformat binary_little_endian 1.0\n");
    assertThat(text).contains("element vertex 2\n").doesNotContain("offset");
    assertThat(bytes.length - begin).isEqualTo(2 * 62 * Float.BYTES);
    ByteBuffer data =
        ByteBuffer.wrap(bytes, begin, bytes.length - begin).slice().order(ByteOrder.LITTLE_ENDIAN);
    float[] rotations = new float[8];
    for (int splat = 0; splat < 2; splat++) {
      float[] row = new float[62];
      data.asFloatBuffer().get(62 * splat, row);
      assertThat(row[names.indexOf("x")]).isEqualTo((float) Y_UP[3 * splat]);
      assertThat(row[names.indexOf("y")]).isEqualTo((float) -Y_UP[3 * splat + 1]);
      assertThat(row[names.indexOf("z")]).isEqualTo((float) -Y_UP[3 * splat + 2]);
      double opacity = 1 / (1 + Math.exp(-row[names.indexOf("opacity")]));
      assertThat(opacity).isCloseTo(splat == 0 ? 0.25 : 0.9, within(1e-6));
      for (int k = 0; k < 3; k++) {
        assertThat(Math.exp(row[names.indexOf("scale_" + k)]))
            .isCloseTo(splats(0, 0, 0).scales()[3 * splat + k], within(1e-6));
        assertThat(0.5 + Y00 * row[names.indexOf("f_dc_" + k)])
            .isCloseTo(splats(0, 0, 0).colours()[3 * splat + k], within(1e-6));
      }
      for (int k = 0; k < 4; k++) {
        rotations[4 * splat + k] = row[names.indexOf("rot_" + k)];
      }
    }
    assertAxes(rotations, -1, 1e-6);
  }

  @Test
  void spzHoldsThemInTwentyBytesEach() throws IOException {
    Path file = write(SplatFormat.SPZ, splats(0, 0, 0));
    byte[] bytes;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      bytes = in.readAllBytes();
    }
    assertThat(bytes).hasSize(16 + 2 * 20);
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(data.getInt(0)).isEqualTo(0x5053474E);
    assertThat(data.getInt(4)).isEqualTo(3);
    assertThat(data.getInt(8)).isEqualTo(2);
    assertThat(bytes[12]).isZero();
    int fraction = bytes[13];
    for (int i = 0; i < 6; i++) {
      int at = 16 + 3 * i;
      int fixed = (bytes[at] & 255) | (bytes[at + 1] & 255) << 8 | bytes[at + 2] << 16;
      assertThat((double) fixed / (1 << fraction)).isCloseTo(Y_UP[i], within(1e-4));
    }
    assertThat((bytes[34] & 255) / 255.0).isCloseTo(0.25, within(0.002));
    assertThat((bytes[35] & 255) / 255.0).isCloseTo(0.9, within(0.002));
    float[] rotations = new float[8];
    for (int i = 0; i < 6; i++) {
      double harmonic = ((bytes[36 + i] & 255) / 255.0 - 0.5) / 0.15;
      assertThat(0.5 + Y00 * harmonic).isCloseTo(splats(0, 0, 0).colours()[i], within(0.004));
      double scale = Math.exp((bytes[42 + i] & 255) / 16.0 - 10);
      assertThat(scale / splats(0, 0, 0).scales()[i]).isCloseTo(1, within(0.032));
    }
    for (int splat = 0; splat < 2; splat++) {
      unpackQuaternion(data.getInt(48 + 4 * splat), rotations, 4 * splat);
    }
    assertAxes(rotations, 1, 0.01);
  }

  /** As Niantic's reader does: from the last component back to the first, the largest left out. */
  private static void unpackQuaternion(int packed, float[] out, int at) {
    float[] xyzw = new float[4];
    int largest = packed >>> 30;
    double squares = 0;
    int rest = packed;
    for (int i = 3; i >= 0; i--) {
      if (i != largest) {
        double value = Math.sqrt(0.5) * (rest & 511) / 511;
        xyzw[i] = (float) ((rest >> 9 & 1) == 1 ? -value : value);
        squares += value * value;
        rest >>>= 10;
      }
    }
    xyzw[largest] = (float) Math.sqrt(1 - squares);
    out[at] = xyzw[3];
    System.arraycopy(xyzw, 0, out, at + 1, 3);
  }

  @Test
  void glbHasTheAttributesOfTheEllipseKernel() throws IOException {
    byte[] bytes = Files.readAllBytes(write(SplatFormat.GLB, splats(0, 0, 0)));
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int jsonLength = data.getInt(12);
    JsonNode json =
        new ObjectMapper().readTree(new String(bytes, 20, jsonLength, StandardCharsets.UTF_8));
    assertThat(json.at("/extensionsUsed/0").asText()).isEqualTo("KHR_gaussian_splatting");
    assertThat(json.at("/nodes/0").has("rotation")).isFalse();
    JsonNode primitive = json.at("/meshes/0/primitives/0");
    assertThat(primitive.path("mode").asInt(-1)).isZero();
    JsonNode extension = primitive.at("/extensions/KHR_gaussian_splatting");
    assertThat(extension.path("kernel").asText()).isEqualTo("ellipse");
    assertThat(extension.path("colorSpace").asText()).isEqualTo("srgb_rec709_display");

    assertThat(values(json, data, "POSITION", "VEC3")).containsExactly(1, 3, -2, -4, 0.25f, -0.5f);
    assertThat(values(json, data, "KHR_gaussian_splatting:SCALE", "VEC3"))
        .containsExactly(splats(0, 0, 0).scales());
    assertThat(values(json, data, "KHR_gaussian_splatting:OPACITY", "SCALAR"))
        .containsExactly(0.25f, 0.9f);
    float[] harmonics = values(json, data, "KHR_gaussian_splatting:SH_DEGREE_0_COEF_0", "VEC3");
    for (int i = 0; i < 6; i++) {
      assertThat(0.5 + Y00 * harmonics[i]).isCloseTo(splats(0, 0, 0).colours()[i], within(1e-6));
    }
    float[] xyzw = values(json, data, "KHR_gaussian_splatting:ROTATION", "VEC4");
    float[] wxyz = {xyzw[3], xyzw[0], xyzw[1], xyzw[2], xyzw[7], xyzw[4], xyzw[5], xyzw[6]};
    assertAxes(wxyz, 1, 1e-6);
  }

  private static float[] values(JsonNode json, ByteBuffer data, String attribute, String type) {
    int index = json.at("/meshes/0/primitives/0/attributes").path(attribute).asInt(-1);
    JsonNode accessor = json.path("accessors").get(index);
    assertThat(accessor.path("type").asText()).isEqualTo(type);
    assertThat(accessor.path("componentType").asInt()).isEqualTo(5126);
    assertThat(accessor.path("count").asInt()).isEqualTo(2);
    JsonNode view = json.path("bufferViews").get(accessor.path("bufferView").asInt());
    int begin = 20 + data.getInt(12) + 8 + view.path("byteOffset").asInt();
    float[] values = new float[view.path("byteLength").asInt() / Float.BYTES];
    data.slice(begin, values.length * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  @Test
  void usdaHasTheSchemasAttributes() throws IOException {
    String text = Files.readString(write(SplatFormat.USDA, splats(0, 0, 0)));
    assertThat(text).startsWith("#usda 1.0\n");
    assertThat(text)
        .contains("upAxis = \"Y\"", "defaultPrim = \"Splats\"")
        .contains("def ParticleField3DGaussianSplat \"Splats\"")
        .contains("uniform int radiance:sphericalHarmonicsDegree = 0\n")
        .doesNotContain("xformOp");
    assertThat(numbers(text, "point3f[] positions")).containsExactly(Y_UP);
    assertThat(numbers(text, "float3[] scales")[2]).isCloseTo(0.03, within(1e-6));
    assertThat(numbers(text, "float[] opacities")).containsExactly(0.25, 0.9);
    assertThat(0.5 + Y00 * numbers(text, "float3[] radiance:sphericalHarmonicsCoefficients")[3])
        .isCloseTo(0.2, within(1e-6));
    double[] orientations = numbers(text, "quatf[] orientations");
    float[] rotations = new float[8];
    for (int i = 0; i < 8; i++) {
      rotations[i] = (float) orientations[i];
    }
    assertAxes(rotations, 1, 1e-6);
    assertThat(numbers(text, "float3[] extent"))
        .usingComparatorWithPrecision(1e-5)
        .containsExactly(-5.5, -1.25, -2.6, 1.6, 3.6, 1);
  }

  private static double[] numbers(String text, String attribute) {
    Matcher line =
        Pattern.compile("^ {4}" + Pattern.quote(attribute) + " = \\[(.*)]$", Pattern.MULTILINE)
            .matcher(text);
    assertThat(line.find()).as(attribute).isTrue();
    return Arrays.stream(line.group(1).replaceAll("[()\\s]", "").split(",", -1))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  @Test
  void filesOfAFarWorldSayWhereTheyAre() throws IOException {
    Splats far = splats(5e6, 4e5, 100);
    assertThat(Files.readString(write(SplatFormat.PLY, far), StandardCharsets.ISO_8859_1))
        .contains("comment offset 5000000.0 -100.0 400000.0\n");
    assertThat(Files.readString(write(SplatFormat.USDA, far)))
        .contains("double3 xformOp:translate = (5000000.0, 100.0, -400000.0)");
    assertThat(Files.readString(write(SplatFormat.GLB, far), StandardCharsets.ISO_8859_1))
        .contains("\"translation\":[5000000.0,100.0,-400000.0]");
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsNoFile(SplatFormat format) {
    Splats none = Splats.room(new double[3], 0);
    assertThatThrownBy(() -> write(format, none)).hasMessageContaining("nothing to write");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void spzRefusesWhatItCannotHold() {
    Splats small = splats(0, 0, 0);
    Arrays.fill(small.scales(), 1e-6f);
    assertThatThrownBy(() -> write(SplatFormat.SPZ, small)).hasMessageContaining("export a .ply");
    Splats far = splats(0, 0, 0);
    far.positions()[0] = 1e7f;
    assertThatThrownBy(() -> write(SplatFormat.SPZ, far)).hasMessageContaining("farther out");
    assertThat(folder).isEmptyDirectory();
  }

  /** It takes a PLY to be y-down and a SPZ y-up: read back, both must be the same splats. */
  @Test
  void splatTransformReadsTheSameSplatsFromPlyAndSpz() throws Exception {
    double[][] ply = readBySplatTransform(write(SplatFormat.PLY, splats(0, 0, 0)));
    double[][] spz = readBySplatTransform(write(SplatFormat.SPZ, splats(0, 0, 0)));
    for (int splat = 0; splat < 2; splat++) {
      for (int k = 0; k < 10; k++) {
        assertThat(spz[splat][k]).isCloseTo(ply[splat][k], within(k < 3 ? 1e-4 : 0.05));
      }
      for (int axis = 0; axis < 3; axis++) {
        // a splat is the same when an axis of it is turned round
        double[] a = axisOf(spz[splat], axis);
        double[] b = axisOf(ply[splat], axis);
        assertThat(Math.abs(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])).isCloseTo(1, within(1e-3));
      }
    }
  }

  private static double[] axisOf(double[] row, int axis) {
    float[] rotation = new float[4];
    for (int k = 0; k < 4; k++) {
      rotation[k] = (float) row[10 + k];
    }
    return Quaternions.axis(rotation, 0, axis);
  }

  private double[][] readBySplatTransform(Path file) throws Exception {
    Path csv = folder.resolve(file.getFileName() + ".csv");
    Prerequisite.that(
        succeeds("splat-transform", file.toString(), csv.toString()),
        "there is no splat-transform here; npm install -g @playcanvas/splat-transform");
    List<String> lines = Files.readAllLines(csv);
    List<String> names = List.of(lines.get(0).split(",", -1));
    List<String> wanted =
        List.of(
            "x y z scale_0 scale_1 scale_2 f_dc_0 f_dc_1 f_dc_2 opacity rot_0 rot_1 rot_2 rot_3"
                .split(" ", -1));
    return lines.stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(
            cells ->
                wanted.stream()
                    .mapToDouble(name -> Double.parseDouble(cells[names.indexOf(name)]))
                    .toArray())
        .toArray(double[][]::new);
  }

  /** The validator knows no attributes of this extension yet, and complains of nothing else. */
  @Test
  void gltfValidatorFindsNothingElseWrong() throws Exception {
    Prerequisite.that(
        succeeds("node", "-e", "require('gltf-validator')"),
        "there is no gltf-validator here; npm install -g gltf-validator, and NODE_PATH");
    Path file = write(SplatFormat.GLB, splats(0, 0, 0));
    String script =
        """
        require('gltf-validator')
          .validateBytes(new Uint8Array(require('fs').readFileSync(process.argv[1])))
          .then(({ issues }) => {
            const wrong = issues.messages.filter(
              (m) => m.severity < 2 && !m.pointer.includes('/attributes/KHR_gaussian_splatting:'));
            console.log(JSON.stringify(wrong));
            process.exit(wrong.length);
          });
        """;
    assertThat(succeeds("node", "-e", script, file.toString())).isTrue();
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      // there is no such program
      return false;
    }
  }
}
