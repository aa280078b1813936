package org.sceneremix.gan.net;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.sceneremix.gan.net.MatrixProduct.Block;
import org.sceneremix.gan.net.MatrixProduct.Operand;
import org.sceneremix.renderer.check.Comparison;

/**
 * Multiplies small random matrices on an engine and by the plainest code, and compares: whether a
 * graphics card and its driver, or a library, compute what they should.
 */
public final class ProductCheck {

  private static final double TOLERANCE = 1e-4;

  /** Before and after the part of an array in which a matrix lies. */
  private static final int AROUND = 7;

  private static final int THREADED = 16;

  private final MatrixProduct product;
  private final SplittableRandom random = new SplittableRandom(1);

  private ProductCheck(MatrixProduct product) {
    this.product = product;
  }

  /** Compares products of every kind. */
  public static List<Comparison> run(Engine engine) {
    ProductCheck check = new ProductCheck(engine.product());
    List<Comparison> checks = new ArrayList<>();
    checks.add(check.whole("product", false, false));
    checks.add(check.whole("product, first transposed", true, false));
    checks.add(check.whole("product, second transposed", false, true));
    checks.add(check.whole("product, both transposed", true, true));
    checks.add(check.blocks());
    checks.add(check.threads(engine));
    return checks;
  }

  /** Added to what is there, in the middle of larger arrays, with rows apart. */
  private Comparison whole(String name, boolean transposedA, boolean transposedB) {
    int m = 83;
    int n = 70;
    int k = 37;
    Operand a = operand(transposedA ? k : m, transposedA ? m : k, 3, transposedA);
    Operand b = operand(transposedB ? n : k, transposedB ? k : n, 5, transposedB);
    Operand c = operand(m, n, 2, false);
    return compare(name, a, b, c, true, new Block(m, n, k, 0, 0, 0, true));
  }

  /** Blocks that overlap in the first matrix and lie beside each other in the result. */
  private Comparison blocks() {
    int m = 29;
    int n = 8;
    int k = 36;
    int shift = 24;
    Operand a = new Operand(noise(m * k + shift), 0, m * k + shift, k, false);
    Operand b = operand(2 * k, n, 0, false);
    Operand c = operand(m, 2 * n, 0, false);
    return compare(
        "product, blocks",
        a,
        b,
        c,
        false,
        new Block(m, n, k, 0, 0, 0, false),
        new Block(m, n, k, shift, 0, n, false),
        new Block(m, n, k, shift, k * n, 0, true));
  }

  /** Check of products that several threads make at once. */
  private Comparison threads(Engine engine) {
    int side = 24;
    Operand a = operand(side, side, 0, false);
    Operand b = operand(side, side, 0, false);
    float[] results = new float[THREADED * side * side];
    Block block = new Block(side, side, side, 0, 0, 0, false);
    engine.forRanges(
        THREADED,
        1,
        (from, to) ->
            product.multiply(
                a,
                b,
                new Operand(results, from * side * side, side * side, side, false),
                false,
                block));
    double[] right = new double[side * side];
    add(a, b, block, side, right, 0);
    return Comparison.of("product, by threads", results, i -> right[i % right.length], TOLERANCE);
  }

  private Comparison compare(
      String name, Operand a, Operand b, Operand c, boolean keeps, Block... blocks) {
    double[] right = new double[c.data().length];
    for (int i = 0; i < right.length; i++) {
      right[i] = c.data()[i];
    }
    for (Block block : blocks) {
      if (!block.adds()) {
        for (int i = 0; i < block.m(); i++) {
          for (int j = 0; j < block.n(); j++) {
            right[c.offset() + block.ofC() + i * c.stride() + j] = 0;
          }
        }
      }
      add(a, b, block, c.stride(), right, c.offset());
    }
    product.multiply(a, b, c, keeps, blocks);
    return Comparison.of(name, c.data(), i -> right[i], TOLERANCE);
  }

  private static void add(
      Operand a, Operand b, Block block, int stride, double[] results, int offset) {
    for (int i = 0; i < block.m(); i++) {
      for (int j = 0; j < block.n(); j++) {
        for (int l = 0; l < block.k(); l++) {
          results[offset + block.ofC() + i * stride + j] +=
              value(a, block.ofA(), i, l) * value(b, block.ofB(), l, j);
        }
      }
    }
  }

  private static double value(Operand operand, int from, int row, int column) {
    int at =
        operand.transposed() ? column * operand.stride() + row : row * operand.stride() + column;
    return operand.data()[operand.offset() + from + at];
  }

  /**
   * @param rows as stored
   * @param apart values between the end of a row and the next
   */
  private Operand operand(int rows, int columns, int apart, boolean transposed) {
    int stride = columns + apart;
    int length = rows * stride;
    return new Operand(noise(length + 2 * AROUND), AROUND, length, stride, transposed);
  }

  private float[] noise(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
