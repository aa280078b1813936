package org.sceneremix.renderer.trace;

import org.sceneremix.volume.VoxelGrid;

/**
 * Ray segments as the shaders of the tracer take them ({@code ray.glsl}): {@value #VALUES} integers
 * a ray, four groups of four.
 *
 * <pre>
 *   low halves of the position of sample 0     number of samples
 *   high halves of it                          interval, float
 *   low halves of the step                     distance of sample 0, float
 *   high halves of it                          0
 * </pre>
 */
final class SegmentArray {

  static final int VALUES = 16;

  private SegmentArray() {}

  /**
   * Prepares rays.
   *
   * @param first of the rays
   * @param count of the rays, the first of which comes to the beginning of {@code out}
   */
  static void fill(
      VoxelGrid grid,
      TraceSettings settings,
      Rays rays,
      int first,
      int count,
      WorkerTeam team,
      int[] out) {
    team.run(
        worker -> {
          RaySegment ray = new RaySegment(grid, settings);
          int end = (int) ((long) count * (worker + 1) / team.size());
          for (int i = (int) ((long) count * worker / team.size()); i < end; i++) {
            ray.set(rays, first + i);
            put(ray, out, VALUES * i);
          }
        });
  }

  private static void put(RaySegment ray, int[] out, int i) {
    out[i] = (int) ray.x;
    out[i + 1] = (int) ray.y;
    out[i + 2] = (int) ray.z;
    out[i + 3] = ray.samples;
    out[i + 4] = (int) (ray.x >> RaySegment.STEP_BITS);
    out[i + 5] = (int) (ray.y >> RaySegment.STEP_BITS);
    out[i + 6] = (int) (ray.z >> RaySegment.STEP_BITS);
    out[i + 7] = Float.floatToRawIntBits((float) ray.interval);
    out[i + 8] = (int) ray.dx;
    out[i + 9] = (int) ray.dy;
    out[i + 10] = (int) ray.dz;
    out[i + 11] = Float.floatToRawIntBits((float) ray.firstDistance);
    out[i + 12] = (int) (ray.dx >> RaySegment.STEP_BITS);
    out[i + 13] = (int) (ray.dy >> RaySegment.STEP_BITS);
    out[i + 14] = (int) (ray.dz >> RaySegment.STEP_BITS);
    out[i + 15] = 0;
  }
}
