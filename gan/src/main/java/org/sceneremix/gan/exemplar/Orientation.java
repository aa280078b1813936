package org.sceneremix.gan.exemplar;

import org.sceneremix.volume.GridSize;

/**
 * A grid mirrored in x, perhaps, and then turned about z, counterclockwise as seen from above.
 *
 * <p>Voxel (x, y) of a grid of nx x ny voxels turned once lies at (ny - 1 - y, x) of a grid of ny x
 * nx.
 *
 * @param quarterTurns 0 to 3
 * @param mirrored whether x is reversed before
 */
record Orientation(int quarterTurns, boolean mirrored) {

  /** The grid itself. */
  static final Orientation OWN = new Orientation(0, false);

  /** Size of the oriented grid. */
  GridSize size(GridSize original) {
    return quarterTurns % 2 == 0
        ? original
        : new GridSize(original.ny(), original.nx(), original.nz());
  }

  /** The x in the original of voxel (x, y) of the oriented grid. */
  int originalX(int x, int y, GridSize original) {
    int last = original.nx() - 1;
    int before =
        switch (quarterTurns) {
          case 0 -> x;
          case 1 -> y;
          case 2 -> last - x;
          default -> last - y;
        };
    return mirrored ? last - before : before;
  }

  /** The y in the original of voxel (x, y) of the oriented grid. */
  int originalY(int x, int y, GridSize original) {
    int last = original.ny() - 1;
    return switch (quarterTurns) {
      case 0 -> y;
      case 1 -> last - x;
      case 2 -> last - y;
      default -> x;
    };
  }

  /** Step of the index into the original grid for one step along x of the oriented grid. */
  int stepX(GridSize original, int strideX, int strideY) {
    return (originalX(1, 0, original) - originalX(0, 0, original)) * strideX
        + (originalY(1, 0, original) - originalY(0, 0, original)) * strideY;
  }

  /** Step of the index into the original grid for one step along y of the oriented grid. */
  int stepY(GridSize original, int strideX, int strideY) {
    return (originalX(0, 1, original) - originalX(0, 0, original)) * strideX
        + (originalY(0, 1, original) - originalY(0, 0, original)) * strideY;
  }
}
