package org.sceneremix.renderer.trace;

import java.util.function.IntConsumer;
import org.sceneremix.volume.VoxelGrid;

/**
 * The emission-absorption integral through a {@link VoxelGrid}, and its adjoint.
 *
 * <p>The part of a ray inside the box (from the ray's origin, if that lies inside) is cut into the
 * least number of equal intervals {@code delta} that are not longer than {@link
 * TraceSettings#step()}, with one sample in each, at {@link TraceSettings#sampleOffset(int)}. With
 * extinction {@code sigma_j} and colour {@code c_j} of sample j (Max 1995, "Optical models for
 * direct volume rendering"):
 *
 * <pre>
 *   alpha_j = 1 - exp(-sigma_j delta)     T_j = prod_{i&lt;j} (1 - alpha_i)     C = sum_j T_j alpha_j c_j
 * </pre>
 *
 * <p>A ray that misses the box, only touches it, or holds a value that is not a number, sees
 * nothing.
 *
 * <p>Opacity therefore does not depend on the number of samples, up to the quadrature error.
 * Implementations may skip samples whose density is certainly not positive: they contribute neither
 * light nor gradient.
 */
public interface VolumeTracer {

  /**
   * Traces every ray.
   *
   * @param out receives the results; must hold as many rays as the batch
   */
  void trace(VoxelGrid grid, Rays rays, TraceSettings settings, TracedRays out);

  /**
   * Adds to {@code gradient} the gradient of a loss L with respect to the samples of the grid,
   * given the loss's gradient with respect to what {@link #trace(VoxelGrid, Rays, TraceSettings,
   * TracedRays)} returned for the same grid, rays and settings.
   *
   * <p>Where an activation is cut off (density not positive, colour outside [0, 1]) its derivative
   * is zero.
   *
   * @param traced results of the forward pass
   * @param colourGradient dL/dC, 3 values a ray
   * @param opacityGradient dL/dA, one value a ray
   * @param gradient dL/dG, laid out as {@link VoxelGrid#data()}; added to, not overwritten
   */
  void adjoint(
      VoxelGrid grid,
      Rays rays,
      TraceSettings settings,
      TracedRays traced,
      float[] colourGradient,
      float[] opacityGradient,
      float[] gradient);

  /**
   * Does what belongs to tracing, such as making rays of a camera, on the threads of this tracer:
   * calls {@code piece} once for every index below {@code count}, in any order and several at the
   * same time. Here, one after the other.
   */
  default void forEach(int count, IntConsumer piece) {
    for (int i = 0; i < count; i++) {
      piece.accept(i);
    }
  }

  /** Whether a graphics device traces. */
  default boolean isOnDevice() {
    return false;
  }
}
