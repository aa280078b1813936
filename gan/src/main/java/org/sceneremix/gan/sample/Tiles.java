package org.sceneremix.gan.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sceneremix.gan.lattice.Deviates;
import org.sceneremix.gan.sample.TileSet.Corners;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Remixes that are the tiles of a {@link TileSet}: any two that may lie side by side join without a
 * step, as what lies on both sides of a joint was made in one piece.
 *
 * <p>First a patch is made for each colour of a corner, then for each pair of colours the strip of
 * ground between two such patches, then each tile between the four strips around it, half of which
 * are its own:
 *
 * <pre>
 *      +--+------+--+
 *      |c2| strip|c3|      c0 to c3  patches of the corners' colours
 *      +--+------+--+      strip     of two colours, half in this tile, half in the next
 *      |  |      |  |
 *      |  | tile |  |
 *      +--+------+--+
 *      |c0|      |c1|
 *      +--+------+--+
 * </pre>
 *
 * <p>What is made stays as it is while what lies around it is made, and latents near it are those
 * that it was made from. No ground ends: nothing of the reference's own border is asked for.
 *
 * <p>A tile is a function of the set, the seed and the settings. Not safe for use by two threads at
 * once.
 */
public final class Tiles {

  /** Sites from a joint that are made with it: a typical thing is about five wide. */
  private static final int HALF_STRIP = 5;

  /** Least ratio of a tile's sites to those made with one joint, so that most are its own. */
  private static final int LARGEST_PART = 4;

  /** Fewest sites of a tile along x and y. */
  private static final int FEWEST_SITES = 8;

  private final Remixer remixer;
  private final SceneChain chain;
  private final TileSet set;
  private final long seed;
  private final RemixSettings settings;
  private final AxisLayout x;
  private final AxisLayout y;
  private final int nz;
  private final Map<Piece, SourceStore> made = new HashMap<>();

  /**
   * Layout of tiles and strips along an axis, voxels of the finest level.
   *
   * @param tile edge of a tile
   * @param half of a strip, so far a joint is made in one piece
   * @param margin that is made beside a strip, for its sake only
   */
  private record AxisLayout(int tile, int half, int margin) {

    /**
     * @param sites of a tile
     * @param voxels of the reference at the finest level, and at the coarsest
     */
    static AxisLayout of(int tile, int sites, int voxels, int coarsest) {
      int half = Math.min(HALF_STRIP, sites / LARGEST_PART);
      return new AxisLayout(tile, half * voxels / coarsest, SceneChain.MARGIN * voxels / coarsest);
    }

    /** Whether latents at a distance from a joint, voxels, are those of the joint. */
    boolean isNear(double distance) {
      return 2 * Math.abs(distance) < 3 * half;
    }
  }

  /**
   * Piece of ground that is made once and lies in several tiles, from a corner at the origin on.
   */
  private sealed interface Piece {}

  private record Corner(int colour) implements Piece {}

  private record AlongX(int low, int high) implements Piece {}

  private record AlongY(int low, int high) implements Piece {}

  /**
   * Field of latents, shifted on the ground.
   *
   * @param seed of the latents
   * @param x position of the field's site (0, 0), voxels
   * @param y the same along y
   */
  private record LatentField(long seed, int x, int y) {
    LatentField moved(int dx, int dy) {
      return new LatentField(seed, x + dx, y + dy);
    }
  }

  /** Field of latents at each place, voxels from the low corner of a piece or tile. */
  private interface LatentFields {
    LatentField at(double x, double y);
  }

  /**
   * @param settings of each tile; its periodicity does not count
   * @throws IllegalArgumentException if tiles would be too small to have anything of their own
   */
  Tiles(
      Remixer remixer,
      SceneChain chain,
      int trained,
      TileSet set,
      long seed,
      RemixSettings settings) {
    this.remixer = remixer;
    this.chain = chain;
    this.set = set;
    this.seed = seed;
    this.settings = settings;
    int finest = chain.exemplar().levels() - 1;
    GridSize tile = chain.sizeAt(finest, settings.size(), trained);
    GridSize sites = chain.sizeAt(0, settings.size(), trained);
    if (Math.min(sites.nx(), sites.ny()) < FEWEST_SITES) {
      GridSize least =
          chain.sizeAt(trained, new GridSize(FEWEST_SITES, FEWEST_SITES, sites.nz()), 0);
      throw new IllegalArgumentException(
          "a tile of "
              + settings.size()
              + " voxels is all border; give --size at least "
              + least.nx()
              + "x"
              + least.ny()
              + " along x and y");
    }
    GridSize voxels = chain.exemplar().size(finest);
    GridSize coarsest = chain.exemplar().size(0);
    this.x = AxisLayout.of(tile.nx(), sites.nx(), voxels.nx(), coarsest.nx());
    this.y = AxisLayout.of(tile.ny(), sites.ny(), voxels.ny(), coarsest.ny());
    this.nz = voxels.nz();
  }

  public TileSet set() {
    return set;
  }

  /**
   * Makes a tile.
   *
   * @throws java.util.concurrent.CancellationException if the progress is cancelled
   */
  public VoxelGrid make(int tile, Progress progress) {
    return remixer.copied(settings, folder -> sources(tile, folder, progress)).grid();
  }

  /**
   * Makes a tile into a grid file, in memory that does not grow with it, but for its borders.
   *
   * @param metadata of the file
   * @throws IOException if the file cannot be written
   */
  public void write(int tile, ObjectNode metadata, Path file, Progress progress)
      throws IOException {
    remixer.write(
        settings, metadata, file, Optional.empty(), folder -> sources(tile, folder, progress));
  }

  /** Sources of a tile, to be closed. */
  SourceStore sources(int tile, Optional<Path> folder, Progress progress) throws IOException {
    Corners c = set.corners(tile);
    AlongX lowY = new AlongX(c.lowLow(), c.highLow());
    AlongX highY = new AlongX(c.lowHigh(), c.highHigh());
    AlongY lowX = new AlongY(c.lowLow(), c.lowHigh());
    AlongY highX = new AlongY(c.highLow(), c.highHigh());
    List<Piece> missing = new ArrayList<>();
    for (int colour : new int[] {c.lowLow(), c.highLow(), c.lowHigh(), c.highHigh()}) {
      missing.add(new Corner(colour));
    }
    missing.addAll(List.of(lowY, highY, lowX, highX));
    missing = missing.stream().distinct().filter(piece -> !made.containsKey(piece)).toList();
    double parts = missing.size() + 1.0;
    for (int i = 0; i < missing.size(); i++) {
      piece(missing.get(i), progress.part(i / parts, (i + 1) / parts));
    }
    Progress last = progress.part(missing.size() / parts, 1);
    GridSize whole = new GridSize(x.tile + 2 * x.half, y.tile + 2 * y.half, nz);
    SourceStore canvas =
        folder.isPresent() ? SourceStore.inFile(whole, folder.get()) : SourceStore.inMemory(whole);
    try {
      canvas.put(piece(lowY, last), 0, 0);
      canvas.put(piece(highY, last), 0, y.tile);
      canvas.put(piece(lowX, last), 0, 0);
      canvas.put(piece(highX, last), x.tile, 0);
      LatentFields fields =
          (px, py) ->
              y.isNear(py)
                  ? fields(lowY).at(px, py)
                  : y.isNear(py - y.tile)
                      ? fields(highY).at(px, py - y.tile).moved(0, y.tile)
                      : x.isNear(px)
                          ? fields(lowX).at(px, py)
                          : x.isNear(px - x.tile)
                              ? fields(highX).at(px - x.tile, py).moved(x.tile, 0)
                              : new LatentField(seed(3, tile, 0), 0, 0);
      continueInto(canvas, x.half, y.half, fields, last);
      return canvas.part(x.half, y.half, new GridSize(x.tile, y.tile, nz));
    } catch (RuntimeException e) {
      canvas.close();
      throw e;
    }
  }

  /** Voxels on each side of any joint that are made in one piece with it. */
  public int shared() {
    return Math.min(x.half, y.half);
  }

  /** The same along x. */
  int halfX() {
    return x.half;
  }

  /** The same along y. */
  int halfY() {
    return y.half;
  }

  /** Sources around the joint of two tiles one above the other, made in one piece. */
  SourceStore stripAlongX(int lowColour, int highColour) {
    SourceStore strip = piece(new AlongX(lowColour, highColour), Progress.NONE);
    return strip.part(x.half, 0, new GridSize(x.tile, 2 * y.half, nz));
  }

  /** Sources around the joint of two tiles side by side. */
  SourceStore stripAlongY(int lowColour, int highColour) {
    SourceStore strip = piece(new AlongY(lowColour, highColour), Progress.NONE);
    return strip.part(0, y.half, new GridSize(2 * x.half, y.tile, nz));
  }

  /** A strip or corner, made when it is first asked for. */
  private SourceStore piece(Piece piece, Progress progress) {
    SourceStore known = made.get(piece);
    if (known == null) {
      known = newPiece(piece, progress);
      made.put(piece, known);
    }
    return known;
  }

  private SourceStore newPiece(Piece piece, Progress progress) {
    boolean alongX = piece instanceof AlongX;
    boolean alongY = piece instanceof AlongY;
    // beside a strip or corner a margin is made, too; where corners are nothing needs one
    int marginX = alongX ? 0 : x.margin;
    int marginY = alongY ? 0 : y.margin;
    int width = 2 * x.half + (alongX ? x.tile : 0);
    int height = 2 * y.half + (alongY ? y.tile : 0);
    SourceStore canvas =
        SourceStore.inMemory(new GridSize(width + 2 * marginX, height + 2 * marginY, nz));
    if (piece instanceof AlongX strip) {
      canvas.put(piece(new Corner(strip.low()), progress), 0, marginY);
      canvas.put(piece(new Corner(strip.high()), progress), x.tile, marginY);
    } else if (piece instanceof AlongY strip) {
      canvas.put(piece(new Corner(strip.low()), progress), marginX, 0);
      canvas.put(piece(new Corner(strip.high()), progress), marginX, y.tile);
    }
    continueInto(canvas, x.half + marginX, y.half + marginY, fields(piece), progress);
    SourceStore whole = SourceStore.inMemory(new GridSize(width, height, nz));
    whole.put(canvas.part(marginX, marginY, whole.size()), 0, 0);
    return whole;
  }

  private LatentFields fields(Piece piece) {
    if (piece instanceof AlongX strip) {
      LatentField own = new LatentField(seed(1, strip.low(), strip.high()), 0, 0);
      return (px, py) ->
          x.isNear(px)
              ? corner(strip.low())
              : x.isNear(px - x.tile) ? corner(strip.high()).moved(x.tile, 0) : own;
    }
    if (piece instanceof AlongY strip) {
      LatentField own = new LatentField(seed(2, strip.low(), strip.high()), 0, 0);
      return (px, py) ->
          y.isNear(py)
              ? corner(strip.low())
              : y.isNear(py - y.tile) ? corner(strip.high()).moved(0, y.tile) : own;
    }
    LatentField own = corner(((Corner) piece).colour());
    return (px, py) -> own;
  }

  private LatentField corner(int colour) {
    return new LatentField(seed(0, colour, 0), 0, 0);
  }

  private long seed(int kind, int a, int b) {
    return Deviates.mix(Deviates.mix(Deviates.mix(Deviates.mix(seed) + kind) + a) + b);
  }

  /**
   * Makes the voxels of a canvas that have no source yet.
   *
   * @param originX position of the low corner on the canvas, voxels
   */
  private void continueInto(
      SourceStore canvas, int originX, int originY, LatentFields fields, Progress progress) {
    GridSize size = canvas.size();
    Latents latents =
        (sx, sy, lattice, amplitude, out, at) -> {
          double px = lattice.alongX(sx) * size.nx() - originX;
          double py = lattice.alongY(sy) * size.ny() - originY;
          LatentField field = fields.at(px, py);
          Latents.ofSeed(field.seed())
              .addTo(
                  (int) Math.floor((px - field.x()) * lattice.width() / size.nx()),
                  (int) Math.floor((py - field.y()) * lattice.height() / size.ny()),
                  lattice,
                  amplitude,
                  out,
                  at);
        };
    chain.continueInto(canvas, latents, settings, progress);
  }
}
