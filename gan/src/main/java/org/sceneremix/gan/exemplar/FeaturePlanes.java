package org.sceneremix.gan.exemplar;

import org.sceneremix.volume.GridSize;

/**
 * Features with a margin, as the displacement sweep reads them: {@code [x][channel]} planes of
 * {@code [y][z]}, z fastest. A column is followed by as many zeros as a patch reaches beyond it,
 * which are also those before the next one; before the first there are as many.
 */
final class FeaturePlanes {

  /** Voxels along x without the margins. */
  final int nx;

  /** Length of a column with the zeros behind it. */
  final int column;

  final int[][][] planes;

  FeaturePlanes(
      float[] samples,
      GridSize original,
      Orientation orientation,
      Border border,
      int reach,
      int scale) {
    GridSize size = orientation.size(original);
    this.nx = size.nx();
    this.column = size.nz() + reach;
    this.planes = empty(size, reach);
    Features.forEach(
        samples,
        original,
        orientation,
        border,
        reach,
        scale,
        (x, y, z, features) -> {
          for (int c = 0; c < features.length; c++) {
            planes[x][c][reach + y * column + z] = features[c];
          }
        });
  }

  private static int[][][] empty(GridSize size, int reach) {
    return new int[size.nx() + 2 * reach][Features.CHANNELS][planeLength(size, reach)];
  }

  /** Number of values of a plane, the zeros at both ends counted. */
  static int planeLength(GridSize size, int reach) {
    return (size.ny() + 2 * reach) * (size.nz() + reach) + 2 * reach;
  }
}
