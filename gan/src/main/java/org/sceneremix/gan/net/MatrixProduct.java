package org.sceneremix.gan.net;

/**
 * Products of matrices, the one operation in which back ends differ: nearly all of a training's
 * arithmetic is here. Matrices are row-major and lie in three arrays; a call does several products
 * with parts of them:
 *
 * <pre>
 *   C := op(A) op(B)   or   C := C + op(A) op(B)
 * </pre>
 *
 * <p>where op(X) is X or its transpose. For example, a block of {@code m = n = 1}, {@code k = 2}
 * with a = (1, 2), b = (3, 4) gives c = 11.
 *
 * <p>May be called by several threads at once; the result of a call does not depend on what others
 * do.
 */
public interface MatrixProduct extends AutoCloseable {

  /**
   * Matrices in a part of an array.
   *
   * @param data the array
   * @param offset where the part begins
   * @param length of the part; nothing beyond it is read or written
   * @param stride from the first value of a row to that of the next, as stored; no less than a
   *     row's values
   * @param transposed whether what is stored is the transpose
   */
  @SuppressWarnings("ArrayRecordComponent") // a name for an array, never compared
  record Operand(float[] data, int offset, int length, int stride, boolean transposed) {

    /** A matrix that is a whole array. */
    static Operand of(float[] data, int stride) {
      return new Operand(data, 0, data.length, stride, false);
    }

    /** The transpose of this. */
    Operand transpose() {
      return new Operand(data, offset, length, stride, !transposed);
    }
  }

  /**
   * One product.
   *
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param ofA where A begins, from the begin of its part
   * @param ofB the same of B
   * @param ofC the same of C
   * @param adds whether the product is added to C
   */
  record Block(int m, int n, int k, int ofA, int ofB, int ofC, boolean adds) {}

  /**
   * Multiplies, one block after the other.
   *
   * @param keeps whether blocks add to what is in C before; else what they do not write is
   *     undefined
   * @param c the results; not transposed
   */
  void multiply(Operand a, Operand b, Operand c, boolean keeps, Block... blocks);

  /** Name of what it computes on, for people. */
  String description();

  /** Gives back what it holds of a device or outside the heap. */
  @Override
  default void close() {}
}
