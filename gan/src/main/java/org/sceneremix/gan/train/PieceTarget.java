package org.sceneremix.gan.train;

import java.util.Arrays;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * What a remix is to look like inside its pieces, at any stage: the reference, moved as the pieces
 * of the coarsest stage are. Moves that are no whole voxels are interpolated with Catmull and Rom's
 * cubic, which keeps edges sharp.
 */
final class PieceTarget {

  private static final int C = VoxelGrid.CHANNELS;
  private static final int TAPS = 4;

  private final float[] values;
  private final boolean[] known;

  private PieceTarget(float[] values, boolean[] known) {
    this.values = values;
    this.known = known;
  }

  /** Whether column {@code x + nx * y} lies inside a piece. */
  boolean isKnown(int column) {
    return known[column];
  }

  /** A value of the scene, {@code [z][y][x][4]} of the size of the reference. */
  float value(int index) {
    return values[index];
  }

  /**
   * @param coarsest the stage that has the pieces
   * @param seed of the remix
   * @param reference the scene at the wanted stage
   */
  static PieceTarget of(CascadeStage coarsest, long seed, VoxelGrid reference) {
    GridSize coarse = coarsest.trainingSize();
    int nx = reference.nx();
    int ny = reference.ny();
    double perCoarseX = (double) nx / coarse.nx();
    double perCoarseY = (double) ny / coarse.ny();
    PieceTarget target = new PieceTarget(new float[reference.data().length], new boolean[nx * ny]);
    int[] columns = new int[coarse.nx() * coarse.ny()];
    Arrays.setAll(
        columns, i -> coarsest.repeatedColumn(seed, coarse, i % coarse.nx(), i / coarse.nx()));
    for (int y = 0; y < ny; y++) {
      int coarseY = (int) ((y + 0.5) / perCoarseY);
      for (int x = 0; x < nx; x++) {
        int coarseX = (int) ((x + 0.5) / perCoarseX);
        int from = columns[coarseX + coarse.nx() * coarseY];
        if (from >= 0) {
          target.known[x + nx * y] = true;
          target.interpolate(
              reference,
              x + nx * y,
              x + (from % coarse.nx() - coarseX) * perCoarseX,
              y + (from / coarse.nx() - coarseY) * perCoarseY);
        }
      }
    }
    return target;
  }

  private void interpolate(VoxelGrid reference, int column, double fromX, double fromY) {
    int nx = reference.nx();
    int ny = reference.ny();
    int firstX = (int) Math.floor(fromX) - 1;
    int firstY = (int) Math.floor(fromY) - 1;
    float[] weightsX = weights(fromX - Math.floor(fromX));
    float[] weightsY = weights(fromY - Math.floor(fromY));
    for (int j = 0; j < TAPS; j++) {
      int y = Math.max(0, Math.min(ny - 1, firstY + j));
      for (int i = 0; i < TAPS; i++) {
        float weight = weightsX[i] * weightsY[j];
        if (weight == 0) {
          continue;
        }
        int x = Math.max(0, Math.min(nx - 1, firstX + i));
        for (int z = 0; z < reference.nz(); z++) {
          int at = (z * nx * ny + column) * C;
          int from = ((z * ny + y) * nx + x) * C;
          for (int c = 0; c < C; c++) {
            values[at + c] += weight * reference.data()[from + c];
          }
        }
      }
    }
  }

  /** Of the four samples around a place that lies t behind the second. */
  private static float[] weights(double t) {
    return new float[] {
      (float) (0.5 * t * (-1 + t * (2 - t))),
      (float) (0.5 * (2 + t * t * (3 * t - 5))),
      (float) (0.5 * t * (1 + t * (4 - 3 * t))),
      (float) (0.5 * t * t * (t - 1))
    };
  }
}
