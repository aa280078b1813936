package org.sceneremix.viewer.tiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.sceneremix.gan.sample.TileSet;
import org.sceneremix.gan.sample.TileSet.Corners;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * A ground without end, laid of tiles, of which any part can be looked at as a grid. The tile at
 * place (0, 0) lies where its own box does. Tiles are read when they are first needed, and kept.
 * Not safe for use by two threads at once.
 */
public final class TileGround {

  /** Voxels of a part that is looked at, at most, where that is more than nine tiles. */
  private static final long MOST_VOXELS = 12_000_000;

  /** Tiles along each side of a part that is looked at. */
  private static final int FEWEST = 3;

  private static final int MOST = 9;

  private final TileFolder folder;
  private final long number;
  private final Map<Integer, VoxelGrid> tiles = new HashMap<>();

  /** Says which tile lies at a place. */
  @FunctionalInterface
  private interface Laying {
    int at(int x, int y);
  }

  /** A place of a tile on the ground. */
  public record Place(int x, int y) {}

  /**
   * @param number of the ground: others are laid differently of the same tiles
   */
  public TileGround(TileFolder folder, long number) {
    this.folder = folder;
    this.number = number;
  }

  /** The ground number 1 of the tiles in a folder. */
  public static TileGround open(Path folder) throws IOException {
    return new TileGround(TileFolder.open(folder), 1);
  }

  /** The place whose tile lies at a point of the world. */
  public Place at(double x, double y) {
    Aabb box = folder.header().box();
    return new Place(
        (int) Math.floor((x - box.minX()) / box.sizeX()),
        (int) Math.floor((y - box.minY()) / box.sizeY()));
  }

  /**
   * The ground all around a place: an odd number of tiles along each side, 3 to 9, as many as
   * pictures of are drawn fast.
   */
  public VoxelGrid around(Place place) throws IOException {
    double most = Math.sqrt((double) MOST_VOXELS / folder.header().size().voxelCount());
    int reach = (Math.max(FEWEST, (int) Math.min(MOST, most)) - 1) / 2;
    int side = 2 * reach + 1;
    return part(place.x() - reach, place.y() - reach, side, side);
  }

  /**
   * A part of the ground.
   *
   * @param x first place along x
   * @param y first place along y
   * @param nx number of tiles along x
   * @param ny number of tiles along y
   * @throws IllegalArgumentException if it has more voxels than one array can hold
   */
  public VoxelGrid part(int x, int y, int nx, int ny) throws IOException {
    GridSize tile = folder.header().size();
    return cut(
        (i, j) -> folder.set().at(number, i, j),
        x * tile.nx(),
        y * tile.ny(),
        new GridSize(nx * tile.nx(), ny * tile.ny(), tile.nz()));
  }

  /**
   * A tile with what lies around it, wherever it is laid.
   *
   * @param margin voxels on every side, no more than are shared
   */
  VoxelGrid withSurroundings(int tile, int margin) throws IOException {
    TileSet set = folder.set();
    Corners own = set.corners(tile);
    int[][] colours = {
      {0, 0, 0, 0},
      {0, own.lowLow(), own.highLow(), 0},
      {0, own.lowHigh(), own.highHigh(), 0},
      {0, 0, 0, 0}
    };
    Laying around =
        (i, j) ->
            i == 0 && j == 0
                ? tile
                : set.tile(
                    new Corners(
                        colours[j + 1][i + 1],
                        colours[j + 1][i + 2],
                        colours[j + 2][i + 1],
                        colours[j + 2][i + 2]),
                    0);
    GridSize size = folder.header().size();
    return cut(
        around,
        -margin,
        -margin,
        new GridSize(size.nx() + 2 * margin, size.ny() + 2 * margin, size.nz()));
  }

  /** Voxels of the ground, from the voxel (x0, y0) of the tile at place (0, 0) on. */
  private VoxelGrid cut(Laying laying, int x0, int y0, GridSize size) throws IOException {
    GridSize tile = folder.header().size();
    float[] samples = new float[VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz())];
    for (int y = 0; y < size.ny(); y++) {
      int tileY = Math.floorDiv(y0 + y, tile.ny());
      int inY = Math.floorMod(y0 + y, tile.ny());
      for (int x = 0; x < size.nx(); ) {
        int inX = Math.floorMod(x0 + x, tile.nx());
        int run = Math.min(tile.nx() - inX, size.nx() - x);
        VoxelGrid from = tile(laying.at(Math.floorDiv(x0 + x, tile.nx()), tileY));
        for (int z = 0; z < size.nz(); z++) {
          int to = ((z * size.ny() + y) * size.nx() + x) * VoxelGrid.CHANNELS;
          int length = run * VoxelGrid.CHANNELS;
          System.arraycopy(from.data(), from.index(inX, inY, z), samples, to, length);
        }
        x += run;
      }
    }
    Aabb box = folder.header().box();
    double edgeX = box.sizeX() / tile.nx();
    double edgeY = box.sizeY() / tile.ny();
    Aabb filled =
        new Aabb(
            box.minX() + x0 * edgeX,
            box.minY() + y0 * edgeY,
            box.minZ(),
            box.minX() + (x0 + size.nx()) * edgeX,
            box.minY() + (y0 + size.ny()) * edgeY,
            box.maxZ());
    return new VoxelGrid(
        size.nx(), size.ny(), size.nz(), filled, folder.header().densityScale(), samples);
  }

  private VoxelGrid tile(int number) throws IOException {
    VoxelGrid tile = tiles.get(number);
    if (tile == null) {
      tile = folder.tile(number);
      tiles.put(number, tile);
    }
    return tile;
  }
}
