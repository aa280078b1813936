package org.sceneremix.gan.exemplar;

import java.util.Arrays;

/**
 * Distances of all patches of a scene to those of an exemplar that lie a ground displacement (dx,
 * dy) away, at the same height, for one displacement after the other.
 *
 * <p>For one displacement the squared differences of all voxels are a volume, and the distances of
 * patches are its sums over boxes of k^3, along z, x and y one after the other; a row at a time, so
 * that nothing leaves the innermost cache. Per pair of voxels that is about twenty additions and
 * multiplications, whatever k is, where a matrix product of patches takes 5 k^3 of each.
 *
 * <p>Long and plain on purpose: nearly all time is spent here. Of one thread.
 */
final class DisplacementSweep {

  private final int patch;
  private final int reach;
  private final int[] differences;
  private final int[][] ring;
  private final int[] total;
  private final int[] distances;
  private final BoxSum alongX;
  private final BoxSum alongZ;

  /**
   * @param patch k, odd
   * @param longestRow of a scene, with margins
   */
  DisplacementSweep(int patch, int longestRow) {
    this.patch = patch;
    this.reach = patch / 2;
    this.differences = new int[longestRow];
    this.ring = new int[patch][longestRow];
    this.total = new int[longestRow + 2 * reach];
    this.distances = new int[longestRow];
    this.alongX = new BoxSum(patch, longestRow);
    this.alongZ = new BoxSum(patch, longestRow + 2 * reach);
  }

  /** Receives the distances of the patches of one row. */
  interface Row {
    /**
     * Takes them.
     *
     * @param y of the scene
     * @param distances for every x and z, in columns as those of the planes; the values in the
     *     zeros behind a column mean nothing
     * @param n number of values
     */
    void take(int y, int[] distances, int n);
  }

  /**
   * Sweeps over the part of the scene that has a partner.
   *
   * @param x0 first x of the scene
   * @param x1 one after the last
   * @param dx what to add for the exemplar's
   */
  void run(
      FeaturePlanes scene,
      FeaturePlanes exemplar,
      int x0,
      int x1,
      int dx,
      int y0,
      int y1,
      int dy,
      Row sink) {
    int column = scene.column;
    int wide = (x1 - x0 + 2 * reach) * column;
    int n = (x1 - x0) * column;
    Arrays.fill(total, 0);
    for (int y = y0; y < y1 + 2 * reach; y++) {
      int a = y * scene.row + x0 * column;
      int b = (y + dy) * exemplar.row + (x0 + dx) * column;
      Arrays.fill(differences, 0, wide, 0);
      int[][] p = scene.channels;
      int[][] q = exemplar.channels;
      addSquares(p[0], p[1], a, q[0], q[1], b, differences, wide);
      addSquares(p[2], p[3], a, q[2], q[3], b, differences, wide);
      addSquares(p[4], a, q[4], b, differences, wide);
      int[] newest = ring[(y - y0) % patch];
      if (y - y0 >= patch) {
        subtract(newest, total, reach, n);
      }
      alongX.apply(differences, column, newest, n);
      add(newest, total, reach, n);
      if (y - y0 >= 2 * reach) {
        alongZ.apply(total, 1, distances, n);
        sink.take(y - 2 * reach, distances, n);
      }
    }
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
