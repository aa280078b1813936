package org.sceneremix.gan.net;

import org.sceneremix.gan.net.MatrixProduct.Block;
import org.sceneremix.gan.net.MatrixProduct.Operand;

/** Distances between the channel vectors of all pairs of sites of two maps. */
public final class PairwiseDistances {

  private static final int PIECE = 128;

  private PairwiseDistances() {}

  /**
   * The squared distance of every site of {@code a} to every site of {@code b}, {@code |x|^2 +
   * |y|^2 - 2 x . y}, with one product of matrices. For example, (1, 2) and (3, 1) are at 5 + 10 -
   * 2 * 5 = 5. Rounding leaves errors of about 1e-6 of the squared lengths, and may make a distance
   * of nothing negative.
   *
   * @return {@code [site of a][site of b]}
   */
  public static float[] squared(Engine engine, Maps a, Maps b) {
    int channels = a.channels();
    int m = a.sites();
    int n = b.sites();
    float[] distances = new float[m * n];
    float[] ofA = squaredLengths(a);
    float[] ofB = squaredLengths(b);
    engine.forRanges(
        m,
        PIECE,
        (from, to) -> {
          int rows = to - from;
          engine
              .product()
              .multiply(
                  new Operand(a.data(), from * channels, rows * channels, channels, false),
                  Operand.of(b.data(), channels).transpose(),
                  new Operand(distances, from * n, rows * n, n, false),
                  false,
                  new Block(rows, n, channels, 0, 0, 0, false));
          for (int i = from; i < to; i++) {
            for (int j = 0; j < n; j++) {
              distances[i * n + j] = ofA[i] + ofB[j] - 2 * distances[i * n + j];
            }
          }
        });
    return distances;
  }

  private static float[] squaredLengths(Maps maps) {
    float[] squares = new float[maps.sites()];
    for (int site = 0; site < squares.length; site++) {
      for (int i = site * maps.channels(); i < (site + 1) * maps.channels(); i++) {
        squares[site] += maps.data()[i] * maps.data()[i];
      }
    }
    return squares;
  }
}
