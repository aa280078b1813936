package org.sceneremix.gan.compute;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A tensor where ND4J keeps it, which may be out of plain Java's reach. */
final class Nd4jDeviceTensor extends Tensor {

  private final INDArray array;
  private final INDArray flat;

  /** Elements are not initialised. */
  Nd4jDeviceTensor(int... shape) {
    this(Nd4j.createUninitialized(DataType.FLOAT, Nd4jTensor.longs(shape)), shape);
  }

  /** An array, whose memory is shared; it must be row-major and without gaps. */
  Nd4jDeviceTensor(INDArray array, int... shape) {
    super(shape);
    this.array = array.reshape(Nd4jTensor.longs(shape));
    this.flat = array.reshape(length());
  }

  INDArray array() {
    return array;
  }

  /** The same memory as a vector. */
  INDArray flat() {
    return flat;
  }

  /** The same memory as a matrix with a row a voxel. */
  INDArray rows() {
    return array.reshape(length() / channels(), channels());
  }

  @Override
  public Nd4jDeviceTensor part(int offset, int... partShape) {
    int length = lengthOf(partShape);
    if (offset < 0 || length > length() - offset) {
      throw new IllegalArgumentException(
          Arrays.toString(partShape) + " at " + offset + " is no part of " + this);
    }
    return new Nd4jDeviceTensor(
        flat.get(NDArrayIndex.interval(offset, offset + length)), partShape);
  }

  @Override
  public void load(float[] source, int offset) {
    try (INDArray copy =
        Nd4j.createFromArray(Arrays.copyOfRange(source, offset, offset + length()))) {
      flat.assign(copy);
    }
  }

  @Override
  public void store(float[] target, int offset) {
    // a buffer of its own, which ND4J brings to the processor whole
    try (INDArray copy = flat.dup()) {
      copy.data().asNioFloat().get(0, target, offset, length());
    }
  }
}
