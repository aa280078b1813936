package org.sceneremix.gan.exemplar;

import org.sceneremix.volume.GridSize;

/**
 * Features with a margin, each channel for itself, as the displacement sweep reads them: {@code
 * [y][x][z]}, z fastest, so that a row of columns is one run of memory. A column is followed by as
 * many zeros as a patch reaches beyond it, which are also those before the next one.
 */
final class FeaturePlanes {

  /** Length of a column with the zeros behind it. */
  final int column;

  /** Length of a row of columns, the margins counted. */
  final int row;

  final int[][] channels = new int[Features.CHANNELS][];

  FeaturePlanes(
      float[] samples,
      GridSize original,
      Orientation orientation,
      Border border,
      int reach,
      int scale) {
    GridSize size = orientation.size(original);
    this.column = size.nz() + reach;
    this.row = (size.nx() + 2 * reach) * column;
    for (int c = 0; c < channels.length; c++) {
      channels[c] = new int[(size.ny() + 2 * reach) * row];
    }
    Features.forEach(
        samples,
        original,
        orientation,
        border,
        reach,
        scale,
        (x, y, z, features) -> {
          int at = y * row + x * column + z;
          for (int c = 0; c < channels.length; c++) {
            channels[c][at] = features[c];
          }
        });
  }
}
