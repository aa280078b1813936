package org.sceneremix.gan.sample;

import java.util.stream.IntStream;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;

/**
 * A remix as the whole reference, bent along x and y: for scenes whose large forms do not survive
 * being cut up ({@link LargeForms}).
 *
 * <p>A column comes from its own place (stretched, in remixes of another size), moved by smooth
 * noise of two octaves. Where the scene reaches a side of its box, that side stays where it is;
 * where there is air, the scene may draw back from it, but is not cut off.
 *
 * <p>Displacements are a function of seed and place at the coarsest stage, so that all stages have
 * the same.
 */
final class Warp implements ColumnMap {

  /** From one place where a displacement is drawn to the next, edges of a piece. */
  private static final double SPACING = 2;

  /** Share of the way over which one displacement goes over into the next. */
  private static final double BAND = 0.4;

  /**
   * Largest displacement, edges of a piece. Displacements are no steeper than {@code 3 REACH /
   * (SPACING BAND)}, which is below 1, so that columns do not change order.
   */
  private static final double REACH = 0.18;

  /** How far from a side it is felt, edges of a piece. */
  private static final double SIDE = 1.5;

  private final GridSize scene;
  private final GridSize reference;
  private final Periodicity periodicity;
  private final double[] placeX;
  private final double[] placeY;

  /**
   * @param pieces of the stage
   * @param coarsest those of the coarsest stage
   * @param key of the remix
   * @param lattice of the stage
   */
  Warp(Pieces pieces, Pieces coarsest, long key, StageLattice lattice) {
    this.scene = lattice.size();
    this.reference = pieces.trained();
    this.periodicity = lattice.periodicity();
    this.placeX = new double[scene.nx() * scene.ny()];
    this.placeY = new double[placeX.length];
    GridSize whole = lattice.coarsest();
    GridSize from = coarsest.trained();
    Sides sides = Sides.of(coarsest);
    Displacement alongX = new Displacement(key, 3, whole, coarsest.edge());
    Displacement alongY = new Displacement(key, 4, whole, coarsest.edge());
    for (int y = 0; y < scene.ny(); y++) {
      double v = (y + 0.5) * whole.ny() / scene.ny();
      for (int x = 0; x < scene.nx(); x++) {
        double u = (x + 0.5) * whole.nx() / scene.nx();
        double du = alongX.at(u, v);
        if (!periodicity.alongX()) {
          du -=
              alongX.pull(
                  u,
                  whole.nx(),
                  sides.startX(),
                  sides.endX(),
                  alongX.at(0, v),
                  alongX.at(whole.nx(), v));
        }
        double dv = alongY.at(u, v);
        if (!periodicity.alongY()) {
          dv -=
              alongY.pull(
                  v,
                  whole.ny(),
                  sides.startY(),
                  sides.endY(),
                  alongY.at(u, 0),
                  alongY.at(u, whole.ny()));
        }
        int column = y * scene.nx() + x;
        placeX[column] = (u * from.nx() / whole.nx() + du) * reference.nx() / from.nx();
        placeY[column] = (v * from.ny() / whole.ny() + dv) * reference.ny() / from.ny();
      }
    }
  }

  /** Where a column comes from, voxels of the reference along x. */
  double placeX(int x, int y) {
    return placeX[y * scene.nx() + x];
  }

  /** The same along y. */
  double placeY(int x, int y) {
    return placeY[y * scene.nx() + x];
  }

  @Override
  public int column(int x, int y) {
    return columnAt(placeX(x, y), placeY(x, y), reference, periodicity);
  }

  /** Column {@code x + nx * y} at a place of the reference, or {@link #NOTHING}. */
  static int columnAt(double x, double y, GridSize reference, Periodicity periodicity) {
    int i = periodicity.wrapX((int) Math.floor(x), reference.nx());
    int j = periodicity.wrapY((int) Math.floor(y), reference.ny());
    return i < 0 || j < 0 ? NOTHING : i + reference.nx() * j;
  }

  /** Nowhere but where a periodic scene begins again. */
  @Override
  public boolean isBroken(int x, int y) {
    return (periodicity.alongX() && (x == 0 || x == scene.nx() - 1))
        || (periodicity.alongY() && (y == 0 || y == scene.ny() - 1));
  }

  /**
   * The sides of its box that a scene reaches.
   *
   * @param startX whether it reaches the side at which x begins
   */
  private record Sides(boolean startX, boolean endX, boolean startY, boolean endY) {

    /** Rows of columns along a side in which it is looked for. */
    private static final int ROWS = 2;

    /** Share of a row that must not be air. */
    private static final double SHARE = 0.5;

    static Sides of(Pieces pieces) {
      int lastX = pieces.trained().nx() - 1;
      int lastY = pieces.trained().ny() - 1;
      boolean[] reached = new boolean[4];
      for (int row = 0; row < ROWS; row++) {
        reached[0] |= isReached(pieces, row, row, 0, lastY);
        reached[1] |= isReached(pieces, lastX - row, lastX - row, 0, lastY);
        reached[2] |= isReached(pieces, 0, lastX, row, row);
        reached[3] |= isReached(pieces, 0, lastX, lastY - row, lastY - row);
      }
      return new Sides(reached[0], reached[1], reached[2], reached[3]);
    }

    private static boolean isReached(Pieces pieces, int x0, int x1, int y0, int y1) {
      int filled = 0;
      for (int y = y0; y <= y1; y++) {
        for (int x = x0; x <= x1; x++) {
          filled += isFilled(pieces, x + pieces.trained().nx() * y) ? 1 : 0;
        }
      }
      return filled >= SHARE * (x1 - x0 + 1) * (y1 - y0 + 1);
    }

    private static boolean isFilled(Pieces pieces, int column) {
      return IntStream.range(0, pieces.trained().nz())
          .anyMatch(z -> pieces.opacity(column, z) > 0.5);
    }
  }

  /** Smooth noise over the coarsest stage: how far columns are moved along one axis, voxels. */
  private final class Displacement {
    private final long key;
    private final int axis;
    private final GridSize whole;
    private final int edge;

    Displacement(long key, int axis, GridSize whole, int edge) {
      this.key = key;
      this.axis = axis;
      this.whole = whole;
      this.edge = edge;
    }

    double at(double u, double v) {
      int acrossX = points(whole.nx());
      int acrossY = points(whole.ny());
      double s = u * acrossX / whole.nx() + SeededLatents.uniform(key, 1);
      double t = v * acrossY / whole.ny() + SeededLatents.uniform(key, 2);
      int i = (int) Math.floor(s);
      int j = (int) Math.floor(t);
      double a = step(s - i);
      double b = step(t - j);
      double sum = 0;
      for (int corner = 0; corner < 4; corner++) {
        int di = corner & 1;
        int dj = corner >> 1;
        int ii = periodicity.alongX() ? Math.floorMod(i + di, acrossX) : i + di;
        int jj = periodicity.alongY() ? Math.floorMod(j + dj, acrossY) : j + dj;
        double weight = (di == 1 ? a : 1 - a) * (dj == 1 ? b : 1 - b);
        sum += weight * (2 * SeededLatents.uniform(SeededLatents.mixed(key, ii, jj), axis) - 1);
      }
      return REACH * edge * sum;
    }

    private int points(int length) {
      return (int) Math.max(1, Math.round(length / (SPACING * edge)));
    }

    /**
     * What to take away from a displacement so that the scene is not cut off at the sides.
     *
     * @param at along the axis
     * @param length of the scene along the axis
     * @param startIsReached whether the scene reaches the side where the axis begins
     * @param atStart displacement there
     */
    double pull(
        double at,
        int length,
        boolean startIsReached,
        boolean endIsReached,
        double atStart,
        double atEnd) {
      double width = Math.min(SIDE * edge, 0.5 * length);
      double start = Math.max(0, 1 - at / width);
      double end = Math.max(0, 1 - (length - at) / width);
      return start * (startIsReached ? atStart : Math.max(0, atStart))
          + end * (endIsReached ? atEnd : Math.min(0, atEnd));
    }
  }

  /** From 0 to 1 in a band halfway between both. */
  private static double step(double way) {
    double t = Math.max(0, Math.min(1, 0.5 + (way - 0.5) / BAND));
    return t * t * (3 - 2 * t);
  }
}
