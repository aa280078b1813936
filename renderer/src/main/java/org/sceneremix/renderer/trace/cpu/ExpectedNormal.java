package org.sceneremix.renderer.trace.cpu;

import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.volume.VoxelGrid;

/** Sums up one ray's normal, as {@link TracedRays} defines it. */
final class ExpectedNormal {

  private final SampleKernel kernel;
  private final double voxelX;
  private final double voxelY;
  private final double voxelZ;

  private double sumX;
  private double sumY;
  private double sumZ;

  /**
   * @param kernel says where samples are
   */
  ExpectedNormal(VoxelGrid grid, SampleKernel kernel) {
    this.kernel = kernel;
    this.voxelX = grid.voxelX();
    this.voxelY = grid.voxelY();
    this.voxelZ = grid.voxelZ();
  }

  /** A new ray. */
  void begin() {
    sumX = 0;
    sumY = 0;
    sumZ = 0;
  }

  /**
   * Adds the kernel's group, after it was attenuated.
   *
   * @param before transmittance in front of the group
   */
  void add(float before) {
    float transmittance = before;
    for (int k = 0; k < SampleKernel.GROUP; k++) {
      float behind = kernel.transmittance[k];
      if (behind < transmittance) {
        add(k, transmittance - behind);
      }
      transmittance = behind;
    }
  }

  private void add(int k, double weight) {
    float[] v = kernel.data;
    int i =
        kernel.cellZ[k] * kernel.strideZ
            + kernel.cellY[k] * kernel.strideY
            + kernel.cellX[k] * VoxelGrid.CHANNELS
            + VoxelGrid.DENSITY;
    int x = kernel.strideX;
    int y = kernel.strideY;
    int z = kernel.strideZ;
    double fx = kernel.fractionX[k];
    double fy = kernel.fractionY[k];
    double fz = kernel.fractionZ[k];
    // along the edges of the cell that run in x
    double low = mix(v[i], v[i + x], fx);
    double back = mix(v[i + y], v[i + x + y], fx);
    double up = mix(v[i + z], v[i + x + z], fx);
    double backUp = mix(v[i + y + z], v[i + x + y + z], fx);
    double left = mix(mix(v[i], v[i + y], fy), mix(v[i + z], v[i + y + z], fy), fz);
    double right =
        mix(mix(v[i + x], v[i + x + y], fy), mix(v[i + x + z], v[i + x + y + z], fy), fz);
    double gx = (right - left) / voxelX;
    double gy = mix(back - low, backUp - up, fz) / voxelY;
    double gz = mix(up - low, backUp - back, fy) / voxelZ;
    double norm = Math.sqrt(gx * gx + gy * gy + gz * gz);
    if (norm > 0) {
      sumX -= weight * gx / norm;
      sumY -= weight * gy / norm;
      sumZ -= weight * gz / norm;
    }
  }

  private static double mix(double a, double b, double fraction) {
    return a + (b - a) * fraction;
  }

  /** Stores the sum as the normal of ray {@code i}. */
  void store(TracedRays out, int i) {
    out.normal()[3 * i] = (float) sumX;
    out.normal()[3 * i + 1] = (float) sumY;
    out.normal()[3 * i + 2] = (float) sumZ;
  }
}
