package org.sceneremix.renderer.trace;

import org.sceneremix.volume.VoxelGrid;

/**
 * One worker's walk along rays, forward and adjoint.
 *
 * <p>The loops are long and plain on purpose: they are where the time goes. They allocate nothing,
 * visit the samples block by block, step over empty blocks, and interpolate colour only where the
 * interpolated density is positive. {@code ReferenceTracer} in the tests is the slow, obvious
 * version.
 */
final class Marcher {

  /** What rounding may shift a step count by, far above the error of double arithmetic. */
  private static final double ALMOST_ONE = 1 - 1e-6;

  private static final int BLOCK_BITS = RaySegment.FRACTION_BITS + Blocks.LOG_EDGE;
  private static final float FRACTION = 0x1p-24f;

  private final VoxelGrid grid;
  private final float[] data;
  private final Rays rays;
  private final RaySegment segment;
  private final float minTransmittance;

  private final Blocks blocks;
  private final boolean[] occupied;

  /** Highest cell index along each axis; a single voxel along an axis is one cell of its own. */
  private final int lastX;

  private final int lastY;
  private final int lastZ;

  /** Positions just below the end of the last cell along each axis. */
  private final long endX;

  private final long endY;
  private final long endZ;

  /** From a voxel to the next along each axis, in values; 0 where there is only one. */
  private final int strideX;

  private final int strideY;
  private final int strideZ;

  Marcher(VoxelGrid grid, boolean[] occupied, Rays rays, TraceSettings settings) {
    this.grid = grid;
    this.data = grid.data();
    this.rays = rays;
    this.segment = new RaySegment(grid, settings);
    this.minTransmittance = (float) settings.minTransmittance();
    this.blocks = Blocks.of(grid);
    this.occupied = occupied;
    this.lastX = Math.max(0, grid.nx() - 2);
    this.endX = ((long) (lastX + 1) << RaySegment.FRACTION_BITS) - 1;
    this.lastY = Math.max(0, grid.ny() - 2);
    this.endY = ((long) (lastY + 1) << RaySegment.FRACTION_BITS) - 1;
    this.lastZ = Math.max(0, grid.nz() - 2);
    this.endZ = ((long) (lastZ + 1) << RaySegment.FRACTION_BITS) - 1;
    this.strideX = grid.nx() > 1 ? grid.index(1, 0, 0) : 0;
    this.strideY = grid.ny() > 1 ? grid.index(0, 1, 0) : 0;
    this.strideZ = grid.nz() > 1 ? grid.index(0, 0, 1) : 0;
  }

  /** Traces ray {@code i} into slot {@code i} of {@code out}. */
  void trace(int i, TracedRays out) {
    RaySegment s = segment;
    s.set(rays, i);
    int samples = s.samples;
    long dx = s.dx;
    long dy = s.dy;
    long dz = s.dz;
    float[] data = this.data;
    int sx = strideX;
    int sy = strideY;
    int sz = strideZ;
    float thickness = (float) (grid.densityScale() * s.interval);
    float opticalDepth = 0;
    float transmittance = 1;
    float red = 0;
    float green = 0;
    float blue = 0;
    float steps = 0;

    int j = 0;
    march:
    while (j < samples) {
      long x = s.x + j * dx;
      long y = s.y + j * dy;
      long z = s.z + j * dz;
      int bx = cell(x, lastX) >> Blocks.LOG_EDGE;
      int by = cell(y, lastY) >> Blocks.LOG_EDGE;
      int bz = cell(z, lastZ) >> Blocks.LOG_EDGE;
      int end = j + samplesInBlock(x, y, z, bx, by, bz, samples - j);
      if (!occupied[blocks.index(bx, by, bz)]) {
        j = end;
        continue;
      }
      for (; j < end; j++, x += dx, y += dy, z += dz) {
        long px = clamp(x, endX);
        int cx = (int) (px >> RaySegment.FRACTION_BITS);
        long py = clamp(y, endY);
        int cy = (int) (py >> RaySegment.FRACTION_BITS);
        long pz = clamp(z, endZ);
        int cz = (int) (pz >> RaySegment.FRACTION_BITS);
        float fx = fraction(px);
        float fy = fraction(py);
        float fz = fraction(pz);
        int voxel = cz * sz + cy * sy + cx * VoxelGrid.CHANNELS;
        float density = interpolate(data, voxel + VoxelGrid.DENSITY, sx, sy, sz, fx, fy, fz);
        if (!(density > 0)) {
          continue;
        }
        opticalDepth += density * thickness;
        float next = FastExp.ofNegative(opticalDepth);
        float weight = transmittance - next;
        transmittance = next;

        float w00 = (1 - fy) * (1 - fz);
        float w10 = fy * (1 - fz);
        float w01 = (1 - fy) * fz;
        float w11 = fy * fz;
        red += weight * unit(mix(data, voxel, sx, sy, sz, fx, w00, w10, w01, w11));
        green += weight * unit(mix(data, voxel + 1, sx, sy, sz, fx, w00, w10, w01, w11));
        blue += weight * unit(mix(data, voxel + 2, sx, sy, sz, fx, w00, w10, w01, w11));
        steps += weight * j;
        if (transmittance < minTransmittance) {
          break march;
        }
      }
    }
    float opacity = 1 - transmittance;
    out.colour()[3 * i] = red;
    out.colour()[3 * i + 1] = green;
    out.colour()[3 * i + 2] = blue;
    out.opacity()[i] = opacity;
    out.depth()[i] = samples == 0 ? 0 : (float) (opacity * s.firstDistance + steps * s.interval);
  }

  /**
   * Adds ray {@code i}'s share of the gradient.
   *
   * <p>With optical depth {@code x_j = sigma_j delta}, weights {@code w_j = T_j - T_{j+1}} and the
   * loss's gradients g = dL/dC, a = dL/dA:
   *
   * <pre>
   *   dL/dc_j = w_j g        dL/dx_j = T_{j+1} g.c_j - g.(C - sum_{i&lt;=j} w_i c_i) + a T_end
   * </pre>
   *
   * so that one walk in the forward direction is enough, given C.
   *
   * @param gradient added to
   */
  void adjoint(
      int i,
      TracedRays traced,
      float[] colourGradient,
      float[] opacityGradient,
      BlockGradients gradient) {
    float gRed = colourGradient[3 * i];
    float gGreen = colourGradient[3 * i + 1];
    float gBlue = colourGradient[3 * i + 2];
    float gOpacity = opacityGradient[i];
    if (gRed == 0 && gGreen == 0 && gBlue == 0 && gOpacity == 0) {
      return;
    }
    RaySegment s = segment;
    s.set(rays, i);
    int samples = s.samples;
    long dx = s.dx;
    long dy = s.dy;
    long dz = s.dz;
    float[] data = this.data;
    int sx = strideX;
    int sy = strideY;
    int sz = strideZ;
    int gx = sx == 0 ? 0 : BlockGradients.STRIDE_X;
    int gy = sy == 0 ? 0 : BlockGradients.STRIDE_Y;
    int gz = sz == 0 ? 0 : BlockGradients.STRIDE_Z;
    float thickness = (float) (grid.densityScale() * s.interval);
    float opticalDepth = 0;
    float transmittance = 1;
    float behind =
        gRed * traced.colour()[3 * i]
            + gGreen * traced.colour()[3 * i + 1]
            + gBlue * traced.colour()[3 * i + 2];
    float ofOpacity = gOpacity * (1 - traced.opacity()[i]);

    int j = 0;
    while (j < samples) {
      long x = s.x + j * dx;
      long y = s.y + j * dy;
      long z = s.z + j * dz;
      int bx = cell(x, lastX) >> Blocks.LOG_EDGE;
      int by = cell(y, lastY) >> Blocks.LOG_EDGE;
      int bz = cell(z, lastZ) >> Blocks.LOG_EDGE;
      int block = blocks.index(bx, by, bz);
      int end = j + samplesInBlock(x, y, z, bx, by, bz, samples - j);
      if (!occupied[block]) {
        j = end;
        continue;
      }
      float[] part = null;
      for (; j < end; j++, x += dx, y += dy, z += dz) {
        long px = clamp(x, endX);
        int cx = (int) (px >> RaySegment.FRACTION_BITS);
        long py = clamp(y, endY);
        int cy = (int) (py >> RaySegment.FRACTION_BITS);
        long pz = clamp(z, endZ);
        int cz = (int) (pz >> RaySegment.FRACTION_BITS);
        float fx = fraction(px);
        float fy = fraction(py);
        float fz = fraction(pz);
        int voxel = cz * sz + cy * sy + cx * VoxelGrid.CHANNELS;
        float density = interpolate(data, voxel + VoxelGrid.DENSITY, sx, sy, sz, fx, fy, fz);
        if (!(density > 0)) {
          continue;
        }
        opticalDepth += density * thickness;
        float next = FastExp.ofNegative(opticalDepth);
        float weight = transmittance - next;
        transmittance = next;

        float w00 = (1 - fy) * (1 - fz);
        float w10 = fy * (1 - fz);
        float w01 = (1 - fy) * fz;
        float w11 = fy * fz;
        float red = mix(data, voxel, sx, sy, sz, fx, w00, w10, w01, w11);
        float green = mix(data, voxel + 1, sx, sy, sz, fx, w00, w10, w01, w11);
        float blue = mix(data, voxel + 2, sx, sy, sz, fx, w00, w10, w01, w11);
        float here = gRed * unit(red) + gGreen * unit(green) + gBlue * unit(blue);
        behind -= weight * here;

        float gDensity = (next * here - behind + ofOpacity) * thickness;
        float half = 0.5f * weight;
        float r = Math.abs(red) <= 1 ? half * gRed : 0;
        float g = Math.abs(green) <= 1 ? half * gGreen : 0;
        float b = Math.abs(blue) <= 1 ? half * gBlue : 0;
        if (part == null) {
          part = gradient.block(block);
        }
        int to = BlockGradients.index(cx, cy, cz);
        float ux = 1 - fx;
        add(part, to, ux * w00, r, g, b, gDensity);
        add(part, to + gx, fx * w00, r, g, b, gDensity);
        add(part, to + gy, ux * w10, r, g, b, gDensity);
        add(part, to + gx + gy, fx * w10, r, g, b, gDensity);
        add(part, to + gz, ux * w01, r, g, b, gDensity);
        add(part, to + gx + gz, fx * w01, r, g, b, gDensity);
        add(part, to + gy + gz, ux * w11, r, g, b, gDensity);
        add(part, to + gx + gy + gz, fx * w11, r, g, b, gDensity);
        if (transmittance < minTransmittance) {
          return;
        }
      }
    }
  }

  /** The cell that holds a position. */
  private static int cell(long position, int last) {
    int cell = (int) (position >> RaySegment.FRACTION_BITS);
    return cell < 0 ? 0 : Math.min(cell, last);
  }

  /** A position moved into the cells: the outermost samples go on to the border of the box. */
  private static long clamp(long position, long end) {
    return position < 0 ? 0 : position > end ? end : position;
  }

  /** How far a position lies into its cell, in [0, 1). */
  private static float fraction(long position) {
    return (((int) position) >>> 8) * FRACTION;
  }

  /**
   * How many samples from this one on, at most {@code remaining}, certainly lie in its block; at
   * least one.
   */
  private int samplesInBlock(long x, long y, long z, int bx, int by, int bz, int remaining) {
    double steps =
        Math.min(
            stepsToFace(x, segment.dx, bx, lastX >> Blocks.LOG_EDGE),
            Math.min(
                stepsToFace(y, segment.dy, by, lastY >> Blocks.LOG_EDGE),
                stepsToFace(z, segment.dz, bz, lastZ >> Blocks.LOG_EDGE)));
    if (steps >= remaining) {
      return remaining;
    }
    return Math.max(1, (int) (steps + ALMOST_ONE));
  }

  /** Steps, with fraction, to the face through which the ray leaves the block along one axis. */
  private static double stepsToFace(long position, long step, int block, int lastBlock) {
    if (step > 0 && block < lastBlock) {
      return (double) (((long) (block + 1) << BLOCK_BITS) - position) / step;
    }
    if (step < 0 && block > 0) {
      return (double) (((long) block << BLOCK_BITS) - position) / step;
    }
    return Double.POSITIVE_INFINITY;
  }

  /** Trilinear interpolation of one channel. */
  private static float interpolate(
      float[] v, int i, int sx, int sy, int sz, float fx, float fy, float fz) {
    float v00 = v[i] + fx * (v[i + sx] - v[i]);
    float v10 = v[i + sy] + fx * (v[i + sx + sy] - v[i + sy]);
    float v01 = v[i + sz] + fx * (v[i + sx + sz] - v[i + sz]);
    float v11 = v[i + sy + sz] + fx * (v[i + sx + sy + sz] - v[i + sy + sz]);
    float v0 = v00 + fy * (v10 - v00);
    float v1 = v01 + fy * (v11 - v01);
    return v0 + fz * (v1 - v0);
  }

  /** The same with the weights of y and z already multiplied, which three channels share. */
  private static float mix(
      float[] v,
      int i,
      int sx,
      int sy,
      int sz,
      float fx,
      float w00,
      float w10,
      float w01,
      float w11) {
    return w00 * (v[i] + fx * (v[i + sx] - v[i]))
        + w10 * (v[i + sy] + fx * (v[i + sx + sy] - v[i + sy]))
        + w01 * (v[i + sz] + fx * (v[i + sx + sz] - v[i + sz]))
        + w11 * (v[i + sy + sz] + fx * (v[i + sx + sy + sz] - v[i + sy + sz]));
  }

  /** Stored colour to colour: [-1, 1] to [0, 1], cut off outside. */
  private static float unit(float stored) {
    float value = 0.5f * stored + 0.5f;
    return value < 0 ? 0 : value > 1 ? 1 : value;
  }

  private static void add(
      float[] gradient, int i, float weight, float red, float green, float blue, float density) {
    gradient[i] += weight * red;
    gradient[i + 1] += weight * green;
    gradient[i + 2] += weight * blue;
    gradient[i + 3] += weight * density;
  }
}
