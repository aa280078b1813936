package org.sceneremix.gan.detail;

import java.util.stream.IntStream;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.TrilinearResize;
import org.sceneremix.volume.VoxelGrid;

/**
 * What is visible of each voxel, as patches compare it: opacity along one voxel edge, and colour
 * times that, all in [0, 1].
 *
 * <p>Values are {@code [z][y][x][channel]} with {@link #MARGIN} more layers below and above, which
 * continue the lowest and the highest one: so a patch may stick out of the box upwards and
 * downwards. It may not in x and y. A voxel is named by its index in the array with these margins,
 * not counting channels; so a patch moves by adding the same number to all its voxels.
 */
final class Features {

  /** Values of a voxel. */
  static final int CHANNELS = VoxelGrid.CHANNELS;

  /** Layers below and above the box. */
  static final int MARGIN = Patch.RADIUS;

  private static final int OPACITY = VoxelGrid.DENSITY;

  private final GridSize size;
  private final float[] values;

  private Features(GridSize size) {
    this.size = size;
    this.values = new float[VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz() + 2 * MARGIN)];
  }

  /** Features without a voxel in them that shows. */
  static Features empty(GridSize size) {
    return new Features(size);
  }

  static Features of(VoxelGrid grid) {
    Features features = new Features(GridSize.of(grid));
    double thickness = grid.densityScale() * grid.shortestVoxelEdge();
    float[] data = grid.data();
    int first = features.voxel(0, 0, 0) * CHANNELS;
    for (int v = 0; v < data.length; v += CHANNELS) {
      double opacity = -Math.expm1(-thickness * Math.max(0, data[v + VoxelGrid.DENSITY]));
      for (int c = 0; c < OPACITY; c++) {
        double colour = Math.max(0, Math.min(1, 0.5 * (data[v + c] + 1)));
        features.values[first + v + c] = (float) (opacity * colour);
      }
      features.values[first + v + OPACITY] = (float) opacity;
    }
    features.continueUpAndDown();
    return features;
  }

  /**
   * A grid seen with another number of voxels, its inside made definite: interpolated where those
   * are smaller than its own, averaged where they are larger.
   */
  static Features sampled(VoxelGrid grid, GridSize size) {
    VoxelGrid interpolated = TrilinearResize.refined(grid, size);
    return of(HiddenInterior.filled(interpolated)).averagedTo(size);
  }

  /** The same with fewer voxels, each the mean over the part of space that it fills. */
  Features averagedTo(GridSize coarse) {
    int first = voxel(0, 0, 0) * CHANNELS;
    float[] inside = new float[size.voxelCount() * CHANNELS];
    System.arraycopy(values, first, inside, 0, inside.length);
    float[] alongX = averaged(inside, size.nz() * size.ny(), size.nx(), coarse.nx(), CHANNELS);
    float[] alongY = averaged(alongX, size.nz(), size.ny(), coarse.ny(), coarse.nx() * CHANNELS);
    float[] alongZ =
        averaged(alongY, 1, size.nz(), coarse.nz(), coarse.ny() * coarse.nx() * CHANNELS);
    Features result = new Features(coarse);
    System.arraycopy(alongZ, 0, result.values, result.voxel(0, 0, 0) * CHANNELS, alongZ.length);
    result.continueUpAndDown();
    return result;
  }

  /** From {@code [outer][n][inner]} to {@code [outer][m][inner]}, m at most n. */
  private static float[] averaged(float[] in, int outer, int n, int m, int inner) {
    float[] out = new float[outer * m * inner];
    double ratio = (double) n / m;
    for (int j = 0; j < m; j++) {
      double from = j * ratio;
      double to = from + ratio;
      for (int i = (int) from; i < Math.min(n, (int) Math.ceil(to)); i++) {
        float share = (float) ((Math.min(to, i + 1) - Math.max(from, i)) / ratio);
        for (int o = 0; o < outer; o++) {
          int source = (o * n + i) * inner;
          int target = (o * m + j) * inner;
          for (int c = 0; c < inner; c++) {
            out[target + c] += share * in[source + c];
          }
        }
      }
    }
    return out;
  }

  /** Fills the margins from the layers next to them. */
  void continueUpAndDown() {
    int layer = size.nx() * size.ny() * CHANNELS;
    for (int k = 0; k < MARGIN; k++) {
      System.arraycopy(values, MARGIN * layer, values, k * layer, layer);
      System.arraycopy(
          values,
          (MARGIN + size.nz() - 1) * layer,
          values,
          (MARGIN + size.nz() + k) * layer,
          layer);
    }
  }

  /** This and another of the same size, mixed: {@code (1 - share) this + share other}. */
  Features mixedWith(Features other, float share) {
    Features result = new Features(size);
    IntStream.range(0, size.nz() + 2 * MARGIN)
        .parallel()
        .forEach(
            layer -> {
              int count = size.nx() * size.ny() * CHANNELS;
              for (int i = layer * count; i < (layer + 1) * count; i++) {
                result.values[i] = values[i] + share * (other.values[i] - values[i]);
              }
            });
    return result;
  }

  GridSize size() {
    return size;
  }

  /** The array itself. */
  float[] values() {
    return values;
  }

  /** Number of voxels including the margins. */
  int voxelCount() {
    return values.length / CHANNELS;
  }

  int voxel(int x, int y, int z) {
    return ((z + MARGIN) * size.ny() + y) * size.nx() + x;
  }

  int x(int voxel) {
    return voxel % size.nx();
  }

  int y(int voxel) {
    return voxel / size.nx() % size.ny();
  }

  /** Layer of the box; of a voxel in the margins that which is continued there. */
  int z(int voxel) {
    return Math.max(0, Math.min(size.nz() - 1, voxel / size.nx() / size.ny() - MARGIN));
  }

  float opacity(int voxel) {
    return values[voxel * CHANNELS + OPACITY];
  }
}
