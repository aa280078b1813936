package org.sceneremix.viewer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.renderer.texture.SurfaceModel;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.mesh.DualContouring;
import org.sceneremix.volume.mesh.MarchingCubes;
import org.sceneremix.volume.mesh.Mesh;
import org.sceneremix.volume.splat.Splats;
import org.sceneremix.volume.splat.SurfaceSplats;

/** A ground that is exported in pieces is compared with the same one made as a whole. */
class LargeGroundTest {

  private static final int NX = 520;
  private static final float LEVEL = 0.1f;

  private static final SurfaceModel.TextureSize SMALL =
      new SurfaceModel.TextureSize(OptionalDouble.empty(), OptionalInt.of(256));

  @TempDir private Path folder;

  /** Hills in colours that change along x and y. */
  private static GridSource hills() {
    VoxelGrid grid = VoxelGrid.empty(NX, 20, 10, new Aabb(0.3, -1, 0, 52.3, 1, 1), 90);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          int at = grid.index(x, y, z);
          double height = 5 + 2 * Math.sin(0.21 * x) * Math.cos(0.4 * y);
          grid.data()[at] = (float) Math.sin(0.05 * x);
          grid.data()[at + 1] = (float) Math.cos(0.1 * y);
          grid.data()[at + 2] = (float) (0.2 * z - 1);
          grid.data()[at + VoxelGrid.DENSITY] =
              (float) Math.max(-1, Math.min(1, 0.6 * (height - z)));
        }
      }
    }
    return GridSource.of(grid);
  }

  private String export(String name, MeshExport.Quality quality, Optional<SurfaceModel> model)
      throws IOException {
    MeshExport mesh = new MeshExport(Optional.of(LEVEL), quality, model, Optional.empty());
    return GridExport.to(folder.resolve(name), false, mesh).write(hills(), share -> {});
  }

  private static Optional<SurfaceModel> textured(SurfaceModel.TextureSize size, int levels) {
    return Optional.of(new SurfaceModel(Optional.of(size), levels, false, false));
  }

  private List<String> words(String name, String first) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve(name))) {
      return lines
          .filter(line -> line.startsWith(first + " "))
          .map(line -> line.substring(first.length() + 1))
          .toList();
    }
  }

  /** Position of a vertex as the .obj has it. */
  private static String position(String vertex) {
    return Arrays.stream(vertex.split(" ")).limit(3).collect(Collectors.joining(" "));
  }

  private static String position(Mesh mesh, int vertex) {
    float[] p = mesh.positions();
    return p[3 * vertex] + " " + p[3 * vertex + 1] + " " + p[3 * vertex + 2];
  }

  /** Triangles by the positions of their corners, the least one first, in order. */
  private static List<String> sorted(Stream<List<String>> triangles) {
    return triangles
        .map(
            t -> {
              int least =
                  IntStream.range(0, 3).boxed().min((a, b) -> t.get(a).compareTo(t.get(b))).get();
              return t.get(least) + "; " + t.get((least + 1) % 3) + "; " + t.get((least + 2) % 3);
            })
        .sorted()
        .toList();
  }

  private static List<String> triangles(Mesh mesh) {
    return sorted(
        IntStream.range(0, mesh.triangleCount())
            .mapToObj(
                t ->
                    IntStream.range(3 * t, 3 * t + 3)
                        .mapToObj(i -> position(mesh, mesh.triangles()[i]))
                        .toList()));
  }

  private List<String> triangles(String obj) throws IOException {
    List<String> vertices = words(obj, "v");
    return sorted(
        words(obj, "f").stream()
            .map(
                face ->
                    Arrays.stream(face.split(" "))
                        .map(c -> position(vertices.get(Integer.parseInt(c.split("/")[0]) - 1)))
                        .toList()));
  }

  private static Mesh whole(MeshExport.Quality quality) throws IOException {
    return quality == MeshExport.Quality.SHARP
        ? DualContouring.surface(hills(), LEVEL, share -> {})
        : MarchingCubes.surface(hills(), LEVEL, share -> {});
  }

  @ParameterizedTest
  @EnumSource(MeshExport.Quality.class)
  void oneMeshOfPiecesIsThatOfTheWhole(MeshExport.Quality quality) throws IOException {
    Mesh whole = whole(quality);
    assertThat(export("a.obj", quality, Optional.empty()))
        .isEqualTo(whole.vertexCount() + " vertices, " + whole.triangleCount() + " triangles");
    assertThat(triangles("a.obj")).isEqualTo(triangles(whole));
    Map<String, Integer> number = new HashMap<>();
    for (int v = 0; v < whole.vertexCount(); v++) {
      number.put(position(whole, v), v);
    }
    List<String> vertices = words("a.obj", "v");
    List<String> normals = words("a.obj", "vn");
    for (int i = 0; i < vertices.size(); i++) {
      int v = number.get(position(vertices.get(i)));
      String[] normal = normals.get(i).split(" ");
      String[] values = vertices.get(i).split(" ");
      for (int k = 0; k < 3; k++) {
        assertThat(Double.parseDouble(normal[k]))
            .isCloseTo(whole.normals()[3 * v + k], within(1e-3));
        assertThat(Double.parseDouble(values[3 + k]))
            .isCloseTo(whole.colours()[3 * v + k], within(1e-3));
      }
    }
    assertThat(folder).isDirectoryContaining("glob:**a.obj");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void piecesWithTexturesHaveTheTrianglesOfTheWholeAndItsColours() throws IOException {
    assertThat(
            export(
                "a.obj", MeshExport.Quality.SMOOTH, textured(SurfaceModel.TextureSize.SUITABLE, 0)))
        .contains("3 textures");
    Mesh whole = whole(MeshExport.Quality.SMOOTH);
    assertThat(triangles("a.obj")).isEqualTo(triangles(whole));
    Map<String, Integer> number = new HashMap<>();
    for (int v = 0; v < whole.vertexCount(); v++) {
      number.put(position(whole, v), v);
    }
    List<String> vertices = words("a.obj", "v");
    List<String> coordinates = words("a.obj", "vt");
    String material = Files.readString(folder.resolve("a.mtl"));
    int piece = 0;
    BufferedImage picture = null;
    double worst = 0;
    for (String line : Files.readAllLines(folder.resolve("a.obj"))) {
      if (line.startsWith("usemtl ")) {
        piece++;
        String suffix = piece == 1 ? "" : "-" + piece;
        assertThat(line).isEqualTo("usemtl photographed" + suffix);
        assertThat(material)
            .contains("newmtl photographed" + suffix + "\n")
            .contains("map_Kd a-colour" + suffix + ".png")
            .contains("norm a-normals" + suffix + ".png");
        picture = ImageIO.read(folder.resolve("a-colour" + suffix + ".png").toFile());
      } else if (line.startsWith("f ")) {
        for (String corner : line.substring(2).split(" ")) {
          int vertex = Integer.parseInt(corner.split("/")[0]) - 1;
          String[] uv = coordinates.get(vertex).split(" ");
          int column = (int) (Double.parseDouble(uv[0]) * picture.getWidth());
          int row = (int) ((1 - Double.parseDouble(uv[1])) * picture.getHeight());
          int rgb = picture.getRGB(column, row);
          int v = number.get(position(vertices.get(vertex)));
          for (int k = 0; k < 3; k++) {
            double shown = (rgb >> 16 - 8 * k & 255) / 255.0;
            worst = Math.max(worst, Math.abs(shown - whole.colours()[3 * v + k]));
          }
        }
      }
    }
    assertThat(piece).isEqualTo(3);
    // a texel is a quarter of a voxel; colours change by a tenth in one
    assertThat(worst).isLessThan(0.06);
  }

  @ParameterizedTest
  @CsvSource({"a.glb", "a-lod1.glb"})
  void aGlbHasANodeAndATextureForEachPiece(String name) throws IOException {
    export("a.glb", MeshExport.Quality.SMOOTH, textured(SMALL, 1));
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
    byte[] json = new byte[bytes.getInt(12)];
    bytes.get(20, json);
    JsonNode root = new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
    assertThat(root.path("nodes")).hasSize(3);
    assertThat(root.path("images")).hasSize(6);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      names.add(root.at("/nodes/" + i + "/name").asText());
      assertThat(root.at("/meshes/" + i + "/primitives/0/material").asInt()).isEqualTo(i);
      assertThat(root.at("/materials/" + i + "/normalTexture/index").asInt()).isEqualTo(2 * i + 1);
    }
    assertThat(names).containsExactly("scene", "scene-2", "scene-3");
  }

  @Test
  void levelsThatAreNotReachedLeaveNoFiles() throws IOException {
    String said = export("a.obj", MeshExport.Quality.SMOOTH, textured(SMALL, 8));
    // V vertices, T triangles (coarser: A, B), 3 textures
    long levels = said.chars().filter(c -> c == ',').count();
    try (Stream<Path> files = Files.list(folder)) {
      // .obj, .mtl and two pictures of three pieces
      assertThat(files).hasSize((int) (8 * levels));
    }
  }

  @Test
  void splatsOfPiecesCoverTheGroundOnce() throws IOException {
    Path file = folder.resolve("a.spz");
    Splats whole = SurfaceSplats.of(hills(), share -> {});
    Splats pieces = SplatExport.placed(hills(), file, share -> {});
    assertThat((double) pieces.count()).isCloseTo(whole.count(), within(0.03 * whole.count()));
    int[] inBrick = new int[NX / 8];
    for (int i = 0; i < pieces.count(); i++) {
      inBrick[(int) ((pieces.positions()[3 * i] - 0.3) / 0.8)]++;
    }
    int[] inWhole = new int[NX / 8];
    for (int i = 0; i < whole.count(); i++) {
      inWhole[(int) ((whole.positions()[3 * i] - 0.3) / 0.8)]++;
    }
    for (int brick = 0; brick < inBrick.length; brick++) {
      assertThat((double) inBrick[brick])
          .isCloseTo(inWhole[brick], within(4 + 0.3 * inWhole[brick]));
    }
  }
}
