package org.sceneremix.renderer.trace;

import org.sceneremix.volume.VoxelGrid;

/** The kernel in plain Java, for any grid and step. */
final class ScalarKernel extends SampleKernel {

  private static final int FRACTION_MASK = (1 << RaySegment.FRACTION_BITS) - 1;

  ScalarKernel(VoxelGrid grid) {
    super(grid);
  }

  @Override
  void begin(RaySegment ray) {
    // positions come from the segment itself
  }

  @Override
  void locate(RaySegment ray, int first) {
    long x = ray.x(first);
    long y = ray.y(first);
    long z = ray.z(first);
    for (int k = 0; k < GROUP; k++) {
      long px = clamp(x + RaySegment.withinGroup(ray.dx, k), lastX);
      long py = clamp(y + RaySegment.withinGroup(ray.dy, k), lastY);
      long pz = clamp(z + RaySegment.withinGroup(ray.dz, k), lastZ);
      cellX[k] = (int) (px >> RaySegment.FRACTION_BITS);
      cellY[k] = (int) (py >> RaySegment.FRACTION_BITS);
      cellZ[k] = (int) (pz >> RaySegment.FRACTION_BITS);
      fractionX[k] = ((int) px & FRACTION_MASK) * FRACTION;
      fractionY[k] = ((int) py & FRACTION_MASK) * FRACTION;
      fractionZ[k] = ((int) pz & FRACTION_MASK) * FRACTION;
    }
  }

  /** A position moved into the cells: the outermost samples go on to the border of the box. */
  private static long clamp(long position, int last) {
    return Math.max(0, Math.min(position, ((last + 1L) << RaySegment.FRACTION_BITS) - 1));
  }

  @Override
  void interpolate(int from, int to) {
    for (int k = from; k < to; k++) {
      int voxel = cellZ[k] * strideZ + cellY[k] * strideY + cellX[k] * VoxelGrid.CHANNELS;
      float density = channel(voxel + VoxelGrid.DENSITY, k);
      values[4 * k + 3] = density;
      if (density > 0) {
        values[4 * k] = channel(voxel, k);
        values[4 * k + 1] = channel(voxel + 1, k);
        values[4 * k + 2] = channel(voxel + 2, k);
      }
    }
  }

  private float channel(int i, int k) {
    float[] v = data;
    int sx = strideX;
    int sy = strideY;
    int sz = strideZ;
    float fy = fractionY[k];
    float fz = fractionZ[k];
    float left = mix(mix(v[i], v[i + sy], fy), mix(v[i + sz], v[i + sy + sz], fy), fz);
    int j = i + sx;
    float right = mix(mix(v[j], v[j + sy], fy), mix(v[j + sz], v[j + sy + sz], fy), fz);
    return mix(left, right, fractionX[k]);
  }

  private static float mix(float a, float b, float fraction) {
    return a + (b - a) * fraction;
  }

  @Override
  void attenuate() {
    for (int k = 0; k < GROUP; k++) {
      transmittance[k] = FastExp.ofNegative(opticalDepth[k]);
    }
  }

  @Override
  void composite(float before, int first) {
    for (int k = 0; k < GROUP; k++) {
      float weight = before - transmittance[k];
      before = transmittance[k];
      int sum = 4 * (k & 1);
      sums[sum] += weight * unit(values[4 * k]);
      sums[sum + 1] += weight * unit(values[4 * k + 1]);
      sums[sum + 2] += weight * unit(values[4 * k + 2]);
      sums[sum + 3] += weight * (first + k);
    }
  }

  @Override
  void project() {
    for (int k = 0; k < GROUP; k++) {
      slope[k] =
          colourGradient[0] * unit(values[4 * k])
              + colourGradient[1] * unit(values[4 * k + 1])
              + colourGradient[2] * unit(values[4 * k + 2]);
    }
  }

  @Override
  void scatter(int from, int to, BlockGradients gradient) {
    int gx = strideX == 0 ? 0 : BlockGradients.STRIDE_X;
    int gy = strideY == 0 ? 0 : BlockGradients.STRIDE_Y;
    int gz = strideZ == 0 ? 0 : BlockGradients.STRIDE_Z;
    for (int k = from; k < to; k++) {
      if (!(values[4 * k + 3] > 0)) {
        continue;
      }
      float red = ofColour(k, 0);
      float green = ofColour(k, 1);
      float blue = ofColour(k, 2);
      float density = densityGradient[k];
      float fx = fractionX[k];
      float fy = fractionY[k];
      float fz = fractionZ[k];
      float[] part = gradient.block(cellX[k], cellY[k], cellZ[k]);
      int left = BlockGradients.index(cellX[k], cellY[k], cellZ[k]);
      int right = left + gx;
      float w00 = (1 - fy) * (1 - fz);
      float w10 = fy * (1 - fz);
      float w01 = (1 - fy) * fz;
      float w11 = fy * fz;
      float u = 1 - fx;
      add(part, left, w00, red * u, green * u, blue * u, density * u);
      add(part, right, w00, red * fx, green * fx, blue * fx, density * fx);
      add(part, left + gy, w10, red * u, green * u, blue * u, density * u);
      add(part, right + gy, w10, red * fx, green * fx, blue * fx, density * fx);
      add(part, left + gz, w01, red * u, green * u, blue * u, density * u);
      add(part, right + gz, w01, red * fx, green * fx, blue * fx, density * fx);
      add(part, left + gy + gz, w11, red * u, green * u, blue * u, density * u);
      add(part, right + gy + gz, w11, red * fx, green * fx, blue * fx, density * fx);
    }
  }

  private float ofColour(int k, int channel) {
    return Math.abs(values[4 * k + channel]) <= 1 ? halfWeight[k] * colourGradient[channel] : 0;
  }

  private static void add(
      float[] gradient, int i, float weight, float red, float green, float blue, float density) {
    gradient[i] += weight * red;
    gradient[i + 1] += weight * green;
    gradient[i + 2] += weight * blue;
    gradient[i + 3] += weight * density;
  }
}
