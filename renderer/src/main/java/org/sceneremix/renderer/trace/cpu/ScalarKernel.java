package org.sceneremix.renderer.trace.cpu;

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
  void attenuate(int groups) {
    for (int k = 0; k < groups * GROUP; k++) {
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
  void record(int from, int to, SampleRecords out) {
    float[] records = out.records(GROUP);
    int at = SampleRecords.RECORD * out.count();
    for (int k = from; k < to; k++) {
      if (!(values[4 * k + 3] > 0)) {
        continue;
      }
      int log = BlockAdder.LOG_EDGE;
      int mask = BlockAdder.EDGE - 1;
      int block = (cellX[k] >> log) + (cellY[k] >> log) * blocksX + (cellZ[k] >> log) * blocksXy;
      if (block != out.latestBlock()) {
        out.beginRun(block, at / SampleRecords.RECORD);
      }
      System.arraycopy(values, 4 * k, records, at, VoxelGrid.CHANNELS);
      records[at + SampleRecords.FRACTIONS] = fractionX[k];
      records[at + SampleRecords.FRACTIONS + 1] = fractionY[k];
      records[at + SampleRecords.FRACTIONS + 2] = fractionZ[k];
      records[at + SampleRecords.CELL] =
          (cellX[k] & mask) | ((cellY[k] & mask) << log) | ((cellZ[k] & mask) << (2 * log));
      at += SampleRecords.RECORD;
    }
    out.setCount(at / SampleRecords.RECORD);
  }

  @Override
  void project(float[] records, int first, int count) {
    for (int k = 0; k < count; k++) {
      int at = SampleRecords.RECORD * (first + k);
      slope[k] =
          colourGradient[0] * unit(records[at])
              + colourGradient[1] * unit(records[at + 1])
              + colourGradient[2] * unit(records[at + 2]);
    }
  }

  @Override
  void differentiate(float[] records, int first, int count) {
    for (int k = 0; k < count; k++) {
      int at = SampleRecords.RECORD * (first + k);
      for (int c = 0; c < SampleRecords.DENSITY; c++) {
        boolean cutOff = Math.abs(records[at + c]) > 1;
        records[at + c] = cutOff ? 0 : halfWeight[k] * colourGradient[c];
      }
      records[at + SampleRecords.DENSITY] = densityGradient[k];
    }
  }

  @Override
  void scatter(
      float[] records,
      int from,
      int to,
      float[] target,
      int first,
      int cellStride,
      int rowStride,
      int layerStride) {
    int mask = BlockAdder.EDGE - 1;
    int toRight = strideX == 0 ? 0 : VoxelGrid.CHANNELS;
    for (int i = from * SampleRecords.RECORD;
        i < to * SampleRecords.RECORD;
        i += SampleRecords.RECORD) {
      int cell = (int) records[i + SampleRecords.CELL];
      float fx = records[i + SampleRecords.FRACTIONS];
      float fy = records[i + SampleRecords.FRACTIONS + 1];
      float fz = records[i + SampleRecords.FRACTIONS + 2];
      int left =
          first
              + (cell & mask) * cellStride
              + ((cell >> BlockAdder.LOG_EDGE) & mask) * rowStride
              + (cell >> (2 * BlockAdder.LOG_EDGE)) * layerStride;
      int right = left + toRight;
      float w00 = (1 - fy) * (1 - fz);
      float w10 = fy * (1 - fz);
      float w01 = (1 - fy) * fz;
      float w11 = fy * fz;
      float u = 1 - fx;
      add(records, i, u, target, left, w00);
      add(records, i, fx, target, right, w00);
      add(records, i, u, target, left + rowStride, w10);
      add(records, i, fx, target, right + rowStride, w10);
      add(records, i, u, target, left + layerStride, w01);
      add(records, i, fx, target, right + layerStride, w01);
      add(records, i, u, target, left + rowStride + layerStride, w11);
      add(records, i, fx, target, right + rowStride + layerStride, w11);
    }
  }

  private static void add(
      float[] records, int record, float alongX, float[] target, int to, float across) {
    for (int c = 0; c < VoxelGrid.CHANNELS; c++) {
      target[to + c] += records[record + c] * alongX * across;
    }
  }

  @Override
  void addPairs(float[] pairs, int from, float[] gradient, int to, int firstCell, int cells) {
    int length = strideX == 0 ? VoxelGrid.CHANNELS : BlockAdder.PAIR;
    for (int cell = firstCell; cell < cells; cell += 2) {
      int pair = from + cell * BlockAdder.PAIR;
      int voxel = to + cell * VoxelGrid.CHANNELS;
      for (int i = 0; i < length; i++) {
        gradient[voxel + i] += pairs[pair + i];
      }
    }
  }
}
