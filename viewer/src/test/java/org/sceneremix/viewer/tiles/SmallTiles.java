package org.sceneremix.viewer.tiles;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.sceneremix.gan.sample.TileSet;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.Provenance;

/**
 * Folders of three tiles with one border: a slab with a bump on every corner, one in the middle.
 */
public final class SmallTiles {

  static final int NX = 12;
  static final int NY = 10;
  static final int NZ = 8;

  /** Voxels from a side that all tiles have alike. */
  static final int SHARED = 4;

  static final Aabb BOX = new Aabb(-1.5, -1, 0, 1.5, 1.5, 2);
  static final TileSet SET = new TileSet(3);

  private SmallTiles() {}

  /** Writes one. */
  public static void write(Path folder) throws IOException {
    for (int tile = 0; tile < SET.count(); tile++) {
      new GridFile(tile(tile), JsonNodeFactory.instance.objectNode())
          .write(folder.resolve(TileFolder.fileName(SET, tile, ".grid")));
    }
    Provenance made =
        new Provenance(
            "remix",
            "1",
            "sample",
            JsonNodeFactory.instance.objectNode(),
            OptionalLong.of(1),
            Optional.empty());
    TileFolder.writeManifest(folder, SET, ".grid", new GridSize(NX, NY, NZ), BOX, SHARED, made);
  }

  static VoxelGrid tile(int number) {
    VoxelGrid grid = VoxelGrid.empty(NX, NY, NZ, BOX, 40);
    for (int y = 0; y < NY; y++) {
      for (int x = 0; x < NX; x++) {
        int fromCorner = Math.min(x, NX - 1 - x) + Math.min(y, NY - 1 - y);
        boolean isInside = x >= SHARED && x < NX - SHARED && y >= SHARED && y < NY - SHARED;
        double height = 2.3 + 1.7 * Math.exp(-0.4 * fromCorner) + 0.1 * x % 0.7;
        height = isInside ? 2 + number : height;
        for (int z = 0; z < NZ; z++) {
          int at = grid.index(x, y, z);
          grid.data()[at + VoxelGrid.RED] = isInside ? number - 1 : 0.4f * (float) Math.sin(x);
          double density = Math.max(-1, Math.min(1, height - z));
          grid.data()[at + VoxelGrid.DENSITY] = (float) density;
        }
      }
    }
    return grid;
  }
}
