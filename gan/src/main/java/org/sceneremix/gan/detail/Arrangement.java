package org.sceneremix.gan.detail;

import org.sceneremix.volume.GridSize;

/**
 * Where the columns of a remix come from in the exemplar, as far as is known beforehand. A search
 * for matches begins there.
 */
public final class Arrangement {

  /**
   * A piece moved by half a voxel of the target comes to lie on borders between voxels of the
   * source; rounding must not send its columns to either side by turns.
   */
  private static final double TOLERANCE = 1e-6;

  private final GridSize remix;
  private final GridSize exemplar;
  private final float[] sourceX;
  private final float[] sourceY;

  /**
   * @param remix voxels of the remix in which columns are counted
   * @param exemplar voxels of the exemplar, as large as those
   * @param sourceX for each column, {@code x + nx * y}, the exemplar's voxel along x
   * @param sourceY the same along y
   */
  public Arrangement(GridSize remix, GridSize exemplar, float[] sourceX, float[] sourceY) {
    if (sourceX.length != remix.nx() * remix.ny() || sourceY.length != sourceX.length) {
      throw new IllegalArgumentException(
          "a remix of " + remix + " voxels cannot have " + sourceX.length + " columns");
    }
    this.remix = remix;
    this.exemplar = exemplar;
    this.sourceX = sourceX;
    this.sourceY = sourceY;
  }

  /**
   * A voxel of a source for every voxel of a target, at one resolution of both.
   *
   * @param layersUp what to add to a layer of the target for that of the source at the same height
   */
  int[] guess(Features target, Features source, int layersUp) {
    GridSize from = target.size();
    GridSize to = source.size();
    int[] guess = new int[target.voxelCount()];
    for (int v = 0; v < guess.length; v++) {
      double x = (target.x(v) + 0.5) * remix.nx() / from.nx();
      double y = (target.y(v) + 0.5) * remix.ny() / from.ny();
      int column = (int) x + remix.nx() * (int) y;
      double movedX = (x + sourceX[column] - (int) x) * to.nx() / exemplar.nx();
      double movedY = (y + sourceY[column] - (int) y) * to.ny() / exemplar.ny();
      guess[v] =
          source.voxel(
              CoordinateMap.centre((int) Math.floor(movedX + TOLERANCE), to.nx()),
              CoordinateMap.centre((int) Math.floor(movedY + TOLERANCE), to.ny()),
              CoordinateMap.clamp(target.z(v) + layersUp, 0, to.nz() - 1));
    }
    return guess;
  }
}
