package org.sceneremix.gan.exemplar;

import java.util.Arrays;
import org.sceneremix.volume.GridSize;

/**
 * Distances of all patches of a scene to those of an exemplar that lie a ground displacement (dx,
 * dy) away, at the same height, for one displacement after the other.
 *
 * <p>For one displacement the squared differences of all voxels are a volume, and the distances of
 * patches are its sums over boxes of k^3, along x, z and y one after the other. Per pair of voxels
 * that is about twenty additions and multiplications, whatever k is, where a matrix product of
 * patches takes 5 k^3 of each (7 k^3 with places in things). For each plane across x there are some
 * displacements along x at a time, so that what is read and written stays in the caches.
 *
 * <p>Long and plain on purpose: nearly all time is spent here. Of one thread.
 */
final class DisplacementSweep {

  /** Displacements that are worked on together. */
  static final int TOGETHER = 8;

  private final FeaturePlanes scene;
  private final int patch;
  private final int reach;
  private final BoxSum sum;

  /** The exemplar's planes, moved along y to where their partners are. */
  private final int[][][] moved;

  /** Squared differences of the latest k planes, which take turns, by displacement. */
  private final int[][][] rings;

  /** Sums of those planes, by displacement. */
  private final int[][] totals;

  private final int[] columnSums;
  private final int[] distances;

  private final int height;
  private final long most;

  private int y0;
  private int y1;
  private int dy;
  private Costs costs;

  /**
   * @param size of the scene
   * @param patch k, odd
   * @param widest voxels along x of the widest exemplar
   * @param most what the difference of two voxels comes to at most, costs counted
   */
  DisplacementSweep(FeaturePlanes scene, GridSize size, int patch, int widest, long most) {
    this.scene = scene;
    this.height = size.nz();
    this.most = most;
    this.patch = patch;
    this.reach = patch / 2;
    int length = FeaturePlanes.planeLength(size, reach);
    this.sum = new BoxSum(patch, length);
    this.moved = new int[widest + 2 * reach][scene.planes[0].length][length];
    this.rings = new int[TOGETHER][patch][length];
    this.totals = new int[TOGETHER][length];
    this.columnSums = new int[length];
    this.distances = new int[length];
  }

  /** Costs that are added to the squared differences of the voxels of a column. */
  @FunctionalInterface
  interface Costs {
    Costs NONE = (x, y, exemplarX, exemplarY) -> 0;

    /** The cost of a column of the scene for one of the exemplar; both may lie outside. */
    int of(int x, int y, int exemplarX, int exemplarY);
  }

  /** Receives distances of patches. */
  interface Sink {
    /**
     * Takes those of the patches at one x.
     *
     * @param dx displacement along x
     * @param x of the scene
     * @param distances at {@code y column + z}; the values in the zeros behind a column mean
     *     nothing
     * @param from first index
     * @param to one after the last
     */
    void take(int dx, int x, int[] distances, int from, int to);
  }

  /**
   * Sweeps along x at one displacement along y, in ascending order for each voxel.
   *
   * @param y0 first y of the scene that has a partner
   * @param y1 one after the last
   */
  void run(FeaturePlanes exemplar, int y0, int y1, int dy, Costs costs, Sink sink) {
    this.y0 = y0;
    this.y1 = y1;
    this.dy = dy;
    this.costs = costs;
    int column = scene.column;
    int at = reach + y0 * column;
    int count = (y1 - y0 + 2 * reach) * column;
    for (int x = 0; x < exemplar.planes.length; x++) {
      for (int c = 0; c < moved[x].length; c++) {
        System.arraycopy(exemplar.planes[x][c], at + dy * column, moved[x][c], at, count);
      }
    }
    int end = exemplar.nx;
    for (int dx = 1 - scene.nx; dx < end; dx += TOGETHER) {
      runTogether(dx, Math.min(TOGETHER, end - dx), exemplar.nx, sink);
    }
  }

  private void runTogether(int first, int count, int exemplarNx, Sink sink) {
    for (int i = 0; i < count; i++) {
      Arrays.fill(totals[i], 0);
    }
    int column = scene.column;
    for (int x = 0; x < scene.planes.length; x++) {
      for (int i = 0; i < count; i++) {
        int dx = first + i;
        int x0 = Math.max(0, -dx);
        int x1 = Math.min(scene.nx, exemplarNx - dx);
        if (x < x0 || x >= x1 + 2 * reach) {
          continue;
        }
        replace(rings[i][x % patch], totals[i], x - x0 >= patch, x, x + dx);
        if (x - x0 >= 2 * reach) {
          sum.apply(totals[i], 1, columnSums, y0 * column, (y1 + 2 * reach) * column);
          sum.apply(columnSums, column, distances, y0 * column, y1 * column);
          sink.take(dx, x - 2 * reach, distances, y0 * column, y1 * column);
        }
      }
    }
  }

  /** Replaces the oldest plane, if there is one, by the squared differences of two. */
  private void replace(int[] plane, int[] total, boolean old, int x, int exemplarX) {
    int[][] p = scene.planes[x];
    int[][] q = moved[exemplarX];
    int from = reach + y0 * scene.column;
    int to = reach + (y1 + 2 * reach) * scene.column;
    if (old) {
      subtract(plane, total, from, to);
    }
    Arrays.fill(plane, from, to, 0);
    addSquares(p[0], p[1], q[0], q[1], plane, from, to);
    addSquares(p[2], p[3], q[2], q[3], plane, from, to);
    addSquares(p[4], q[4], plane, from, to);
    if (p.length > Features.LOOK) {
      addSquares(p[5], p[6], q[5], q[6], plane, from, to);
    }
    if (costs != Costs.NONE) {
      addCosts(plane, x - reach, exemplarX - reach);
    }
    add(plane, total, from, to);
  }

  private void addCosts(int[] plane, int x, int exemplarX) {
    for (int row = y0; row < y1 + 2 * reach; row++) {
      int y = row - reach;
      int cost = costs.of(x, y, exemplarX, y + dy);
      int from = reach + row * scene.column;
      for (int i = from; i < from + height; i++) {
        plane[i] = (int) Math.min(most, plane[i] + (long) cost);
      }
    }
  }

  // The compiler makes vector instructions of loops that use one index for all arrays, are small
  // and add to their output.

  private static void addSquares(
      int[] p0, int[] p1, int[] q0, int[] q1, int[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      int d0 = p0[i] - q0[i];
      int d1 = p1[i] - q1[i];
      out[i] += d0 * d0 + d1 * d1;
    }
  }

  private static void addSquares(int[] p, int[] q, int[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      int d = p[i] - q[i];
      out[i] += d * d;
    }
  }

  private static void add(int[] in, int[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] += in[i];
    }
  }

  private static void subtract(int[] in, int[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] -= in[i];
    }
  }
}
