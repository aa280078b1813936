package org.sceneremix.viewer.tiles;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.gan.sample.TileSet;
import org.sceneremix.gan.sample.Tiles;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.viewer.dataset.Remixes;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.GridFormatException;
import org.sceneremix.volume.io.Provenance;

/** The making of a folder of tiles. Called again, it goes on where it was. */
public final class TileMaking {

  private TileMaking() {}

  /**
   * Makes all tiles that are not there yet, and at the end the manifest.
   *
   * @param tiles of the remixes' model
   * @param settings that they are made with
   * @throws CancellationException if the progress is cancelled
   */
  public static void make(
      Remixes remixes,
      Tiles tiles,
      long seed,
      RemixSettings settings,
      Path folder,
      Progress progress)
      throws IOException {
    TileSet set = tiles.set();
    // a manifest is for tiles that are all there
    Files.deleteIfExists(folder.resolve(TileFolder.MANIFEST));
    double count = set.count();
    for (int tile = 0; tile < set.count(); tile++) {
      Path file = folder.resolve(TileFolder.fileName(set, tile, ".grid"));
      ObjectNode metadata = remixes.metadata("sample", parameters(set, tile), seed, settings);
      if (remixes.areReproducible() && isMade(file, metadata)) {
        continue;
      }
      tiles.write(
          tile,
          metadata,
          file,
          progress.part(
              tile / count, (tile + 1) / count, "tile " + (tile + 1) + " of " + set.count()));
    }
    GridSize voxels = remixes.remixer().resultSize(settings);
    ObjectNode metadata =
        remixes.metadata(
            "sample",
            JsonNodeFactory.instance.objectNode().put("tiles", set.count()),
            seed,
            settings);
    TileFolder.writeManifest(
        folder,
        set,
        ".grid",
        voxels,
        GridFile.readHeader(folder.resolve(TileFolder.fileName(set, 0, ".grid"))).box(),
        tiles.shared(),
        Provenance.inMetadata(metadata).orElseThrow());
  }

  private static ObjectNode parameters(TileSet set, int tile) {
    return JsonNodeFactory.instance.objectNode().put("tiles", set.count()).put("tile", tile);
  }

  /** Whether a file is there that was made the same way; files appear whole or not at all. */
  private static boolean isMade(Path file, ObjectNode metadata) throws IOException {
    try {
      // as text, as a number that was read may be of another type
      return Files.isRegularFile(file)
          && GridFile.readHeader(file).metadata().toString().equals(metadata.toString());
    } catch (GridFormatException e) {
      return false;
    }
  }
}
