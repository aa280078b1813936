package org.sceneremix.gan.exemplar;

import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Quantities that patches are compared by, as whole numbers, so that sums of squared differences
 * are exact and do not depend on the order of adding up. A voxel of opacity o has
 *
 * <pre>
 *   0.8 o (rgb + 1) / 2      three channels
 *   o = (density + 1) / 2    clamped to [0, 1], as colours are
 *   0.5 if it lies outside the scene beyond a side (not above or below), else 0
 * </pre>
 *
 * <p>times a scale. The weight of "outside" is what kept the edge of a table whole.
 */
final class Features {

  static final int CHANNELS = 5;

  private static final int OPACITY = 3;
  private static final int OUTSIDE = 4;

  private static final float COLOUR_WEIGHT = 0.8f;
  private static final float OUTSIDE_WEIGHT = 0.5f;

  private static final int LARGEST_SCALE = 511;

  private Features() {}

  /**
   * The scale, at most {@value #LARGEST_SCALE}, at which no distance between patches exceeds the
   * range of int. Up to patches of 13^3 it is the largest.
   *
   * @param patch edge of the patches
   * @param nz voxels of the lattice along z; beyond, patches do not differ
   */
  static int scale(int patch, int nz) {
    long voxels = (long) patch * patch * Math.min(patch, nz);
    int scale = LARGEST_SCALE;
    while (voxels * largestDifference(scale) > Integer.MAX_VALUE) {
      scale--;
    }
    return scale;
  }

  /** The greatest squared difference of two voxels: one full and white, the other outside. */
  private static long largestDifference(int scale) {
    long colour = Math.round(COLOUR_WEIGHT * scale);
    long outside = outside(scale);
    return 3 * colour * colour + (long) scale * scale + outside * outside;
  }

  static int outside(int scale) {
    return Math.round(OUTSIDE_WEIGHT * scale);
  }

  static float opacity(float density) {
    return Math.max(0f, Math.min(1f, (density + 1) / 2));
  }

  /**
   * Writes the features of a voxel.
   *
   * @param at index of its first channel in {@code samples}
   * @param out five values, scaled
   */
  static void of(float[] samples, int at, int scale, int[] out) {
    float opacity = opacity(samples[at + VoxelGrid.DENSITY]);
    for (int c = 0; c < VoxelGrid.DENSITY; c++) {
      float colour = Math.max(0f, Math.min(1f, (samples[at + c] + 1) / 2));
      out[c] = Math.round(colour * opacity * COLOUR_WEIGHT * scale);
    }
    out[OPACITY] = Math.round(opacity * scale);
    out[OUTSIDE] = 0;
  }

  /** Receives the features of one voxel. */
  interface Sink {
    /**
     * Takes them.
     *
     * @param x counted from the first voxel of the margin, as y is
     * @param z counted from the first voxel of the scene
     * @param features valid until the next call
     */
    void voxel(int x, int y, int z, int[] features);
  }

  /**
   * All voxels of a scene and of a margin round its sides.
   *
   * @param original size of the grid that the samples are of
   * @param orientation in which it is looked at
   */
  static void forEach(
      float[] samples,
      GridSize original,
      Orientation orientation,
      Border border,
      int margin,
      int scale,
      Sink sink) {
    for (int z = 0; z < original.nz(); z++) {
      forEachOfSlice(samples, original, orientation, border, margin, scale, z, sink);
    }
  }

  /** The same for one height. */
  static void forEachOfSlice(
      float[] samples,
      GridSize original,
      Orientation orientation,
      Border border,
      int margin,
      int scale,
      int z,
      Sink sink) {
    GridSize size = orientation.size(original);
    int[] alongX = border.seenAlongX(size.nx(), margin);
    int[] alongY = border.seenAlongY(size.ny(), margin);
    int[] inside = new int[CHANNELS];
    int[] outside = new int[CHANNELS];
    outside[OUTSIDE] = outside(scale);
    for (int y = 0; y < alongY.length; y++) {
      for (int x = 0; x < alongX.length; x++) {
        if (alongX[x] < 0 || alongY[y] < 0) {
          sink.voxel(x, y, z, outside);
          continue;
        }
        int voxelX = orientation.originalX(alongX[x], alongY[y], original);
        int voxelY = orientation.originalY(alongX[x], alongY[y], original);
        int v = (z * original.ny() + voxelY) * original.nx() + voxelX;
        of(samples, v * VoxelGrid.CHANNELS, scale, inside);
        sink.voxel(x, y, z, inside);
      }
    }
  }
}
