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
 *   w times its place in the thing it belongs to, two channels ({@link ThingPlaces})
 * </pre>
 *
 * <p>times a scale. The weight of "outside" is what kept the edge of a table whole.
 */
final class Features {

  /** Channels of what a voxel looks like. */
  static final int LOOK = 5;

  static final int CHANNELS = LOOK + ThingPlaces.CHANNELS;

  private static final int OPACITY = 3;
  private static final int OUTSIDE = 4;

  private static final float COLOUR_WEIGHT = 0.8f;
  private static final float OUTSIDE_WEIGHT = 0.5f;

  private static final int LARGEST_SCALE = 511;

  private final float placeWeight;
  private final int scale;

  /**
   * @param placeWeight w; 0 where places are not compared
   * @param patch edge of the patches
   * @param nz voxels of the lattice along z; beyond, patches do not differ
   */
  Features(float placeWeight, int patch, int nz) {
    this.placeWeight = placeWeight;
    this.scale = scale((long) patch * patch * Math.min(patch, nz));
  }

  /**
   * The scale, at most {@value #LARGEST_SCALE}, at which no distance between patches exceeds the
   * range of int. Without places it is the largest up to patches of 13^3.
   */
  private int scale(long voxels) {
    int largest = LARGEST_SCALE;
    while (voxels * largestDifference(largest) > Integer.MAX_VALUE) {
      largest--;
    }
    return largest;
  }

  int scale() {
    return scale;
  }

  /** Sum of the squared weights of channels, those of the look as 1: {@code 5 + 2 w^2}. */
  float weight() {
    return LOOK + ThingPlaces.CHANNELS * placeWeight * placeWeight;
  }

  /** Whether places are compared. */
  boolean places() {
    return placeWeight > 0;
  }

  /**
   * The greatest squared difference of two voxels: one full and white, the other outside, and
   * places as far apart as nearness in [0, 1] and height in [-1, 1] can be.
   */
  long largestDifference() {
    return largestDifference(scale);
  }

  private long largestDifference(int scale) {
    long colour = Math.round(COLOUR_WEIGHT * scale);
    long outside = Math.round(OUTSIDE_WEIGHT * scale);
    long place = Math.round(placeWeight * scale);
    return 3 * colour * colour + (long) scale * scale + outside * outside + 5 * place * place;
  }

  static float opacity(float density) {
    return Math.max(0f, Math.min(1f, (density + 1) / 2));
  }

  /** Writes the features of a voxel. */
  private void write(Appearance of, int voxel, int[] out) {
    float[] samples = of.samples();
    int at = voxel * VoxelGrid.CHANNELS;
    float opacity = opacity(samples[at + VoxelGrid.DENSITY]);
    for (int c = 0; c < VoxelGrid.DENSITY; c++) {
      float colour = Math.max(0f, Math.min(1f, (samples[at + c] + 1) / 2));
      out[c] = Math.round(colour * opacity * COLOUR_WEIGHT * scale);
    }
    out[OPACITY] = Math.round(opacity * scale);
    out[OUTSIDE] = 0;
    if (places()) {
      float[] places = of.places().orElseThrow();
      for (int c = 0; c < ThingPlaces.CHANNELS; c++) {
        out[LOOK + c] = Math.round(places[voxel * ThingPlaces.CHANNELS + c] * placeWeight * scale);
      }
    }
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
   * All voxels of a scene at one height, and those of a margin round its sides.
   *
   * @param scene with its places, if they are compared
   * @param original size of the scene
   * @param orientation in which it is looked at
   */
  void forEachOfSlice(
      Appearance scene,
      GridSize original,
      Orientation orientation,
      Border border,
      int margin,
      int z,
      Sink sink) {
    GridSize size = orientation.size(original);
    int[] alongX = border.seenAlongX(size.nx(), margin);
    int[] alongY = border.seenAlongY(size.ny(), margin);
    int[] inside = new int[CHANNELS];
    int[] outside = new int[CHANNELS];
    outside[OUTSIDE] = Math.round(OUTSIDE_WEIGHT * scale);
    for (int y = 0; y < alongY.length; y++) {
      for (int x = 0; x < alongX.length; x++) {
        if (alongX[x] < 0 || alongY[y] < 0) {
          sink.voxel(x, y, z, outside);
          continue;
        }
        int voxelX = orientation.originalX(alongX[x], alongY[y], original);
        int voxelY = orientation.originalY(alongX[x], alongY[y], original);
        write(scene, (z * original.ny() + voxelY) * original.nx() + voxelX, inside);
        sink.voxel(x, y, z, inside);
      }
    }
  }
}
