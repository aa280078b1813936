package org.sceneremix.viewer.tiles;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.sceneremix.gan.sample.TileSet;
import org.sceneremix.viewer.export.GridExport;
import org.sceneremix.viewer.export.ProvenanceSidecar;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.export.ScaledGrid;
import org.sceneremix.volume.io.GridSource;

/**
 * Tiles as files of other programs, with a manifest.
 *
 * <p>Volumes hold the voxels of a tile. Surfaces are made of a tile with what lies around it
 * wherever it is laid, and reach from the middles of its first voxels to those of the next tile's:
 * where they are cut, vertices of neighbours lie at the same places and have the same normals.
 */
public final class TileExport {

  /** Voxels around a tile that its surface depends on. */
  private static final int MARGIN = 4;

  private TileExport() {}

  /**
   * Writes all tiles, and then the manifest.
   *
   * @param out folder that they are written to
   * @param ending of their names
   * @param export the way that a file of this name is written
   * @param scale units of the files that a unit of the tiles becomes
   * @param parameters of the export, for the manifest
   * @param progress told the share that is done; what it throws ends the work
   */
  public static void write(
      TileFolder tiles,
      Path out,
      String ending,
      Function<Path, GridExport> export,
      double scale,
      ObjectNode parameters,
      DoubleConsumer progress)
      throws IOException {
    TileSet set = tiles.set();
    TileGround ground = new TileGround(tiles, 1);
    for (int tile = 0; tile < set.count(); tile++) {
      int number = tile;
      DoubleConsumer told = share -> progress.accept((number + share) / set.count());
      GridExport one = export.apply(out.resolve(TileFolder.fileName(set, tile, ending)));
      if (one.isOfSurfaces()) {
        int margin = Math.min(MARGIN, tiles.shared());
        GridSource around = GridSource.of(ground.withSurroundings(tile, margin));
        one.writePart(new ScaledGrid(around, scale), part(tiles, scale), told);
      } else {
        one.write(new ScaledGrid(tiles.source(tile), scale), told);
      }
    }
    TileFolder.writeManifest(
        out,
        set,
        ending,
        tiles.header().size(),
        new ScaledGrid(tiles.source(0), scale).box(),
        tiles.shared(),
        ProvenanceSidecar.exported(parameters, tiles.header().metadata()));
  }

  /** The box of a tile, moved by half a voxel along x and y. */
  private static Aabb part(TileFolder tiles, double scale) throws IOException {
    GridSource tile = new ScaledGrid(tiles.source(0), scale);
    double x = 0.5 * tile.voxelX();
    double y = 0.5 * tile.voxelY();
    Aabb box = tile.box();
    return new Aabb(
        box.minX() + x, box.minY() + y, box.minZ(), box.maxX() + x, box.maxY() + y, box.maxZ());
  }
}
