package org.sceneremix.renderer.trace;

import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/**
 * The part of a ray inside the box, cut into equal intervals with one sample in each.
 *
 * <p>Sample positions are kept in voxel units (0 at the centre of the first voxel) as fixed-point
 * numbers with {@value #FRACTION_BITS} fraction bits: sample j lies at {@code x + j * dx}, exactly,
 * whether the march gets there step by step or in one jump over empty space.
 *
 * <p>Mutable and reused from ray to ray; the constructor takes what all rays of a call share.
 */
final class RaySegment {

  static final int FRACTION_BITS = 32;

  private static final double ONE = 0x1p32;

  /** Less than this part of an interval too long is rounding, not worth another interval. */
  private static final double LENGTH_TOLERANCE = 1e-6;

  private final Aabb box;
  private final double voxelX;
  private final double voxelY;
  private final double voxelZ;
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

  /** Position of sample 0. */
  long x;

  long y;
  long z;

  /** From one sample to the next. */
  long dx;

  long dy;
  long dz;

  RaySegment(VoxelGrid grid, TraceSettings settings) {
    this.box = grid.box();
    this.voxelX = grid.voxelX();
    this.voxelY = grid.voxelY();
    this.voxelZ = grid.voxelZ();
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
    x = fixed((ox + firstDistance * rx - box.minX()) / voxelX - 0.5);
    y = fixed((oy + firstDistance * ry - box.minY()) / voxelY - 0.5);
    z = fixed((oz + firstDistance * rz - box.minZ()) / voxelZ - 0.5);
    dx = fixed(interval * rx / voxelX);
    dy = fixed(interval * ry / voxelY);
    dz = fixed(interval * rz / voxelZ);
  }

  /** Narrows [near, far] to one pair of planes; false if nothing is left. */
  private boolean clip(double origin, double direction, double min, double max) {
    if (direction == 0) {
      return origin >= min && origin <= max;
    }
    double a = (min - origin) / direction;
    double b = (max - origin) / direction;
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
    return near < far;
  }

  private static long fixed(double voxels) {
    return Math.round(voxels * ONE);
  }
}
