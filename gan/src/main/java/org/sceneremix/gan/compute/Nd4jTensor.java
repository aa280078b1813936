package org.sceneremix.gan.compute;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A tensor outside the Java heap that ND4J's operators and plain Java loops share. */
final class Nd4jTensor extends Tensor {

  private final INDArray array;
  private final FloatBuffer buffer;

  /** Elements are not initialised. */
  Nd4jTensor(int... shape) {
    super(shape);
    this.array = Nd4j.createUninitialized(DataType.FLOAT, longs(shape));
    this.buffer = memory(array);
  }

  private Nd4jTensor(INDArray array, int... shape) {
    super(shape);
    this.array = array;
    this.buffer = memory(array);
  }

  /** An existing array, whose memory is shared; it must be row-major and without gaps. */
  static Nd4jTensor of(INDArray array) {
    return new Nd4jTensor(array, ints(array.shape()));
  }

  static int[] ints(long[] shape) {
    return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
  }

  static long[] longs(int[] shape) {
    return Arrays.stream(shape).asLongStream().toArray();
  }

  /** The memory of an array, which may be part of a larger one. */
  private static FloatBuffer memory(INDArray array) {
    FloatBuffer whole = array.data().asNioFloat();
    return whole.slice().limit((int) array.length());
  }

  /** The ND4J view of the same memory. */
  INDArray array() {
    return array;
  }

  /** The memory itself; use absolute access only, because the buffer is shared. */
  FloatBuffer buffer() {
    return buffer;
  }

  @Override
  public Nd4jTensor part(int offset, int... partShape) {
    INDArray run =
        array.reshape(length()).get(NDArrayIndex.interval(offset, offset + lengthOf(partShape)));
    Nd4jTensor part = new Nd4jTensor(run.reshape(longs(partShape)), partShape);
    requireInside(offset, part);
    return part;
  }

  @Override
  public void load(float[] source, int offset) {
    buffer.put(0, source, offset, length());
  }

  @Override
  public void store(float[] target, int offset) {
    buffer.get(0, target, offset, length());
  }
}
