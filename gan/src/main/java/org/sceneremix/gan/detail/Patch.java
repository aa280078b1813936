package org.sceneremix.gan.detail;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.sceneremix.volume.GridSize;

/**
 * The patches of a level: {@value #EDGE}x{@value #EDGE}x{@value #EDGE} voxels around a centre that
 * lies at least {@value #RADIUS} voxels inside the border in x and y.
 */
final class Patch {

  static final int RADIUS = 2;
  static final int EDGE = 2 * RADIUS + 1;

  /** Below this a voxel counts as empty; a fit leaves faint fog that nobody sees. */
  static final float VISIBLE_OPACITY = 0.02f;

  private static final int ROW = EDGE * Features.CHANNELS;

  private Patch() {}

  /** Offsets, in values, from the centre to the first value of every row, nearest rows first. */
  static int[] rows(GridSize size) {
    return IntStream.range(0, EDGE * EDGE)
        .boxed()
        .sorted(Comparator.comparingInt(Patch::distanceFromCentre))
        .mapToInt(
            row -> {
              int dy = row % EDGE - RADIUS;
              int dz = row / EDGE - RADIUS;
              return ((dz * size.ny() + dy) * size.nx() - RADIUS) * Features.CHANNELS;
            })
        .toArray();
  }

  private static int distanceFromCentre(int row) {
    int dy = row % EDGE - RADIUS;
    int dz = row / EDGE - RADIUS;
    return dy * dy + dz * dz;
  }

  /**
   * Sum of squared differences of two patches, or, as soon as that is certain, anything at least
   * {@code limit}. Hot loop: four sums run side by side.
   */
  static float difference(
      float[] a, int centreA, int[] rowsA, float[] b, int centreB, int[] rowsB, float limit) {
    float sum = 0;
    for (int row = 0; row < rowsA.length && sum < limit; row++) {
      int i = centreA * Features.CHANNELS + rowsA[row];
      int j = centreB * Features.CHANNELS + rowsB[row];
      float red = 0;
      float green = 0;
      float blue = 0;
      float opacity = 0;
      for (int end = i + ROW; i < end; i += Features.CHANNELS, j += Features.CHANNELS) {
        float r = a[i] - b[j];
        float g = a[i + 1] - b[j + 1];
        float l = a[i + 2] - b[j + 2];
        float o = a[i + 3] - b[j + 3];
        red += r * r;
        green += g * g;
        blue += l * l;
        opacity += o * o;
      }
      sum += red + green + (blue + opacity);
    }
    return sum;
  }

  /**
   * Which voxels are centres of patches with something to see in them, by the indices of {@link
   * Features}; never those in its margins, nor those too near to the border.
   */
  static boolean[] visible(Features features) {
    GridSize size = features.size();
    boolean[] visible = new boolean[features.voxelCount()];
    for (int v = 0; v < visible.length; v++) {
      visible[v] = features.opacity(v) > VISIBLE_OPACITY;
    }
    int layer = size.nx() * size.ny();
    visible = dilated(visible, 1, RADIUS);
    visible = dilated(visible, size.nx(), RADIUS);
    visible = dilated(visible, layer, RADIUS);
    for (int v = 0; v < visible.length; v++) {
      visible[v] &= isCentre(size, v);
    }
    return visible;
  }

  /** True within {@code reach} strides of what was; wraps around where no centres are. */
  static boolean[] dilated(boolean[] from, int stride, int reach) {
    boolean[] to = from.clone();
    for (int v = 0; v < from.length; v++) {
      for (int k = 1; k <= reach && !to[v]; k++) {
        to[v] =
            (v >= k * stride && from[v - k * stride])
                || (v + k * stride < from.length && from[v + k * stride]);
      }
    }
    return to;
  }

  /** Whether the patch around a voxel, given by its index in {@link Features}, lies in the box. */
  static boolean isCentre(GridSize size, int voxel) {
    int x = voxel % size.nx();
    int y = voxel / size.nx() % size.ny();
    int z = voxel / size.nx() / size.ny() - Features.MARGIN;
    return x >= RADIUS
        && x < size.nx() - RADIUS
        && y >= RADIUS
        && y < size.ny() - RADIUS
        && z >= 0
        && z < size.nz();
  }
}
