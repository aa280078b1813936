package org.sceneremix.viewer.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
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

  /** Vertices of an .obj, as text, whose x lies on a plane; moved along x. */
  private static TreeSet<String> onPlane(Path file, double x, double move) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ");
      if (words[0].equals("v") && Math.abs(Double.parseDouble(words[1]) - x) < 1e-6) {
        found.add(
            String.format(
                Locale.ROOT,
                "%.4f %.4f %.4f",
                Double.parseDouble(words[1]) + move,
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3])));
      }
    }
    return found;
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

  @ParameterizedTest
  @CsvSource({"tile-00.obj,tile-01.obj", "tile-02.obj,tile-02.obj", "tile-00-lod1.obj,tile-02.obj"})
  void surfacesOfNeighboursMeetInTheSameVertices(String left, String right) throws IOException {
    SurfaceModel levels = new SurfaceModel(Optional.empty(), 1, false, true);
    MeshExport mesh =
        new MeshExport(
            Optional.empty(), MeshExport.Quality.SMOOTH, Optional.of(levels), Optional.empty());
    Path out = exported(mesh, ".obj", 2);
    double width = 2 * SmallTiles.BOX.sizeX();
    double low = 2 * SmallTiles.BOX.minX() + EDGE;
    TreeSet<String> cut = onPlane(out.resolve(left), low + width, 0);
    assertThat(cut).hasSizeGreaterThanOrEqualTo(2 * SmallTiles.NY);
    assertThat(onPlane(out.resolve(right), low, width)).isEqualTo(cut);
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
