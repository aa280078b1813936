package org.sceneremix.gan.sample;

import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;

/**
 * What is large in a scene: its opacity, blurred along x and y until things as wide as a stone in a
 * heap are gone.
 *
 * <p>Scenes that are alike everywhere can be cut up and laid out anew: blurred, they are nearly
 * even, and seams can be laid through what is left. A wall around a hollow cannot: pieces of it end
 * in the air.
 */
final class LargeForms {

  /** Standard deviation of the Gaussian, voxels of the coarsest stage. */
  private static final double SPREAD = 1.5;

  private static final int RADIUS = 5;

  /** Remixes whose seams are looked at. */
  private static final int REMIXES = 8;

  /**
   * From here on, a scene is bent and not cut up. At 21 voxels: toy blocks on a table 0.0005,
   * pebbles 0.0020, balloons 0.0021, flowers 0.0027, a chair 0.0054, a mound of earth 0.0056, a
   * cape of metal, which is a wall around a hollow, 0.0125.
   */
  private static final double TORN = 0.008;

  private final GridSize size;

  /** Opacity, {@code [z][y * nx + x]}. */
  private final double[][] sharp;

  private final double[][] blurred;

  private LargeForms(Pieces pieces) {
    this.size = pieces.trained();
    this.sharp = new double[size.nz()][size.nx() * size.ny()];
    this.blurred = new double[size.nz()][];
    for (int z = 0; z < size.nz(); z++) {
      for (int column = 0; column < sharp[z].length; column++) {
        sharp[z][column] = pieces.opacity(column, z);
      }
      blurred[z] = blurred(sharp[z]);
    }
  }

  /**
   * Whether remixes of pieces tear what is large.
   *
   * @param pieces of the coarsest stage
   */
  static boolean areTorn(Pieces pieces) {
    return new LargeForms(pieces).torn(pieces) > TORN;
  }

  /**
   * Mean squared difference of what is large on both sides of a seam, times the share of the
   * scene's variance that is large.
   */
  private double torn(Pieces pieces) {
    double sum = 0;
    int seams = 0;
    for (long remix = 1; remix <= REMIXES; remix++) {
      PieceMap map = new PieceMap(pieces, remix, size, Periodicity.NONE);
      for (PieceMap.Seam seam : map.seams()) {
        sum += difference(seam.here(), seam.continued()) + difference(seam.before(), seam.there());
        seams++;
      }
    }
    return seams == 0 ? 0 : sum / seams * variance(blurred) / Math.max(1e-9, variance(sharp));
  }

  private double difference(int column, int other) {
    if (column == ColumnMap.NOTHING || other == ColumnMap.NOTHING) {
      return 0;
    }
    double sum = 0;
    for (double[] layer : blurred) {
      double difference = layer[column] - layer[other];
      sum += difference * difference;
    }
    return sum / blurred.length;
  }

  /** Variance along x and y, sides left out. */
  private double variance(double[][] layers) {
    int side = Math.min(3, (Math.min(size.nx(), size.ny()) - 1) / 2);
    double variance = 0;
    for (double[] layer : layers) {
      double sum = 0;
      double squares = 0;
      int count = 0;
      for (int y = side; y < size.ny() - side; y++) {
        for (int x = side; x < size.nx() - side; x++) {
          double value = layer[y * size.nx() + x];
          sum += value;
          squares += value * value;
          count++;
        }
      }
      variance += squares / count - sum * sum / count / count;
    }
    return variance;
  }

  private double[] blurred(double[] layer) {
    double[] result = new double[layer.length];
    for (int y = 0; y < size.ny(); y++) {
      for (int x = 0; x < size.nx(); x++) {
        double sum = 0;
        double weights = 0;
        for (int j = Math.max(0, y - RADIUS); j <= Math.min(size.ny() - 1, y + RADIUS); j++) {
          for (int i = Math.max(0, x - RADIUS); i <= Math.min(size.nx() - 1, x + RADIUS); i++) {
            double square = (i - x) * (i - x) + (j - y) * (j - y);
            double weight = Math.exp(-square / (2 * SPREAD * SPREAD));
            sum += weight * layer[j * size.nx() + i];
            weights += weight;
          }
        }
        result[y * size.nx() + x] = sum / weights;
      }
    }
    return result;
  }
}
