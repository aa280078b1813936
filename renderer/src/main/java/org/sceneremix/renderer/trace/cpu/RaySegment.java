package org.sceneremix.renderer.trace.cpu;

import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/**
 * The part of a ray inside the box, cut into equal intervals with one sample in each.
 *
 * <p>Sample positions are fixed-point numbers in voxel units, 0 at the centre of the first voxel.
 * Samples come in groups of {@value #GROUP}, the first of them at a multiple of it. A group starts
 * where exact steps of {@value #STEP_BITS} fraction bits lead; within it, positions have {@value
 * #FRACTION_BITS} fraction bits, which fit into an int with the few cells that a group spans. So
 * every sample has one position, whether the march gets there step by step, in one leap over empty
 * space, or eight samples at a time.
 *
 * <p>Mutable and reused from ray to ray; the constructor takes what all rays of a call share.
 */
final class RaySegment {

  /** Samples in a group. */
  static final int GROUP = 8;

  static final int FRACTION_BITS = 24;
  static final int STEP_BITS = 32;

  private static final double ONE = 0x1p32;
  private static final int CUT = STEP_BITS - FRACTION_BITS;

  /** Less than this part of an interval too long is rounding, not worth another interval. */
  private static final double LENGTH_TOLERANCE = 1e-6;

  private final Aabb box;
  private final double voxelsX;
  private final double voxelsY;
  private final double voxelsZ;
  private final double longestInterval;
  private final TraceSettings settings;

  private double near;
  private double far;

  /** Number of samples; 0 if the ray misses the box. */
  int samples;

  /** Length of an interval, world units. */
  double interval;

  /** Distance of sample 0 from the ray's origin, world units. */
  double firstDistance;

  /** Position of sample 0, with {@value #STEP_BITS} fraction bits. */
  long x;

  long y;
  long z;

  /** Step from one sample to the next, with {@value #STEP_BITS} fraction bits. */
  long dx;

  long dy;
  long dz;

  /** Reciprocals of the steps. */
  double inverseDx;

  double inverseDy;
  double inverseDz;

  RaySegment(VoxelGrid grid, TraceSettings settings) {
    this.box = grid.box();
    this.voxelsX = 1 / grid.voxelX();
    this.voxelsY = 1 / grid.voxelY();
    this.voxelsZ = 1 / grid.voxelZ();
    this.longestInterval = settings.step() * grid.shortestVoxelEdge();
    this.settings = settings;
  }

  /** Becomes the segment of ray {@code i}. */
  void set(Rays rays, int i) {
    double ox = rays.origins()[3 * i];
    double oy = rays.origins()[3 * i + 1];
    double oz = rays.origins()[3 * i + 2];
    double rx = rays.directions()[3 * i];
    double ry = rays.directions()[3 * i + 1];
    double rz = rays.directions()[3 * i + 2];
    samples = 0;
    near = 0;
    far = Double.POSITIVE_INFINITY;
    boolean meets =
        clip(ox, rx, box.minX(), box.maxX())
            && clip(oy, ry, box.minY(), box.maxY())
            && clip(oz, rz, box.minZ(), box.maxZ());
    if (!meets || Double.isInfinite(far)) {
      return;
    }
    double length = far - near;
    samples = Math.max(1, (int) Math.ceil(length / longestInterval - LENGTH_TOLERANCE));
    interval = length / samples;
    firstDistance = near + settings.sampleOffset(i) * interval;
    x = fixed((ox + firstDistance * rx - box.minX()) * voxelsX - 0.5);
    y = fixed((oy + firstDistance * ry - box.minY()) * voxelsY - 0.5);
    z = fixed((oz + firstDistance * rz - box.minZ()) * voxelsZ - 0.5);
    dx = fixed(interval * rx * voxelsX);
    dy = fixed(interval * ry * voxelsY);
    dz = fixed(interval * rz * voxelsZ);
    inverseDx = 1.0 / dx;
    inverseDy = 1.0 / dy;
    inverseDz = 1.0 / dz;
  }

  /** Position of sample j along x, with {@value #FRACTION_BITS} fraction bits. */
  long x(int j) {
    return position(x, dx, j);
  }

  /** Position of sample j along y, with {@value #FRACTION_BITS} fraction bits. */
  long y(int j) {
    return position(y, dy, j);
  }

  /** Position of sample j along z, with {@value #FRACTION_BITS} fraction bits. */
  long z(int j) {
    return position(z, dz, j);
  }

  private static long position(long start, long step, int j) {
    int inGroup = j & (GROUP - 1);
    return ((start + (j - inGroup) * step) >> CUT) + withinGroup(step, inGroup);
  }

  /** Step from a group's first sample to its k-th, with {@value #FRACTION_BITS} fraction bits. */
  static long withinGroup(long step, int k) {
    return (k * step) >> CUT;
  }

  /** Narrows [near, far] to one pair of planes; false if nothing is left. */
  private boolean clip(double origin, double direction, double min, double max) {
    if (direction == 0) {
      return origin >= min && origin <= max;
    }
    double inverse = 1 / direction;
    double a = (min - origin) * inverse;
    double b = (max - origin) * inverse;
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
    return near < far;
  }

  private static long fixed(double voxels) {
    return (long) Math.rint(voxels * ONE);
  }
}
