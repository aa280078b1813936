package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.GridHeader;
import org.sceneremix.volume.io.SampleType;

class ExportCommandTest {

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

  @Test
  void anEmptyMeshIsNoGlb() {
    CommandRun run = export("a.glb", "--level", "2");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no surface");
    assertThat(folder.resolve("a.glb")).doesNotExist();
  }

  /** 105 MB of samples, exported by a JVM that has 96 MB. */
  @ParameterizedTest
  @ValueSource(strings = {"a.npz", "a.nrrd", "a.vdb", "a.ply", "a.spz"})
  void aGridLargerThanTheHeapIsExported(String name) throws Exception {
    Path large = folder.resolve("large.grid");
    GridHeader header =
        new GridHeader(
            new GridSize(256, 256, 100),
            new Aabb(0, 0, 0, 256, 256, 100),
            50,
            SampleType.FLOAT32,
            JsonNodeFactory.instance.objectNode());
    // a ball on a slab
    GridFile.stream(
        large,
        header,
        (start, count, out) -> {
          for (int i = 0; i < count; i += VoxelGrid.CHANNELS) {
            int voxel = (start + i) / VoxelGrid.CHANNELS;
            double x = voxel % 256 - 128;
            double y = voxel / 256 % 256 - 128;
            int z = voxel / 65536;
            boolean solid = z < 5 || Math.hypot(Math.hypot(x, y), z - 50) < 30;
            out[i] = 0.5f;
            out[i + 1] = 0;
            out[i + 2] = -0.5f;
            out[i + VoxelGrid.DENSITY] = solid ? 1 : VoxelGrid.EMPTY_DENSITY;
          }
        });
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                // as the launcher does
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                RemixCommand.class.getName(),
                "export",
                large.toString(),
                "--out",
                folder.resolve(name).toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(folder.resolve(name)).isNotEmptyFile();
    assertThat(said).contains(name + ": ");
  }
}
