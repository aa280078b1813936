package org.sceneremix.viewer.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.renderer.texture.SurfaceModel;
import org.sceneremix.viewer.export.GridExport;
import org.sceneremix.viewer.export.MeshExport;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;

class TileFolderTest {

  private static final double EDGE = 0.25;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    SmallTiles.write(folder);
  }

  @Test
  void aGroundIsWhatTheSetLaysThere() throws IOException {
    VoxelGrid part = TileGround.open(folder).part(-1, 2, 3, 2);
    assertThat(part.nx()).isEqualTo(3 * SmallTiles.NX);
    assertThat(part.ny()).isEqualTo(2 * SmallTiles.NY);
    assertThat(part.box()).isEqualTo(new Aabb(-4.5, 4, 0, 4.5, 9, 2));
    for (int v = 0; v < part.voxelCount(); v++) {
      int x = v % part.nx();
      int y = v / part.nx() % part.ny();
      int z = v / part.nx() / part.ny();
      int tile = SmallTiles.SET.at(1, x / SmallTiles.NX - 1, y / SmallTiles.NY + 2);
      assertThat(part.density(x, y, z))
          .isEqualTo(SmallTiles.tile(tile).density(x % SmallTiles.NX, y % SmallTiles.NY, z));
    }
  }

  @Test
  void whatLiesAroundAPlaceIsTheSameGround() throws IOException {
    TileGround ground = TileGround.open(folder);
    TileGround.Place place = ground.at(100, -50);
    VoxelGrid around = ground.around(place);
    assertThat(around.box().contains(100, -50, 1)).isTrue();
    assertThat(ground.at(around.box().centreX(), around.box().centreY())).isEqualTo(place);
    assertThat(around.nx()).isEqualTo(9 * SmallTiles.NX);
    assertThat(around.data()).isEqualTo(ground.part(place.x() - 4, place.y() - 4, 9, 9).data());
  }

  /** A vertex of an .obj. */
  private record Vertex(double[] position, double[] normal) {

    /** Its position, moved along an axis. */
    String moved(int axis, double distance) {
      double[] p = position.clone();
      p[axis] += distance;
      return String.format(Locale.ROOT, "%.4f %.4f %.4f", p[0], p[1], p[2]);
    }
  }

  /** The open edges of an .obj: those of one triangle alone. */
  private static List<List<Vertex>> openEdges(Path file) throws IOException {
    List<double[]> positions = new ArrayList<>();
    List<double[]> normals = new ArrayList<>();
    Map<List<Integer>, Integer> triangles = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split("[ /]+");
      if (words[0].equals("v") || words[0].equals("vn")) {
        double[] values = Arrays.stream(words, 1, 4).mapToDouble(Double::parseDouble).toArray();
        (words[0].equals("v") ? positions : normals).add(values);
      } else if (words[0].equals("f")) {
        // each number is there twice, for the vertex and its normal
        for (int i = 0; i < 3; i++) {
          int from = Integer.parseInt(words[1 + 2 * i]);
          int to = Integer.parseInt(words[1 + 2 * ((i + 1) % 3)]);
          triangles.merge(List.of(Math.min(from, to), Math.max(from, to)), 1, Integer::sum);
        }
      }
    }
    return triangles.entrySet().stream()
        .filter(edge -> edge.getValue() == 1)
        .map(
            edge ->
                edge.getKey().stream()
                    .map(v -> new Vertex(positions.get(v - 1), normals.get(v - 1)))
                    .toList())
        .toList();
  }

  /**
   * Open edges within a voxel of a plane across an axis, but for those within a voxel of the tile's
   * other sides, and the normals of their vertices by position.
   */
  private static Map<String, double[]> edgesAt(
      List<List<Vertex>> edges, int axis, double plane, double move, Set<Set<String>> found) {
    double low = 2 * (axis == 1 ? SmallTiles.BOX.minX() : SmallTiles.BOX.minY());
    double high = 2 * (axis == 1 ? SmallTiles.BOX.maxX() : SmallTiles.BOX.maxY());
    double voxel = 2 * EDGE + 1e-6;
    Map<String, double[]> normals = new HashMap<>();
    for (List<Vertex> edge : edges) {
      boolean isNear = edge.stream().allMatch(v -> Math.abs(v.position()[axis] - plane) < voxel);
      boolean isBetween =
          edge.stream()
              .map(v -> v.position()[1 - axis] - EDGE)
              .allMatch(across -> across > low + voxel && across < high - voxel);
      if (isNear && isBetween) {
        found.add(edge.stream().map(v -> v.moved(axis, move)).collect(Collectors.toSet()));
        edge.forEach(v -> normals.put(v.moved(axis, move), v.normal()));
      }
    }
    return normals;
  }

  private Path exported(MeshExport mesh, String ending, double scale) throws IOException {
    Path out = Files.createDirectories(folder.resolve("out"));
    TileExport.write(
        TileFolder.open(folder),
        out,
        ending,
        file -> GridExport.to(file, false, mesh),
        scale,
        JsonNodeFactory.instance.objectNode(),
        share -> {});
    return out;
  }

  /** The set has one colour of corners, so any tile may lie beside and beyond any other. */
  @ParameterizedTest
  @CsvSource({"0,SMOOTH", "1,SMOOTH", "0,SHARP", "1,SHARP"})
  void surfacesOfNeighboursMeetWithoutASeam(int axis, MeshExport.Quality quality)
      throws IOException {
    SurfaceModel levels = new SurfaceModel(Optional.empty(), 1, false, true);
    MeshExport mesh =
        new MeshExport(Optional.empty(), quality, Optional.of(levels), Optional.empty());
    Path out = exported(mesh, ".obj", 2);
    double side = 2 * (axis == 0 ? SmallTiles.BOX.sizeX() : SmallTiles.BOX.sizeY());
    double low = 2 * (axis == 0 ? SmallTiles.BOX.minX() : SmallTiles.BOX.minY()) + EDGE;
    int across = axis == 0 ? SmallTiles.NY : SmallTiles.NX;
    for (String level : List.of(".obj", "-lod1.obj")) {
      for (int one = 0; one < 3; one++) {
        Set<Set<String>> ends = new HashSet<>();
        Map<String, double[]> normals =
            edgesAt(openEdges(out.resolve("tile-0" + one + level)), axis, low + side, 0, ends);
        // above and below, on most voxels
        assertThat(ends).hasSizeGreaterThan(across);
        for (int other = 0; other < 3; other++) {
          Set<Set<String>> begins = new HashSet<>();
          Map<String, double[]> others =
              edgesAt(openEdges(out.resolve("tile-0" + other + level)), axis, low, side, begins);
          assertThat(begins).isEqualTo(ends);
          others.forEach(
              (position, normal) ->
                  assertThat(normals.get(position)).containsExactly(normal, within(1e-3)));
        }
      }
    }
  }

  @Test
  void trianglesOfATileAreCountedOnceWhereverItLies() throws IOException {
    Path out = exported(MeshExport.plain(Optional.empty()), ".obj", 1);
    double high = SmallTiles.BOX.maxX() + EDGE;
    for (String line : Files.readAllLines(out.resolve("tile-01.obj"))) {
      if (line.startsWith("v ")) {
        assertThat(Double.parseDouble(line.split(" ")[1])).isBetween(-1.5 + 0.12, high);
      }
    }
    assertThat(out.resolve("tile-02.obj")).isNotEmptyFile();
  }

  @Test
  void theManifestOfAnExportNamesItsFiles() throws IOException {
    Path out = exported(MeshExport.plain(Optional.empty()), ".nrrd", 10);
    JsonNode manifest = new ObjectMapper().readTree(out.resolve("tiles.json").toFile());
    assertThat(manifest.path("tiles")).hasSize(3);
    for (JsonNode tile : manifest.path("tiles")) {
      assertThat(out.resolve(tile.path("file").asText())).isNotEmptyFile();
      assertThat(tile.path("corners").toString()).isEqualTo("[0,0,0,0]");
    }
    assertThat(manifest.path("size").path(0).asDouble()).isEqualTo(30);
    assertThat(manifest.path("provenance").path("verb").asText()).isEqualTo("export");
    assertThat(manifest.has("licence")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = GridExport.Format.class,
      names = {"GLB", "PLY"})
  void splatsLieInTheirTile(GridExport.Format format) throws IOException {
    Path out = Files.createDirectories(folder.resolve("splats"));
    TileExport.write(
        TileFolder.open(folder),
        out,
        format.ending(),
        file -> GridExport.to(file, true, Optional.empty()),
        1,
        JsonNodeFactory.instance.objectNode(),
        share -> {});
    assertThat(out.resolve("tile-02" + format.ending())).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource({
    "'{',JSON",
    "'{}',no tiles",
    "'{\"tiles\":[{\"file\":\"../x.grid\",\"corners\":[0,0,0,0]}]}',no tile-00.grid",
    "'{\"tiles\":[{\"file\":\"tile-00.grid\",\"corners\":[0,1,0,0]}]}',corners",
  })
  void aManifestOfAnotherKindIsRefusedInOneSentence(String json, String says) throws IOException {
    Files.writeString(folder.resolve("tiles.json"), json);
    assertThatThrownBy(() -> TileFolder.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(says)
        .hasMessageContaining("make the tiles again");
  }

  @Test
  void aTileOfAnotherSizeIsRefused() throws IOException {
    VoxelGrid other = VoxelGrid.empty(4, 4, 4, SmallTiles.BOX, 1);
    new GridFile(other, JsonNodeFactory.instance.objectNode())
        .write(folder.resolve("tile-01.grid"));
    TileGround ground = TileGround.open(folder);
    assertThatThrownBy(() -> ground.part(0, 0, 9, 9))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tile-01.grid");
  }
}
