package org.sceneremix.renderer.trace.cpu;

import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.volume.work.Workers;

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
public final class SegmentArray {

  /** Integers a ray. */
  public static final int VALUES = 16;

  private SegmentArray() {}

  /**
   * Prepares rays of a pass.
   *
   * @param first of the rays
   * @param count of the rays, the first of which comes to the beginning of {@code out}
   */
  public static void fill(Tape.Pass pass, int first, int count, Workers workers, int[] out) {
    workers.run(
        worker -> {
          RaySegment ray = new RaySegment(pass.field().grid(), pass.settings());
          int end = (int) ((long) count * (worker + 1) / workers.size());
          for (int i = (int) ((long) count * worker / workers.size()); i < end; i++) {
            ray.set(pass.rays(), first + i);
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
