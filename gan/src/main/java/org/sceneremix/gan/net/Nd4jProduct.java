package org.sceneremix.gan.net;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products by ND4J, on whatever its build is for: with its CUDA build on the graphics card. Parts
 * go there and results come back with every call, which several threads make one after the other.
 */
public final class Nd4jProduct implements MatrixProduct {

  @Override
  public synchronized void multiply(
      Operand a, Operand b, Operand c, boolean keeps, Block... blocks) {
    INDArray x = sent(a);
    INDArray y = sent(b);
    INDArray z = keeps ? sent(c) : Nd4j.createUninitialized(DataType.FLOAT, c.length());
    for (Block block : blocks) {
      INDArray product =
          matrix(x, a, block.m(), block.k(), block.ofA())
              .mmul(matrix(y, b, block.k(), block.n(), block.ofB()));
      INDArray result = matrix(z, c, block.m(), block.n(), block.ofC());
      if (block.adds()) {
        result.addi(product);
      } else {
        result.assign(product);
      }
    }
    System.arraycopy(z.toFloatVector(), 0, c.data(), c.offset(), c.length());
  }

  private static INDArray sent(Operand operand) {
    float[] part = new float[operand.length()];
    System.arraycopy(operand.data(), operand.offset(), part, 0, part.length);
    return Nd4j.createFromArray(part);
  }

  /** A view of a matrix within what was sent. */
  private static INDArray matrix(INDArray part, Operand operand, int rows, int columns, int from) {
    long[] strides =
        operand.transposed() ? new long[] {1, operand.stride()} : new long[] {operand.stride(), 1};
    return Nd4j.create(
        part.data(),
        new long[] {rows, columns},
        strides,
        from,
        operand.transposed() ? 'f' : 'c',
        DataType.FLOAT);
  }

  @Override
  public String description() {
    return Nd4j.getBackend().getClass().getSimpleName() + " of ND4J";
  }
}
