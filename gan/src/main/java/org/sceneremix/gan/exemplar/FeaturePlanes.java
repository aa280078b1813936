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
      Appearance scene,
      GridSize original,
      Orientation orientation,
      Border border,
      int reach,
      Features features) {
    GridSize size = orientation.size(original);
    this.nx = size.nx();
    this.column = size.nz() + reach;
    int channels = features.places() ? Features.CHANNELS : Features.LOOK;
    this.planes = new int[size.nx() + 2 * reach][channels][planeLength(size, reach)];
    for (int slice = 0; slice < size.nz(); slice++) {
      features.forEachOfSlice(
          scene,
          original,
          orientation,
          border,
          reach,
          slice,
          (x, y, z, values) -> {
            for (int c = 0; c < channels; c++) {
              planes[x][c][reach + y * column + z] = values[c];
            }
          });
    }
  }

  /** Number of values of a plane, the zeros at both ends counted. */
  static int planeLength(GridSize size, int reach) {
    return (size.ny() + 2 * reach) * (size.nz() + reach) + 2 * reach;
  }
}
