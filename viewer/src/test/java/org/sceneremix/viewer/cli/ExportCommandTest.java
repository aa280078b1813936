package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

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
  @ValueSource(strings = {"a.npz", "a.nrrd", "a.vdb", "a.ply", "a.obj", "a.GLB"})
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
  }

  @Test
  void whatMakesNoSenseIsWrongUsage() {
    assertThat(export("a.xyz").status()).isEqualTo(2);
    assertThat(export("a.obj", "--splats").status()).isEqualTo(2);
    assertThat(export("a.vdb", "--level", "0.5").status()).isEqualTo(2);
    assertThat(export("a.ply", "--level", "-1").status()).isEqualTo(2);
  }

  @Test
  void anEmptyMeshIsNoGlb() {
    CommandRun run = export("a.glb", "--level", "2");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no surface");
    assertThat(folder.resolve("a.glb")).doesNotExist();
  }
}
