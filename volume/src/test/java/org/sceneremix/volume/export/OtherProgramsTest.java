package org.sceneremix.volume.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.testing.Prerequisite;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.Scenes;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.mesh.GlbWriter;
import org.sceneremix.volume.mesh.MarchingCubes;
import org.sceneremix.volume.mesh.Mesh;
import org.sceneremix.volume.mesh.ModelFile;
import org.sceneremix.volume.mesh.ObjWriter;
import org.sceneremix.volume.mesh.PlyWriter;

/** Other programs read from our files what we wrote into them. */
class OtherProgramsTest {

  @TempDir private Path folder;

  /** Larger than a 128^3 block along x, with ends that fill no 8^3 leaf, and an empty part. */
  private final VoxelGrid grid = blob();

  private static VoxelGrid blob() {
    VoxelGrid grid = Scenes.random(131, 21, 13, new Aabb(-2, 1, -0.5, 11.1, 3.5, 1), 7);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          if (x < 100 && Math.hypot(x - 50, y - 9) > 7) {
            grid.data()[grid.index(x, y, z) + VoxelGrid.DENSITY] = VoxelGrid.EMPTY_DENSITY;
          }
        }
      }
    }
    return grid;
  }

  @BeforeEach
  void describeField() throws IOException {
    PythonScript.writeRaw(grid.data(), folder.resolve("field.f32"));
    Aabb b = grid.box();
    Files.writeString(
        folder.resolve("field.json"),
        String.format(
            Locale.ROOT,
            "{\"size\": [%d, %d, %d], \"box\": [%s, %s, %s, %s, %s, %s], \"densityScale\": %s}",
            grid.nx(),
            grid.ny(),
            grid.nz(),
            b.minX(),
            b.minY(),
            b.minZ(),
            b.maxX(),
            b.maxY(),
            b.maxZ(),
            grid.densityScale()));
    try (InputStream resource = getClass().getResourceAsStream("field.py")) {
      Files.copy(resource, folder.resolve("field.py"));
    }
  }

  @Test
  void numpyReadsTheSamples() throws Exception {
    NpzWriter.write(GridSource.of(grid), folder.resolve("field.npz"), share -> {});
    PythonScript.run("read_npz", "numpy", "python3-numpy", folder);
  }

  @Test
  void vtkReadsTheVolume() throws Exception {
    NrrdWriter.write(GridSource.of(grid), folder.resolve("field.nrrd"), share -> {});
    PythonScript.run("read_nrrd", "vtk", "python3-vtk9 python3-numpy", folder);
  }

  @Test
  void openVdbReadsTheGrids() throws Exception {
    VdbWriter.write(GridSource.of(grid), folder.resolve("field.vdb"), share -> {});
    PythonScript.run("read_vdb", "pyopenvdb", "python3-openvdb", folder);
  }

  @Test
  void vdbPrintFindsTheActiveVoxels() throws Exception {
    Path file = folder.resolve("field.vdb");
    VdbWriter.write(GridSource.of(grid), file, share -> {});
    String text = PythonScript.output(folder, List.of("vdb_print", "-l", file.toString()));
    Prerequisite.that(
        text != null, "there is no vdb_print here; on Debian: apt-get install libopenvdb-tools");
    long occupied = 0;
    for (int i = VoxelGrid.DENSITY; i < grid.data().length; i += VoxelGrid.CHANNELS) {
      occupied += grid.data()[i] > 0 ? 1 : 0;
    }
    String density = text.substring(text.indexOf("Name: density"));
    assertThat(density.lines().filter(line -> line.contains("Number of active voxels")).toList())
        .singleElement()
        .asString()
        .endsWith(String.format(Locale.US, "%,d", occupied));
  }

  @Test
  void aVdbOfNothingHasNoVoxels() throws Exception {
    Path file = folder.resolve("empty.vdb");
    VdbWriter.write(GridSource.of(VoxelGrid.empty(5, 5, 5, grid.box(), 1)), file, share -> {});
    String text = PythonScript.output(folder, List.of("vdb_print", "-l", file.toString()));
    Prerequisite.that(
        text != null, "there is no vdb_print here; on Debian: apt-get install libopenvdb-tools");
    assertThat(text).contains("Name: density", "Name: color");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ply", "obj", "glb"})
  void vtkReadsTheMeshAndFindsNoHole(String ending) throws Exception {
    Mesh mesh = MarchingCubes.surface(GridSource.of(grid), 0.1f, share -> {});
    Path file = folder.resolve("mesh." + ending);
    try (ModelFile model =
        switch (ending) {
          case "ply" -> new PlyWriter(file);
          case "obj" -> new ObjWriter(file);
          default -> new GlbWriter(file);
        }) {
      model.add("scene", mesh);
      model.finish();
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(ending);
    arguments.add(Integer.toString(mesh.vertexCount()));
    arguments.add(Integer.toString(mesh.triangleCount()));
    for (int axis = 0; axis < 3; axis++) {
      float min = Float.MAX_VALUE;
      float max = -Float.MAX_VALUE;
      for (int i = axis; i < mesh.positions().length; i += 3) {
        min = Math.min(min, mesh.positions()[i]);
        max = Math.max(max, mesh.positions()[i]);
      }
      arguments.add(Float.toString(min));
      arguments.add(Float.toString(max));
    }
    PythonScript.run(
        "read_mesh", "vtk", "python3-vtk9 python3-numpy", folder, arguments.toArray(String[]::new));
  }
}
