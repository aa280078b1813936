package org.sceneremix.gan.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;

/**
 * Which column of the reference lies at each column of one remix ({@link Pieces}).
 *
 * <p>The sites of pieces lie at random in the squares of a lattice, one in each. Where a piece
 * comes from is drawn at random; where the scene is known, several times, and of the draws the one
 * is taken whose scene agrees best with the neighbours' along the lines where they meet (Efros and
 * Freeman 2001, "Image quilting", section 2, with cells in place of squares). Squares have four
 * colours, as in a chessboard of 2x2 fields, and a piece heeds the neighbours of lower colours
 * alone: so it depends on few squares around it, in whatever order they are looked at.
 */
final class PieceMap implements ColumnMap {

  private static final int COLOURS = 4;

  /** Sides of a column where others lie. */
  private static final int SIDES = 4;

  /** Draws for a piece where the scene is known. */
  private static final int DRAWS = 64;

  /** A draw so near to a neighbour's that both would be one piece, voxels. */
  private static final int LEAST_SHIFT = 3;

  /** Half the width of the strip between two pieces in which they are compared, voxels. */
  private static final double STRIP = 2;

  /** Difference of a voxel to one that is beyond the reference; of unlike ones it is about 0.1. */
  private static final double UNKNOWN = 0.3;

  /** How often each piece may grow. */
  private static final int ROUNDS = 2;

  /** Passes over all columns that move seams at a finer stage. */
  private static final int SWEEPS = 4;

  /** What a column costs for every voxel that it is away from the site of its piece. */
  private static final double DISTANCE_COST = 0.02;

  /** Farther than any piece. */
  private static final double FAR = 1e6;

  /** A seam that costs more can be seen; of unlike columns it costs about 0.2. */
  private static final double VISIBLE = 0.04;

  /** Voxels along a border of a scene where a piece from that border has to be. */
  private static final int RIM = 2;

  private final Pieces pieces;
  private final long key;
  private final GridSize scene;
  private final Periodicity periodicity;

  /** Voxels to one of the coarsest stage, along x and along y. */
  private final double scaleX;

  private final double scaleY;

  private final int across;
  private final Site[] sites;

  /** The piece at each column. */
  private final Site[] owners;

  /** Which columns lie at a seam that shows. */
  private final boolean[] isBroken;

  /** A piece. */
  private static final class Site {
    /** Its place among the sites. */
    final int index;

    final double x;
    final double y;
    final long bits;

    /** The borders of the scene that it lies at. */
    boolean startX;

    boolean endX;
    boolean startY;
    boolean endY;

    /** From the remix to the reference, voxels. */
    int shiftX;

    int shiftY;

    Site(int index, double x, double y, long bits) {
      this.index = index;
      this.x = x;
      this.y = y;
      this.bits = bits;
    }

    /** Whether two pieces are one. */
    boolean joins(Site other) {
      return shiftX == other.shiftX && shiftY == other.shiftY;
    }

    double distance(int column, int row) {
      double dx = x - column - 0.5;
      double dy = y - row - 0.5;
      return Math.sqrt(dx * dx + dy * dy);
    }
  }

  /**
   * Pieces at the coarsest stage.
   *
   * @param key of the remix
   * @param scene voxels of the remix at the coarsest stage
   * @param periodicity along periodic axes there is no border
   */
  PieceMap(Pieces pieces, long key, GridSize scene, Periodicity periodicity) {
    this.pieces = pieces;
    this.key = key;
    this.scene = scene;
    this.periodicity = periodicity;
    this.scaleX = 1;
    this.scaleY = 1;
    this.across = squares(scene.nx());
    int down = squares(scene.ny());
    this.sites = new Site[across * down];
    for (int j = 0; j < down; j++) {
      for (int i = 0; i < across; i++) {
        sites[j * across + i] = site(j * across + i, i - 1, j - 1);
      }
    }
    for (int colour = 0; colour < COLOURS; colour++) {
      for (int j = 0; j < down; j++) {
        for (int i = 0; i < across; i++) {
          if (colour(i, j) == colour) {
            choose(i, j);
          }
        }
      }
    }
    this.owners = new Site[scene.nx() * scene.ny()];
    Arrays.setAll(owners, i -> nearest(i % scene.nx(), i / scene.nx()));
    this.isBroken = new boolean[owners.length];
    if (pieces.isOfScene()) {
      cutSeams();
      findBrokenSeams();
    }
  }

  /**
   * The same pieces at a finer stage: moved by whole voxels of that stage, and with seams that go
   * around what can be seen there.
   *
   * @param pieces of the finer stage
   * @param coarsest where its pieces lie at the coarsest stage
   * @param scene voxels of the remix at the finer stage
   */
  PieceMap(Pieces pieces, PieceMap coarsest, GridSize scene) {
    this.pieces = pieces;
    this.key = coarsest.key;
    this.scene = scene;
    this.periodicity = coarsest.periodicity;
    this.scaleX = (double) scene.nx() / coarsest.scene.nx();
    this.scaleY = (double) scene.ny() / coarsest.scene.ny();
    this.across = coarsest.across;
    this.sites = new Site[coarsest.sites.length];
    Arrays.setAll(sites, i -> finer(coarsest.sites[i], coarsest.pieces.trained()));
    this.owners = new Site[scene.nx() * scene.ny()];
    for (int y = 0; y < scene.ny(); y++) {
      int row = Math.min((int) ((y + 0.5) / scaleY), coarsest.scene.ny() - 1);
      for (int x = 0; x < scene.nx(); x++) {
        int column = Math.min((int) ((x + 0.5) / scaleX), coarsest.scene.nx() - 1);
        owners[y * scene.nx() + x] =
            sites[coarsest.owners[row * coarsest.scene.nx() + column].index];
      }
    }
    moveSeams();
    this.isBroken = new boolean[owners.length];
    findBrokenSeams();
  }

  private Site finer(Site coarse, GridSize coarseReference) {
    GridSize reference = pieces.trained();
    Site site = new Site(coarse.index, coarse.x * scaleX, coarse.y * scaleY, coarse.bits);
    site.startX = coarse.startX;
    site.endX = coarse.endX;
    site.startY = coarse.startY;
    site.endY = coarse.endY;
    double fromX = (coarse.x + coarse.shiftX) * reference.nx() / coarseReference.nx();
    double fromY = (coarse.y + coarse.shiftY) * reference.ny() / coarseReference.ny();
    site.shiftX = shift(site.x, fromX, site.startX, site.endX, scene.nx(), reference.nx());
    site.shiftY = shift(site.y, fromY, site.startY, site.endY, scene.ny(), reference.ny());
    return site;
  }

  @Override
  public int column(int x, int y) {
    Site site = owner(x, y);
    GridSize n = pieces.trained();
    return Math.floorMod(x + site.shiftX, n.nx()) + n.nx() * Math.floorMod(y + site.shiftY, n.ny());
  }

  @Override
  public boolean isBroken(int x, int y) {
    return isBroken[y * scene.nx() + x];
  }

  /**
   * Two neighbouring columns of different pieces, by the columns of the reference that lie there
   * and those that would lie there if either piece went on; {@link #NOTHING} beyond the reference.
   *
   * @param here the first column
   * @param continued what the second one's piece would have there
   * @param before what the first one's piece would have at the second
   * @param there the second column
   */
  record Seam(int here, int continued, int before, int there) {}

  /** Where pieces meet. */
  List<Seam> seams() {
    List<Seam> seams = new ArrayList<>();
    for (int y = 0; y < scene.ny(); y++) {
      for (int x = 0; x < scene.nx(); x++) {
        for (int side = 0; side < SIDES; side += 2) {
          int i = x + sideX(side);
          int j = y + sideY(side);
          if (isInScene(i, j) && owner(x, y) != owner(i, j)) {
            seams.add(seamOf(owner(x, y), owner(i, j), x, y, i, j));
          }
        }
      }
    }
    return seams;
  }

  private Seam seamOf(Site a, Site b, int x, int y, int i, int j) {
    return new Seam(
        inside(x + a.shiftX, y + a.shiftY),
        inside(x + b.shiftX, y + b.shiftY),
        inside(i + a.shiftX, j + a.shiftY),
        inside(i + b.shiftX, j + b.shiftY));
  }

  /** Marks the columns on both sides of seams that show. */
  private void findBrokenSeams() {
    for (int y = 0; y < scene.ny(); y++) {
      for (int x = 0; x < scene.nx(); x++) {
        for (int side = 0; side < SIDES; side += 2) {
          int i = periodicity.wrapX(x + sideX(side), scene.nx());
          int j = periodicity.wrapY(y + sideY(side), scene.ny());
          if (i < 0 || j < 0) {
            continue;
          }
          int here = y * scene.nx() + x;
          int there = j * scene.nx() + i;
          // where a periodic scene begins again, pieces were not made to fit
          boolean isEnd = i < x || j < y;
          if (isEnd || seam(owner(x, y), owner(i, j), x, y, i, j) > VISIBLE) {
            isBroken[here] = true;
            isBroken[there] = true;
          }
        }
      }
    }
  }

  /** Squares over so many voxels, and one more at both ends. */
  private int squares(int voxels) {
    return (voxels - 1) / pieces.edge() + 3;
  }

  private static int colour(int i, int j) {
    return (i & 1) + 2 * (j & 1);
  }

  private Site site(int index, int squareX, int squareY) {
    long bits = SeededLatents.mixed(key, squareX, squareY);
    Site site =
        new Site(
            index,
            (squareX + SeededLatents.uniform(bits, 1)) * pieces.edge(),
            (squareY + SeededLatents.uniform(bits, 2)) * pieces.edge(),
            bits);
    double borderX = border(pieces.trained().nx());
    double borderY = border(pieces.trained().ny());
    site.startX = !periodicity.alongX() && site.x < borderX;
    site.endX = !periodicity.alongX() && site.x > scene.nx() - borderX;
    site.startY = !periodicity.alongY() && site.y < borderY;
    site.endY = !periodicity.alongY() && site.y > scene.ny() - borderY;
    return site;
  }

  private void choose(int i, int j) {
    Site site = sites[j * across + i];
    int draws = pieces.isOfScene() && colour(i, j) > 0 ? DRAWS : 1;
    List<Strip> strips = draws == 1 ? List.of() : strips(i, j, site);
    int bestX = 0;
    int bestY = 0;
    double least = Double.POSITIVE_INFINITY;
    GridSize n = pieces.trained();
    for (int draw = 0; draw < draws; draw++) {
      double fromX = drawn(n.nx(), SeededLatents.uniform(site.bits, 3 + 2 * draw));
      double fromY = drawn(n.ny(), SeededLatents.uniform(site.bits, 4 + 2 * draw));
      site.shiftX = shift(site.x, fromX, site.startX, site.endX, scene.nx(), n.nx());
      site.shiftY = shift(site.y, fromY, site.startY, site.endY, scene.ny(), n.ny());
      double difference = difference(strips, site);
      if (difference < least) {
        least = difference;
        bestX = site.shiftX;
        bestY = site.shiftY;
      }
    }
    site.shiftX = bestX;
    site.shiftY = bestY;
  }

  /** Somewhere between the borders of the reference, along one axis. */
  private double drawn(int reference, double chance) {
    double border = border(reference);
    return border + chance * (reference - 2 * border);
  }

  /**
   * How far a piece is moved along one axis: one at a border of the scene comes from the same
   * border of the reference, at the same distance.
   *
   * @param site of the piece in the remix
   * @param from where other pieces come from
   * @param length of the remix
   * @param reference length of the reference
   */
  private static int shift(
      double site, double from, boolean atStart, boolean atEnd, int length, int reference) {
    if (atStart) {
      return 0;
    }
    return atEnd ? reference - length : (int) Math.floor(from - site + 0.5);
  }

  private double border(int reference) {
    return Math.min(0.5 * pieces.edge() + 1, 0.5 * reference);
  }

  /**
   * Where a piece meets one that is settled.
   *
   * @param other the settled one
   * @param columns of the remix along the line where both meet, {@code {x, y}}
   */
  private record Strip(Site other, List<int[]> columns) {}

  private List<Strip> strips(int i, int j, Site site) {
    List<Strip> strips = new ArrayList<>();
    for (int b = Math.max(0, j - 1); b <= j + 1; b++) {
      for (int a = Math.max(0, i - 1); a <= i + 1; a++) {
        int at = b * across + a;
        if (a < across && at < sites.length && colour(a, b) < colour(i, j)) {
          strips.add(new Strip(sites[at], meeting(site, sites[at])));
        }
      }
    }
    return strips;
  }

  private List<int[]> meeting(Site site, Site other) {
    List<int[]> columns = new ArrayList<>();
    int reach = pieces.edge() / 2 + 2;
    int middleX = (int) Math.floor(0.5 * (site.x + other.x));
    int middleY = (int) Math.floor(0.5 * (site.y + other.y));
    for (int y = middleY - reach; y <= middleY + reach; y++) {
      for (int x = middleX - reach; x <= middleX + reach; x++) {
        double near = site.distance(x, y);
        double far = other.distance(x, y);
        if (Math.abs(near - far) <= STRIP && Math.max(near, far) <= pieces.edge()) {
          columns.add(new int[] {x, y});
        }
      }
    }
    return columns;
  }

  /** Mean difference to the neighbours that are settled, along the lines where they meet. */
  private double difference(List<Strip> strips, Site site) {
    double sum = 0;
    int count = 0;
    double tooNear = 0;
    for (Strip strip : strips) {
      Site other = strip.other();
      int apart =
          Math.max(Math.abs(other.shiftX - site.shiftX), Math.abs(other.shiftY - site.shiftY));
      tooNear += apart < LEAST_SHIFT ? 1 : 0;
      for (int[] column : strip.columns()) {
        sum += difference(site, other, column[0], column[1]);
      }
      count += strip.columns().size();
    }
    return tooNear + (count == 0 ? 0 : sum / count);
  }

  private double difference(Site a, Site b, int x, int y) {
    int columnOfA = inside(x + a.shiftX, y + a.shiftY);
    int columnOfB = inside(x + b.shiftX, y + b.shiftY);
    return columnOfA < 0 || columnOfB < 0 ? UNKNOWN : pieces.difference(columnOfA, columnOfB);
  }

  private int inside(int x, int y) {
    GridSize n = pieces.trained();
    return x < 0 || x >= n.nx() || y < 0 || y >= n.ny() ? NOTHING : x + n.nx() * y;
  }

  /** The nearest of the pieces that may lie at a column. */
  private Site nearest(int x, int y) {
    int squareX = x / pieces.edge();
    int squareY = y / pieces.edge();
    Site nearest = null;
    double least = Double.POSITIVE_INFINITY;
    for (int j = squareY; j <= squareY + 2; j++) {
      for (int i = squareX; i <= squareX + 2; i++) {
        Site site = sites[j * across + i];
        double distance = site.distance(x, y) + (isAllowed(site, x, y) ? 0 : FAR);
        if (distance < least) {
          least = distance;
          nearest = site;
        }
      }
    }
    return nearest;
  }

  /**
   * Moves seams to where the scenes on both sides agree, so that they go around things and not
   * through them: the cost of a seam of Kwatra et al. 2003, "Graphcut textures", equation 1, and
   * the distance to the piece, brought down by letting one piece after the other grow (Boykov et
   * al. 2001, "Fast approximate energy minimization via graph cuts", section 5). A piece grows in a
   * window around its square, and windows of one colour do not touch, so what is far away changes
   * nothing.
   */
  private void cutSeams() {
    for (int round = 0; round < ROUNDS; round++) {
      for (int colour = 0; colour < COLOURS; colour++) {
        for (int site = 0; site < sites.length; site++) {
          if (colour(site % across, site / across) == colour) {
            grow(site);
          }
        }
      }
    }
  }

  /** Gives a piece what is cheaper as a part of it. */
  private void grow(int index) {
    Growth growth = new Growth(index);
    if (growth.count > 0) {
      growth.cut();
    }
  }

  /** What a piece may become. */
  private final class Growth {
    private final Site site;
    private final int x0;
    private final int y0;
    private final int x1;
    private final int y1;

    /** Number of each column of the window that the piece may get; -1 for others. */
    private final int[] nodes;

    private int count;

    Growth(int index) {
      int margin = pieces.edge() / 2;
      site = sites[index];
      x0 = Math.max(0, (index % across - 1) * pieces.edge() - margin);
      y0 = Math.max(0, (index / across - 1) * pieces.edge() - margin);
      x1 = Math.max(x0, Math.min(scene.nx(), (index % across) * pieces.edge() + margin));
      y1 = Math.max(y0, Math.min(scene.ny(), (index / across) * pieces.edge() + margin));
      nodes = new int[(x1 - x0) * (y1 - y0)];
      for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
          boolean canGrow = !owner(x, y).joins(site) && isAllowed(site, x, y);
          nodes[(y - y0) * (x1 - x0) + x - x0] = canGrow ? count++ : -1;
        }
      }
    }

    private int node(int x, int y) {
      boolean isInside = x >= x0 && x < x1 && y >= y0 && y < y1;
      return isInside ? nodes[(y - y0) * (x1 - x0) + x - x0] : -1;
    }

    void cut() {
      MinimumCut cut = new MinimumCut(count);
      forEachNode((x, y) -> addCosts(cut, x, y));
      boolean[] grown = cut.labels();
      forEachNode(
          (x, y) -> {
            if (grown[node(x, y)]) {
              owners[y * scene.nx() + x] = site;
            }
          });
    }

    private void forEachNode(ColumnAction action) {
      for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
          if (node(x, y) >= 0) {
            action.accept(x, y);
          }
        }
      }
    }

    private void addCosts(MinimumCut cut, int x, int y) {
      int node = node(x, y);
      Site owner = owner(x, y);
      cut.add(node, DISTANCE_COST * owner.distance(x, y), DISTANCE_COST * site.distance(x, y));
      for (int side = 0; side < SIDES; side++) {
        int i = x + sideX(side);
        int j = y + sideY(side);
        if (!isInScene(i, j)) {
          continue;
        }
        Site other = owner(i, j);
        double stays = seam(owner, other, x, y, i, j);
        double grows = seam(site, other, x, y, i, j);
        int next = node(i, j);
        if (next < 0) {
          cut.add(node, stays, grows);
        } else if (next > node) {
          // once for both
          cut.add(node, next, stays, seam(owner, site, x, y, i, j), grows, 0);
        }
      }
    }
  }

  /** What is done with a column. */
  @FunctionalInterface
  private interface ColumnAction {
    void accept(int x, int y);
  }

  private Site owner(int x, int y) {
    return owners[y * scene.nx() + x];
  }

  private boolean isInScene(int x, int y) {
    return x >= 0 && x < scene.nx() && y >= 0 && y < scene.ny();
  }

  private static int sideX(int side) {
    return side == 0 ? 1 : side == 1 ? -1 : 0;
  }

  private static int sideY(int side) {
    return side == 2 ? 1 : side == 3 ? -1 : 0;
  }

  /** Cost of a seam between two columns that lie side by side. */
  private double seam(Site a, Site b, int x, int y, int i, int j) {
    return a.joins(b) ? 0 : difference(a, b, x, y) + difference(a, b, i, j);
  }

  /**
   * Moves seams at a finer stage by a few columns, brought down by iterated conditional modes
   * (Besag 1986). Columns of one colour do not touch, so a sweep reaches four columns far.
   */
  private void moveSeams() {
    int nx = scene.nx();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int colour = 0; colour < COLOURS; colour++) {
        for (int y = 0; y < scene.ny(); y++) {
          for (int x = 0; x < nx; x++) {
            if (colour(x, y) == colour) {
              owners[y * nx + x] = cheapest(x, y);
            }
          }
        }
      }
    }
  }

  /** Whose column of the pieces here and around makes the cheapest seams. */
  private Site cheapest(int x, int y) {
    Site best = owners[y * scene.nx() + x];
    double least = cost(best, x, y);
    for (int j = Math.max(0, y - 1); j <= Math.min(scene.ny() - 1, y + 1); j++) {
      for (int i = Math.max(0, x - 1); i <= Math.min(scene.nx() - 1, x + 1); i++) {
        Site site = owners[j * scene.nx() + i];
        if (site != best && isAllowed(site, x, y)) {
          double cost = cost(site, x, y);
          if (cost < least) {
            least = cost;
            best = site;
          }
        }
      }
    }
    return best;
  }

  private double cost(Site site, int x, int y) {
    double cost = DISTANCE_COST / (scaleX * scaleY) * site.distance(x, y);
    for (int side = 0; side < SIDES; side++) {
      int i = x + sideX(side);
      int j = y + sideY(side);
      if (isInScene(i, j)) {
        cost += seam(site, owner(i, j), x, y, i, j);
      }
    }
    return cost;
  }

  /** A piece of a scene ends where its border does, and borders are pieces of borders. */
  private boolean isAllowed(Site site, int x, int y) {
    if (!pieces.isOfScene()) {
      return true;
    }
    return inside(x + site.shiftX, y + site.shiftY) >= 0
        && (periodicity.alongX() || isAllowed(site.startX, site.endX, x, scene.nx(), scaleX))
        && (periodicity.alongY() || isAllowed(site.startY, site.endY, y, scene.ny(), scaleY));
  }

  private static boolean isAllowed(
      boolean atStart, boolean atEnd, int voxel, int length, double scale) {
    return (voxel >= RIM * scale || atStart) && (voxel < length - RIM * scale || atEnd);
  }
}
