package org.sceneremix.gan.exemplar;

import java.util.Arrays;

/**
 * Distances of all patches of a scene to those of an exemplar that lie a ground displacement (dx,
 * dy) away, at the same height, for one displacement after the other.
 *
 * <p>For one displacement the squared differences of all voxels are a volume, and the distances of
 * patches are its sums over boxes of k^3, along x, y and z one after the other. Per pair of voxels
 * that is about twenty additions and multiplications, whatever k is, where a matrix product of
 * patches takes 5 k^3 of each. Rows come one after the other, and for each of them some
 * displacements along x, so that what is read and written stays in the caches.
 *
 * <p>Long and plain on purpose: nearly all time is spent here. Of one thread.
 */
final class DisplacementSweep {

  /** Displacements that are worked on together. */
  static final int TOGETHER = 8;

  private final int patch;
  private final int reach;
  private final int[] differences;
  private final int[] distances;
  private final BoxSum alongX;
  private final BoxSum alongZ;

  /** By displacement: the latest k rows, summed along x; rows take turns. */
  private final int[][][] rings;

  /** By displacement: the sum of those. */
  private final int[][] totals;

  /**
   * @param patch k, odd
   * @param longestRow of a scene, with margins
   */
  DisplacementSweep(int patch, int longestRow) {
    this.patch = patch;
    this.reach = patch / 2;
    this.differences = new int[longestRow];
    this.distances = new int[longestRow];
    this.alongX = new BoxSum(patch, longestRow);
    this.alongZ = new BoxSum(patch, longestRow + 2 * reach);
    this.rings = new int[TOGETHER][patch][longestRow];
    this.totals = new int[TOGETHER][longestRow + 2 * reach];
  }

  /** Receives the distances of the patches of one row. */
  interface Row {
    /**
     * Takes them.
     *
     * @param dx displacement along x
     * @param x0 first x of the scene
     * @param y of the scene
     * @param distances for every x and z, in columns as those of the planes; the values in the
     *     zeros behind a column mean nothing
     * @param n number of values
     */
    void take(int dx, int x0, int y, int[] distances, int n);
  }

  /**
   * Sweeps over the parts of a scene that have partners, for displacements (dx, dy), (dx + 1, dy)
   * and so on.
   *
   * @param y0 first y of the scene that has a partner
   * @param y1 one after the last
   * @param count of displacements, at most {@value #TOGETHER}
   */
  void run(
      FeaturePlanes scene,
      FeaturePlanes exemplar,
      int y0,
      int y1,
      int dx,
      int dy,
      int count,
      Row sink) {
    for (int i = 0; i < count; i++) {
      Arrays.fill(totals[i], 0);
    }
    for (int y = y0; y < y1 + 2 * reach; y++) {
      for (int i = 0; i < count; i++) {
        int x0 = Math.max(0, -(dx + i));
        int x1 = Math.min(scene.nx, exemplar.nx - (dx + i));
        int[] newest = rings[i][(y - y0) % patch];
        addRow(scene, exemplar, y, dy, x0, x1, dx + i, y - y0 >= patch, newest, totals[i]);
        if (y - y0 >= 2 * reach) {
          int n = (x1 - x0) * scene.column;
          alongZ.apply(totals[i], 1, distances, n);
          sink.take(dx + i, x0, y - 2 * reach, distances, n);
        }
      }
    }
  }

  private void addRow(
      FeaturePlanes scene,
      FeaturePlanes exemplar,
      int y,
      int dy,
      int x0,
      int x1,
      int dx,
      boolean replaces,
      int[] row,
      int[] total) {
    int column = scene.column;
    int wide = (x1 - x0 + 2 * reach) * column;
    int n = (x1 - x0) * column;
    int a = y * scene.row + x0 * column;
    int b = (y + dy) * exemplar.row + (x0 + dx) * column;
    Arrays.fill(differences, 0, wide, 0);
    int[][] p = scene.channels;
    int[][] q = exemplar.channels;
    addSquares(p[0], p[1], a, q[0], q[1], b, differences, wide);
    addSquares(p[2], p[3], a, q[2], q[3], b, differences, wide);
    addSquares(p[4], a, q[4], b, differences, wide);
    if (replaces) {
      subtract(row, total, reach, n);
    }
    alongX.apply(differences, column, row, n);
    add(row, total, reach, n);
  }

  // The compiler makes vector instructions of small loops that add to their output.

  private static void addSquares(
      int[] p0, int[] p1, int a, int[] q0, int[] q1, int b, int[] out, int n) {
    for (int i = 0; i < n; i++) {
      int d0 = p0[a + i] - q0[b + i];
      int d1 = p1[a + i] - q1[b + i];
      out[i] += d0 * d0 + d1 * d1;
    }
  }

  private static void addSquares(int[] p, int a, int[] q, int b, int[] out, int n) {
    for (int i = 0; i < n; i++) {
      int d = p[a + i] - q[b + i];
      out[i] += d * d;
    }
  }

  private static void add(int[] in, int[] out, int at, int n) {
    for (int i = 0; i < n; i++) {
      out[at + i] += in[i];
    }
  }

  private static void subtract(int[] in, int[] out, int at, int n) {
    for (int i = 0; i < n; i++) {
      out[at + i] -= in[i];
    }
  }
}
