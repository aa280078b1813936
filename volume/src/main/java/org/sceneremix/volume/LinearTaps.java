package org.sceneremix.volume;

/**
 * Linear resampling along one axis from n old voxels to m new ones: which two old voxels a new one
 * lies between, and where.
 *
 * <p>Old and new voxels fill the same length and samples sit at voxel centres, so new voxel j lies
 * at {@code (j + 1/2) n / m - 1/2} in units of old voxels, and
 *
 * <pre>
 *   new_j = (1 - upperWeight(j)) old[lower(j)] + upperWeight(j) old[lower(j) + 1]
 * </pre>
 *
 * <p>Where {@code upperWeight(j)} is 0, {@code lower(j) + 1} need not exist.
 */
public final class LinearTaps {

  private final int[] lower;
  private final float[] upperWeight;

  private LinearTaps(int n, int m, int start, int count, boolean periodic) {
    lower = new int[count];
    upperWeight = new float[count];
    for (int i = 0; i < count; i++) {
      double position = (start + i + 0.5) * n / m - 0.5;
      if (periodic) {
        lower[i] = (int) Math.floor(position);
      } else {
        position = Math.max(0, Math.min(n - 1, position));
        lower[i] = Math.max(0, Math.min(n - 2, (int) position));
      }
      upperWeight[i] = (float) (position - lower[i]);
    }
  }

  /**
   * Taps of all new voxels; beyond the outermost centres the outermost samples are continued.
   *
   * @param n old voxels
   * @param m new voxels
   */
  public static LinearTaps of(int n, int m) {
    return of(n, m, 0, m);
  }

  /**
   * Taps of a range of the new voxels, which may lie beyond the ends, where the outermost samples
   * go on.
   *
   * @param start first of them
   * @param count number of them
   */
  public static LinearTaps of(int n, int m, int start, int count) {
    return new LinearTaps(n, m, start, count, false);
  }

  /**
   * As {@link #of(int, int, int, int)} for an axis that goes on with old voxel 0 behind the last.
   */
  public static LinearTaps periodic(int n, int m, int start, int count) {
    return new LinearTaps(n, m, start, count, true);
  }

  /** Number of new voxels that were asked for. */
  public int count() {
    return lower.length;
  }

  /** The old voxel before the j-th of those new voxels; on a periodic axis it may be negative. */
  public int lower(int j) {
    return lower[j];
  }

  /** Weight of the old voxel behind it, in [0, 1]. */
  public float upperWeight(int j) {
    return upperWeight[j];
  }
}
