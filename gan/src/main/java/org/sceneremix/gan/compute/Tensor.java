package org.sceneremix.gan.compute;

import java.util.Arrays;

/**
 * A float32 array, row-major, where an {@link Engine} keeps it.
 *
 * <p>Activations are shaped {@code [n, depth, height, width, channels]} (NDHWC: z, y, x), weights
 * {@code [out, in, kD, kH, kW]}. A single number that an operator returns is a tensor of length
 * one, so that it can stay where it is until somebody asks for it.
 */
public abstract class Tensor {

  private final int[] shape;
  private final int length;

  /**
   * @param shape extents, slowest first
   * @throws IllegalArgumentException if it is empty or too large for one array
   */
  protected Tensor(int... shape) {
    this.length = lengthOf(shape);
    this.shape = shape.clone();
  }

  /** Number of elements of a shape, if there can be such a tensor. */
  static int lengthOf(int... shape) {
    long product = 1;
    for (int extent : shape) {
      if (extent < 1) {
        throw new IllegalArgumentException("a tensor cannot have shape " + Arrays.toString(shape));
      }
      product *= extent;
      if (product > Integer.MAX_VALUE / Float.BYTES) {
        throw new IllegalArgumentException(
            "a tensor of shape " + Arrays.toString(shape) + " is too large; lower the resolution");
      }
    }
    return (int) product;
  }

  /** Copies {@code length()} values in, starting at {@code offset} of the array. */
  public abstract void load(float[] source, int offset);

  /** Copies all values out, to {@code offset} of the array; waits until they are computed. */
  public abstract void store(float[] target, int offset);

  /**
   * Some of the values, that follow each other, as a tensor of their own on the same memory.
   *
   * @param offset of the first value
   * @throws IllegalArgumentException if it does not lie inside this one
   */
  public abstract Tensor part(int offset, int... partShape);

  /** Checks that a part lies inside. */
  protected final void requireInside(int offset, Tensor part) {
    if (offset < 0 || part.length > length - offset) {
      throw new IllegalArgumentException(part + " at " + offset + " is no part of " + this);
    }
  }

  /** All values in a new array. */
  public final float[] toArray() {
    float[] values = new float[length];
    store(values, 0);
    return values;
  }

  /** Extent along one axis, slowest first. */
  public final int extent(int axis) {
    return shape[axis];
  }

  public final int[] shape() {
    return shape.clone();
  }

  /** Extent of the last axis. */
  public final int channels() {
    return shape[shape.length - 1];
  }

  public final int length() {
    return length;
  }

  /** Whether the shape is this one. */
  public final boolean hasShape(int... other) {
    return Arrays.equals(shape, other);
  }

  @Override
  public final String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
