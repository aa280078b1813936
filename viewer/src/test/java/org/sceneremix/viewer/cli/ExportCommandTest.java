package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.testing.Prerequisite;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.GridHeader;
import org.sceneremix.volume.io.Provenance;
import org.sceneremix.volume.io.SampleType;

class ExportCommandTest {

  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeEach
  void writeGrid() throws IOException {
    VoxelGrid grid = VoxelGrid.empty(4, 4, 4, Aabb.centredCube(1), 50);
    grid.data()[grid.index(1, 2, 1) + VoxelGrid.DENSITY] = 1;
    new GridFile(grid, JsonNodeFactory.instance.objectNode()).write(folder.resolve("a.grid"));
  }

  private CommandRun export(String name, String... options) {
    String[] arguments = new String[4 + options.length];
    arguments[0] = "export";
    arguments[1] = folder.resolve("a.grid").toString();
    arguments[2] = "--out";
    arguments[3] = folder.resolve(name).toString();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return CommandRun.of(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.npz", "a.nrrd", "a.vdb", "a.ply", "a.obj", "a.GLB", "a.spz", "a.usda", "a.html"
      })
  void endingTellsTheFormat(String name) {
    CommandRun run = export(name);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains(name);
    assertThat(folder.resolve(name)).isNotEmptyFile();
  }

  @Test
  void splatsTakeThePlaceOfTheMesh() throws IOException {
    CommandRun run = export("a.ply", "--splats");
    assertThat(run.out()).contains("1 splats");
    assertThat(Files.readAllBytes(folder.resolve("a.ply"))).asString().contains("f_dc_0");
    assertThat(export("a.glb", "--splats").out()).contains("1 splats");
    assertThat(Files.readAllBytes(folder.resolve("a.glb")))
        .asString()
        .contains("KHR_gaussian_splatting");
  }

  @Test
  void severalGridsGoIntoAPageOnly() throws IOException {
    Files.copy(folder.resolve("a.grid"), folder.resolve("b.grid"));
    CommandRun run = export("a.html", folder.resolve("b.grid").toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("2 scenes of 4x4x4 voxels");
    assertThat(folder.resolve("a.html")).content().contains("\"name\":\"b\"");
    CommandRun mesh = export("a.obj", folder.resolve("b.grid").toString());
    assertThat(mesh.status()).isEqualTo(2);
    assertThat(mesh.err()).contains("end --out in .html");
  }

  @Test
  void anEmptyGridGivesNoSplats() throws IOException {
    VoxelGrid empty = VoxelGrid.empty(4, 4, 4, Aabb.centredCube(1), 50);
    new GridFile(empty, JsonNodeFactory.instance.objectNode()).write(folder.resolve("a.grid"));
    CommandRun run = export("a.spz");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("nothing to write as splats");
    assertThat(folder.resolve("a.spz")).doesNotExist();
  }

  @Test
  void whatMakesNoSenseIsWrongUsage() {
    assertThat(export("a.xyz").status()).isEqualTo(2);
    assertThat(export("a.obj", "--splats").status()).isEqualTo(2);
    assertThat(export("a.vdb", "--level", "0.5").status()).isEqualTo(2);
    assertThat(export("a.spz", "--level", "0.5").status()).isEqualTo(2);
    assertThat(export("a.html", "--splats").status()).isEqualTo(2);
    assertThat(export("a.ply", "--level", "-1").status()).isEqualTo(2);
  }

  /** Each with a part of its sentence. */
  @ParameterizedTest
  @CsvSource({
    "a.glb, add --texture, --texel-size 1",
    "a.glb, add --texture, --unlit",
    "a.glb, give one of them, --texture --texel-size 1 --texture-size 128",
    "a.glb, positive size, --texture --texel-size -1",
    "a.glb, 64 to 8192, --texture --texture-size 16",
    "a.glb, 0 to 8, --lods 9",
    "a.glb, has y up, --up z",
    "a.ply, one mesh, --texture",
    "a.ply, one mesh, --parts",
    "a.ply, about meshes, --splats --mesh-quality sharp",
    "a.npz, about meshes, --texture",
    "a.npz, for meshes only, --up y",
    "a.vdb, about meshes, --mesh-quality sharp",
    "a.vdb, positive number, --scale 0",
    "a.vdb, positive number, --scale NaN"
  })
  void whatDoesNotGoTogetherIsSaid(String name, String sentence, String options) {
    CommandRun run = export(name, options.split(" ", -1));
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
    assertThat(folder.resolve(name)).doesNotExist();
  }

  @Test
  void texturesAreWritten() throws IOException {
    CommandRun run = export("a.glb", "--texture", "--lods", "1", "--mesh-quality", "sharp");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("triangles", "texture of");
    assertThat(Files.readString(folder.resolve("a.glb"), StandardCharsets.ISO_8859_1))
        .contains("baseColorTexture", "normalTexture", "PNG");
    assertThat(export("a.obj", "--texture", "--unlit").status()).isZero();
    assertThat(folder.resolve("a.mtl")).content().contains("map_Kd a-colour.png");
    assertThat(folder.resolve("a-colour.png")).isNotEmptyFile();
    assertThat(folder.resolve("a-normals.png")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ply", "obj", "glb"})
  void coarserLevelsAreFilesOfTheirOwn(String ending) throws IOException {
    VoxelGrid ball = VoxelGrid.empty(16, 16, 16, Aabb.centredCube(1), 50);
    for (int i = 0; i < 16 * 16 * 16; i++) {
      double r = Math.hypot(Math.hypot(i % 16 - 7.5, i / 16 % 16 - 7.5), i / 256 - 7.5);
      ball.data()[4 * i + VoxelGrid.DENSITY] = (float) Math.max(-1, Math.min(1, 6 - r));
    }
    new GridFile(ball, JsonNodeFactory.instance.objectNode()).write(folder.resolve("a.grid"));
    CommandRun run = export("a." + ending, "--lods", "2");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("(coarser: ");
    assertThat(Files.size(folder.resolve("a-lod1." + ending)))
        .isLessThan(Files.size(folder.resolve("a." + ending)) / 2);
    assertThat(Files.size(folder.resolve("a-lod2." + ending)))
        .isLessThan(Files.size(folder.resolve("a-lod1." + ending)));
  }

  /** The voxel at 1, 2, 1 of 4 has its middle at -0.25, 0.25, -0.25. */
  @Test
  void aMeshIsTurnedAndScaled() throws IOException {
    export("a.obj", "--up", "y", "--scale", "100");
    double[] sum = new double[3];
    int count = 0;
    for (String line : Files.readAllLines(folder.resolve("a.obj"))) {
      if (line.startsWith("v ")) {
        String[] words = line.split(" ", -1);
        for (int axis = 0; axis < 3; axis++) {
          sum[axis] += Double.parseDouble(words[1 + axis]);
        }
        count++;
      }
    }
    assertThat(sum[0] / count).isCloseTo(-25, within(1e-3));
    assertThat(sum[1] / count).isCloseTo(-25, within(1e-3));
    assertThat(sum[2] / count).isCloseTo(-25, within(1e-3));
    assertThat(count).isEqualTo(6);
  }

  /** Light passes as before: extinction per unit is less by as much as units are more. */
  @Test
  void aVolumeIsScaledWithItsExtinction() throws IOException {
    export("a.nrrd", "--scale", "100");
    byte[] volume = Files.readAllBytes(folder.resolve("a.nrrd"));
    assertThat(new String(volume, StandardCharsets.ISO_8859_1))
        .contains("space origin: (-75.0,-75.0,-75.0)");
    ByteBuffer values =
        ByteBuffer.wrap(volume, volume.length - 4 * 4 * 64, 4 * 4 * 64)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    // voxel 1, 2, 1
    assertThat(values.getFloat(4 * (4 * (1 + 4 * 2 + 16) + 3))).isEqualTo(0.5f);
  }

  @Test
  void provenanceHasTheCapturesLicence() throws IOException {
    ObjectNode fit = JsonNodeFactory.instance.objectNode();
    fit.put("licence", "CC BY 4.0, by somebody");
    Provenance fitted =
        new Provenance("remix", "1", "fit", fit, OptionalLong.of(1), Optional.empty());
    Provenance sampled =
        new Provenance(
            "remix",
            "1",
            "sample",
            JsonNodeFactory.instance.objectNode(),
            OptionalLong.of(7),
            Optional.of(fitted));
    GridFile grid = GridFile.read(folder.resolve("a.grid"));
    new GridFile(grid.grid(), sampled.toMetadata()).write(folder.resolve("a.grid"));
    assertThat(export("a.ply", "--provenance", "--scale", "2").status()).isZero();
    JsonNode json = new ObjectMapper().readTree(folder.resolve("a.ply.provenance.json").toFile());
    assertThat(json.path("file").asText()).isEqualTo("a.ply");
    assertThat(json.path("licence").asText()).isEqualTo("CC BY 4.0, by somebody");
    assertThat(json.at("/provenance/verb").asText()).isEqualTo("export");
    assertThat(json.at("/provenance/parameters/scale").asText()).isEqualTo("2.0");
    assertThat(json.at("/provenance/source/seed").asInt()).isEqualTo(7);
    assertThat(json.at("/provenance/source/source/verb").asText()).isEqualTo("fit");
  }

  @Test
  void withoutALicenceProvenanceSaysSo() throws IOException {
    export("a.ply", "--provenance");
    assertThat(folder.resolve("a.ply.provenance.json")).content().contains("\"licence\" : null");
  }

  /** The Khronos validator: npm install gltf-validator, and NODE_PATH to its node_modules. */
  @ParameterizedTest
  @ValueSource(strings = {"", "--texture", "--texture --unlit", "--texture --parts --lods 3"})
  void theKhronosValidatorFindsNothing(String options) throws Exception {
    String program =
        """
        const validator = require('gltf-validator');
        const bytes = new Uint8Array(require('fs').readFileSync(process.argv[1]));
        validator.validateBytes(bytes).then(found => {
          const issues = found.issues;
          console.log(JSON.stringify(issues.messages.filter(m => m.severity < 2)));
          process.exit(issues.numErrors + issues.numWarnings > 0 ? 1 : 0);
        });
        """;
    Prerequisite.that(
        status("node", "-e", "require('gltf-validator')") == 0, "no gltf-validator here");
    CommandRun run = export("a.glb", options.isEmpty() ? new String[0] : options.split(" ", -1));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(status("node", "-e", program, folder.resolve("a.glb").toString())).isZero();
  }

  private static int status(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor();
    } catch (IOException e) {
      // there is no such program
      return -1;
    }
  }

  @Test
  void anEmptyMeshIsNoGlb() {
    CommandRun run = export("a.glb", "--level", "2");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no surface");
    assertThat(folder.resolve("a.glb")).doesNotExist();
  }

  /** 130 MB of samples, exported by a JVM that has 112 MB. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.npz",
        "a.nrrd",
        "a.vdb",
        "a.ply",
        "a.glb --mesh-quality sharp",
        "a.obj",
        "a.glb --texture --texture-size 512 --unlit --lods 1",
        "a.spz",
        "a.html"
      })
  void aGridLargerThanTheHeapIsExported(String options) throws Exception {
    Path large = shared.resolve("large.grid");
    if (!Files.exists(large)) {
      writeLarge(large);
    }
    List<String> arguments = List.of(options.split(" ", -1));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx112m",
                // as the launcher does
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                RemixCommand.class.getName(),
                "export",
                large.toString(),
                "--out",
                folder.resolve(arguments.get(0)).toString()));
    command.addAll(arguments.subList(1, arguments.size()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(folder.resolve(arguments.get(0))).isNotEmptyFile();
    assertThat(said).contains(arguments.get(0) + ": ");
  }

  /** Balls on a slab, wide and flat as remixes are. */
  private static void writeLarge(Path file) throws IOException {
    GridHeader header =
        new GridHeader(
            new GridSize(1040, 260, 30),
            new Aabb(0, 0, 0, 1040, 260, 30),
            50,
            SampleType.FLOAT32,
            JsonNodeFactory.instance.objectNode());
    GridFile.stream(
        file,
        header,
        (start, count, out) -> {
          for (int i = 0; i < count; i += VoxelGrid.CHANNELS) {
            int voxel = (start + i) / VoxelGrid.CHANNELS;
            double x = voxel % 1040 % 130 - 65;
            double y = voxel / 1040 % 260 % 130 - 65;
            int z = voxel / 1040 / 260;
            boolean solid = z < 5 || Math.hypot(Math.hypot(x, y), z - 14) < 12;
            out[i] = 0.5f;
            out[i + 1] = 0;
            out[i + 2] = -0.5f;
            out[i + VoxelGrid.DENSITY] = solid ? 1 : VoxelGrid.EMPTY_DENSITY;
          }
        });
  }
}
