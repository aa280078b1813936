package org.sceneremix.viewer.tiles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.sceneremix.gan.sample.TileSet;
import org.sceneremix.gan.sample.TileSet.Corners;
import org.sceneremix.viewer.export.ProvenanceSidecar;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.AtomicFile;
import org.sceneremix.volume.io.GeometryJson;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.GridHeader;
import org.sceneremix.volume.io.GridSource;
import org.sceneremix.volume.io.Provenance;

/**
 * A folder of tiles, {@code tile-00.grid} and so on, and a manifest that says how they fit.
 *
 * @param path of the folder
 * @param set that the tiles are of
 * @param header of the first tile; all have its size and its box, and are moved by multiples of the
 *     latter's sides to where they shall lie
 * @param shared voxels along x and y from a side of a tile that were made in one piece with what
 *     lies beyond it
 */
public record TileFolder(Path path, TileSet set, GridHeader header, int shared) {

  /** Name of the manifest in the folder. */
  public static final String MANIFEST = "tiles.json";

  private static final String TILES = "tiles";
  private static final String CORNERS = "corners";
  private static final String SHARED = "shared";

  /** Whether a folder holds tiles. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(MANIFEST));
  }

  /**
   * Opens a folder.
   *
   * @throws IOException if it is no folder of tiles, or its manifest does not go with them
   */
  public static TileFolder open(Path folder) throws IOException {
    Path manifest = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(manifest)) {
      throw new NoSuchFileException(manifest.toString());
    }
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(Files.readAllBytes(manifest));
    } catch (JsonProcessingException e) {
      throw damaged(manifest, "it is not JSON");
    }
    JsonNode tiles = json.path(TILES);
    if (!tiles.isArray() || tiles.isEmpty() || tiles.size() > TileSet.MOST) {
      throw damaged(manifest, "it lists no tiles");
    }
    TileSet set = new TileSet(tiles.size());
    for (int tile = 0; tile < set.count(); tile++) {
      if (!tiles.path(tile).path("file").asText().equals(fileName(set, tile, ".grid"))) {
        throw damaged(manifest, "its tile " + tile + " is no " + fileName(set, tile, ".grid"));
      }
      if (!tiles.path(tile).path(CORNERS).equals(corners(set.corners(tile)))) {
        throw damaged(
            manifest, "its tile " + tile + " has not the corners that such a set gives it");
      }
    }
    GridHeader header = GridFile.readHeader(folder.resolve(fileName(set, 0, ".grid")));
    int least = Math.min(header.size().nx(), header.size().ny());
    return new TileFolder(
        folder, set, header, Math.max(1, Math.min(json.path(SHARED).asInt(), least)));
  }

  private static IOException damaged(Path manifest, String why) {
    return new IOException(
        manifest
            + " is not as 'remix sample --tiles' writes it: "
            + why
            + "; make the tiles again");
  }

  /** Name of a tile's file. */
  public static String fileName(TileSet set, int tile, String ending) {
    int digits = Math.max(2, String.valueOf(set.count() - 1).length());
    return String.format(Locale.ROOT, "tile-%0" + digits + "d%s", tile, ending);
  }

  private static ArrayNode corners(Corners corners) {
    return JsonNodeFactory.instance
        .arrayNode()
        .add(corners.lowLow())
        .add(corners.highLow())
        .add(corners.lowHigh())
        .add(corners.highHigh());
  }

  /** A tile, read slice by slice. */
  GridSource source(int tile) throws IOException {
    Path file = path.resolve(fileName(set, tile, ".grid"));
    GridSource source = GridFile.source(file);
    if (!source.size().equals(header.size()) || !source.box().equals(header.box())) {
      throw new IOException(
          file + " is not of the size of the other tiles beside it; make the tiles again");
    }
    return source;
  }

  /** A tile, read. */
  VoxelGrid tile(int tile) throws IOException {
    return source(tile).inMemory();
  }

  /**
   * Writes a manifest.
   *
   * @param folder that the tiles are in
   * @param ending of their names
   * @param box that every tile fills, units of the files
   * @param made how they were made
   */
  static void writeManifest(
      Path folder,
      TileSet set,
      String ending,
      GridSize voxels,
      Aabb box,
      int shared,
      Provenance made)
      throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", "corner tiles");
    json.put("colours", set.colours());
    json.set("voxels", GeometryJson.of(voxels));
    json.putArray("size").add(box.sizeX()).add(box.sizeY()).add(box.sizeZ());
    json.set("box", GeometryJson.of(box));
    json.put(SHARED, shared);
    json.put(
        "rule",
        "corners: colours at (low x, low y), (high x, low y), (low x, high y), (high x, high y);"
            + " tiles may lie side by side where the colours of the two corners that they share"
            + " are the same, moved by multiples of size along x and y, never turned");
    ArrayNode tiles = json.putArray(TILES);
    for (int tile = 0; tile < set.count(); tile++) {
      ObjectNode entry = tiles.addObject().put("file", fileName(set, tile, ending));
      entry.set(CORNERS, corners(set.corners(tile)));
    }
    json.put(ProvenanceSidecar.LICENCE, ProvenanceSidecar.licence(made).orElse(null));
    json.set(Provenance.FIELD, made.toJson());
    AtomicFile.writeText(
        folder.resolve(MANIFEST),
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
  }
}
