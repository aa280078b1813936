package org.sceneremix.volume.splat;

import java.util.Arrays;

/** Voxels that can be seen, of one brick. Grows as they are added. */
final class SeenVoxels {

  /** Values a voxel; the first three are its position, in edges. */
  static final int VALUES = 10;

  /** Red, green and blue. */
  static final int COLOUR = 3;

  /** Index of the direction in which density falls, xyz. */
  static final int NORMAL = 6;

  /** Index of the opacity along a voxel's edge. */
  static final int OPACITY = 9;

  private float[] data = new float[VALUES * 64];
  private int count;

  int count() {
    return count;
  }

  /** Adds a voxel with the given values. */
  void add(float[] values) {
    if (VALUES * (count + 1) > data.length) {
      data = Arrays.copyOf(data, 2 * data.length);
    }
    System.arraycopy(values, 0, data, VALUES * count, VALUES);
    count++;
  }

  float value(int voxel, int value) {
    return data[VALUES * voxel + value];
  }

  private void swap(int a, int b) {
    for (int i = 0; i < VALUES; i++) {
      float kept = data[VALUES * a + i];
      data[VALUES * a + i] = data[VALUES * b + i];
      data[VALUES * b + i] = kept;
    }
  }

  /**
   * Brings those on the lower side of a plane to the front.
   *
   * @param normal of the plane, xyz
   * @param offset its distance along the normal
   * @return where the others begin
   */
  int partition(int from, int to, double[] normal, double offset) {
    int front = from;
    for (int i = from; i < to; i++) {
      double along = normal[0] * value(i, 0) + normal[1] * value(i, 1) + normal[2] * value(i, 2);
      if (along < offset) {
        swap(i, front++);
      }
    }
    return front;
  }
}
