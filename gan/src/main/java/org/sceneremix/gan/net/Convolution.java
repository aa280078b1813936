package org.sceneremix.gan.net;

import java.util.ArrayList;
import java.util.List;
import org.sceneremix.gan.net.MatrixProduct.Block;
import org.sceneremix.gan.net.MatrixProduct.Operand;

/**
 * A convolution over the ground without padding, stride 1:
 *
 * <pre>
 *   out[y][x][j] = bias[j] + sum_{u, v, i} in[y + u][x + v][i] weights[u][v][i][j],   0 &lt;= u, v &lt; size
 * </pre>
 *
 * <p>With channels last, {@code size} sites of a row lie side by side in memory. So the windows of
 * every {@code size}-th site are the rows of a matrix in the array as it is, and a convolution is a
 * sum of {@code size} products for each remainder of sites, without a copy of windows. There are
 * rows for windows that stick out beyond the end of a row of sites, too; they are left out when
 * results are copied.
 *
 * @param size sites along an edge of the kernel, odd
 * @param in channels
 * @param out channels
 */
record Convolution(int size, int in, int out) {

  /** Sites of a piece of work, about. */
  private static final int PIECE = 512;

  int weightCount() {
    return size * size * in * out;
  }

  /**
   * Convolves.
   *
   * @param bias may be null for none
   */
  Maps apply(Engine engine, Maps maps, float[] weights, float[] bias) {
    int height = maps.height() - size + 1;
    int width = maps.width() - size + 1;
    Maps result = Maps.zeros(maps.count(), height, width, out);
    Pieces pieces = new Pieces(maps, height, PIECE);
    engine
        .workers()
        .forEach(
            pieces.count(),
            (worker, i) -> {
              Piece piece = pieces.piece(i);
              float[] sums = new float[piece.sites() * out];
              engine
                  .product()
                  .multiply(
                      piece.input(),
                      Operand.of(weights, out),
                      Operand.of(sums, size * out),
                      false,
                      blocks(
                          piece.windows(),
                          maps.width(),
                          (many, ofInput, ofWeights, ofOutput) ->
                              new Block(
                                  many,
                                  out,
                                  size * in,
                                  ofInput,
                                  ofWeights,
                                  ofOutput,
                                  ofWeights > 0)));
              piece.forRows(
                  (n, y, site) ->
                      copyRow(sums, site * out, bias, result.data(), result.index(n, y, 0), width));
            });
    return result;
  }

  /** Pieces of work: rows of a large map, or several small maps at once. */
  private final class Pieces {
    private final Maps maps;
    private final int height;
    private final int rows;
    private final int perMap;
    private final int together;

    /**
     * @param height rows of the result
     * @param sites of a piece, about
     */
    Pieces(Maps maps, int height, int sites) {
      this.maps = maps;
      this.height = height;
      this.rows = Math.min(height, Math.max(1, sites / maps.width()));
      this.perMap = (height + rows - 1) / rows;
      this.together = perMap > 1 ? 1 : Math.max(1, sites / (maps.height() * maps.width()));
    }

    int count() {
      return perMap * ((maps.count() + together - 1) / together);
    }

    Piece piece(int i) {
      int n0 = i / perMap * together;
      int y0 = i % perMap * rows;
      return new Piece(
          maps, n0, Math.min(maps.count(), n0 + together), y0, Math.min(height, y0 + rows));
    }
  }

  /** A row of a result, and the site of a piece at which its windows begin. */
  private interface Row {
    void of(int n, int y, int site);
  }

  /** Rows y0 to y1 of one map, or those of maps n0 to n1, which lie one after the other. */
  private final class Piece {
    private final Maps maps;
    private final int n0;
    private final int n1;
    private final int y0;
    private final int y1;

    Piece(Maps maps, int n0, int n1, int y0, int y1) {
      this.maps = maps;
      this.n0 = n0;
      this.n1 = n1;
      this.y0 = y0;
      this.y1 = y1;
    }

    /** Sites at which windows may begin, with those that stick out. */
    int sites() {
      return ((n1 - n0 - 1) * maps.height() + y1 - y0) * maps.width();
    }

    /** Windows, the last of which ends with the input. */
    int windows() {
      return sites() - size + 1;
    }

    /** The input as a matrix of windows. */
    Operand input() {
      int length = (sites() + (size - 1) * maps.width()) * in;
      return new Operand(maps.data(), maps.index(n0, y0, 0), length, size * in, false);
    }

    void forRows(Row row) {
      for (int n = n0; n < n1; n++) {
        for (int y = y0; y < y1; y++) {
          row.of(n, y, ((n - n0) * maps.height() + y - y0) * maps.width());
        }
      }
    }
  }

  /** A product: rows of a matrix of windows, and where it begins in input, weights and output. */
  private interface Product {
    Block of(int rows, int ofInput, int ofWeights, int ofOutput);
  }

  /** One product for every remainder of sites and every row of the kernel. */
  private Block[] blocks(int windows, int width, Product product) {
    List<Block> blocks = new ArrayList<>();
    for (int first = 0; first < Math.min(size, windows); first++) {
      int rows = (windows - first + size - 1) / size;
      for (int u = 0; u < size; u++) {
        blocks.add(product.of(rows, (u * width + first) * in, u * size * in * out, first * out));
      }
    }
    return blocks.toArray(Block[]::new);
  }

  private void copyRow(float[] sums, int from, float[] bias, float[] to, int at, int width) {
    System.arraycopy(sums, from, to, at, width * out);
    if (bias != null) {
      for (int x = 0; x < width; x++) {
        for (int j = 0; j < out; j++) {
          to[at + x * out + j] += bias[j];
        }
      }
    }
  }

  /** The gradient with respect to what was convolved, from that with respect to the result. */
  Maps inputGradient(Engine engine, Maps gradient, float[] weights) {
    float[] adjoint = new float[weights.length];
    for (int tap = 0; tap < size * size; tap++) {
      int from = tap * in * out;
      int to = (size * size - 1 - tap) * in * out;
      for (int i = 0; i < in; i++) {
        for (int j = 0; j < out; j++) {
          adjoint[to + j * in + i] = weights[from + i * out + j];
        }
      }
    }
    return new Convolution(size, out, in).apply(engine, gradient.grown(size - 1), adjoint, null);
  }

  /** Adds the gradient with respect to the weights. */
  void addWeightGradient(Engine engine, Maps maps, Maps gradient, float[] sum) {
    Pieces pieces = new Pieces(maps, gradient.height(), 2 * PIECE);
    engine.addUp(
        pieces.count(),
        i -> {
          Piece piece = pieces.piece(i);
          // rows as wide as those of the input, with zeros where windows stick out
          float[] spread = new float[piece.sites() * out];
          piece.forRows(
              (n, y, site) ->
                  System.arraycopy(
                      gradient.data(),
                      gradient.index(n, y, 0),
                      spread,
                      site * out,
                      gradient.width() * out));
          float[] part = new float[weightCount()];
          engine
              .product()
              .multiply(
                  piece.input().transpose(),
                  Operand.of(spread, size * out),
                  Operand.of(part, out),
                  false,
                  blocks(
                      piece.windows(),
                      maps.width(),
                      (many, ofInput, ofWeights, ofOutput) ->
                          new Block(
                              size * in, out, many, ofInput, ofOutput, ofWeights, ofOutput > 0)));
          return part;
        },
        sum);
  }

  /** Adds the gradient with respect to the bias. */
  void addBiasGradient(Engine engine, Maps gradient, float[] sum) {
    int sites = gradient.sites();
    engine.addUp(
        (sites + PIECE - 1) / PIECE,
        piece -> {
          float[] part = new float[out];
          for (int s = piece * PIECE; s < Math.min(sites, (piece + 1) * PIECE); s++) {
            for (int j = 0; j < out; j++) {
              part[j] += gradient.data()[s * out + j];
            }
          }
          return part;
        },
        sum);
  }
}
