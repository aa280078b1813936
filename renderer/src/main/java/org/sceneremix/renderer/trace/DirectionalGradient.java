package org.sceneremix.renderer.trace;

import java.util.Arrays;

/**
 * The gradient of a loss with respect to a {@link DirectionalField}, and at which of its voxels it
 * may be other than zero: at most of them it is not.
 */
public final class DirectionalGradient {

  private final float[] values;
  private final boolean[] touched;

  /** Zero. */
  public DirectionalGradient(DirectionalField field) {
    this.values = new float[field.values().length];
    this.touched = new boolean[values.length / DirectionalField.COEFFICIENTS];
  }

  /** Laid out as {@link DirectionalField#values()}. */
  public float[] values() {
    return values;
  }

  /** Flags of the voxels of the field whose gradient was added to. */
  public boolean[] touched() {
    return touched;
  }

  /**
   * Adds another gradient, which becomes zero, to this one.
   *
   * @param from first voxel of those to add
   * @param to voxel after the last
   */
  public void take(DirectionalGradient other, int from, int to) {
    for (int voxel = from; voxel < to; voxel++) {
      if (other.touched[voxel]) {
        int begin = voxel * DirectionalField.COEFFICIENTS;
        int end = begin + DirectionalField.COEFFICIENTS;
        for (int i = begin; i < end; i++) {
          values[i] += other.values[i];
        }
        Arrays.fill(other.values, begin, end, 0);
        other.touched[voxel] = false;
        touched[voxel] = true;
      }
    }
  }
}
