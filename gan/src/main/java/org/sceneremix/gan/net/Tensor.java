package org.sceneremix.gan.net;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A float32 array outside the Java heap that ND4J's operators and plain Java loops share,
 * row-major.
 *
 * <p>Activations are shaped {@code [n, depth, height, width, channels]} (NDHWC: z, y, x), weights
 * {@code [out, in, kD, kH, kW]}. Elements are not initialised.
 */
public final class Tensor {

  private final INDArray array;
  private final FloatBuffer buffer;
  private final int[] shape;

  /**
   * @param shape extents, slowest first
   */
  public Tensor(int... shape) {
    long length = 1;
    for (int extent : shape) {
      if (extent < 1) {
        throw new IllegalArgumentException("a tensor cannot have shape " + Arrays.toString(shape));
      }
      length *= extent;
    }
    if (length > Integer.MAX_VALUE / Float.BYTES) {
      throw new IllegalArgumentException(
          "a tensor of shape " + Arrays.toString(shape) + " is too large; lower the resolution");
    }
    this.shape = shape.clone();
    this.array =
        Nd4j.createUninitialized(DataType.FLOAT, Arrays.stream(shape).asLongStream().toArray());
    this.buffer = memory(array);
  }

  private Tensor(INDArray array) {
    this.array = array;
    this.buffer = memory(array);
    this.shape = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
  }

  /** An existing array, whose memory is shared; it must be row-major and without gaps. */
  static Tensor of(INDArray array) {
    return new Tensor(array);
  }

  /** The memory of an array, which may be part of a larger one. */
  static FloatBuffer memory(INDArray array) {
    FloatBuffer whole = array.data().asNioFloat();
    return whole.slice().limit((int) array.length());
  }

  /** The ND4J view of the same memory. */
  public INDArray array() {
    return array;
  }

  /** The memory itself; use absolute access only, because the buffer is shared. */
  public FloatBuffer buffer() {
    return buffer;
  }

  /** Extent along one axis, slowest first. */
  public int extent(int axis) {
    return shape[axis];
  }

  public int[] shape() {
    return shape.clone();
  }

  /** Extent of the last axis. */
  public int channels() {
    return shape[shape.length - 1];
  }

  public int length() {
    return (int) array.length();
  }

  /** Copies {@code length()} values in, starting at {@code offset} of the array. */
  public void load(float[] source, int offset) {
    buffer.put(0, source, offset, length());
  }

  /** Copies all values out, to {@code offset} of the array. */
  public void store(float[] target, int offset) {
    buffer.get(0, target, offset, length());
  }

  /** All values in a new array. */
  public float[] toArray() {
    float[] values = new float[length()];
    store(values, 0);
    return values;
  }

  /** Whether the shape is this one. */
  public boolean hasShape(int... other) {
    return Arrays.equals(shape, other);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
