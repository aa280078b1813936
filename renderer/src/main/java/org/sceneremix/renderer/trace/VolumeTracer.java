package org.sceneremix.renderer.trace;

import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.volume.VoxelGrid;

/**
 * The emission-absorption integral through a {@link RadianceField}, and its adjoint.
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
 * <p>For example, two samples of optical depth {@code sigma delta = ln 2}, white before black: each
 * has alpha 1/2, the second transmittance 1/2 before it; C = 1/2, and 1/4 of the light is left.
 *
 * <p>A ray that misses the box, only touches it, or holds a value that is not a number, sees
 * nothing.
 *
 * <p>Opacity therefore does not depend on the number of samples, up to the quadrature error.
 * Implementations may skip samples whose density is certainly not positive: they contribute neither
 * light nor gradient. They remember nothing from call to call but what saves them work; calls may
 * come from several threads.
 */
public interface VolumeTracer extends AutoCloseable {

  /**
   * Traces every ray.
   *
   * @param out receives the results; must hold as many rays as the batch
   * @throws IllegalArgumentException if it does not, or the field is one that cannot be traced here
   */
  void trace(RadianceField field, Rays rays, TraceSettings settings, TracedRays out);

  /** Traces every ray through a grid whose colour is the same from everywhere. */
  default void trace(VoxelGrid grid, Rays rays, TraceSettings settings, TracedRays out) {
    trace(RadianceField.of(grid), rays, settings, out);
  }

  /** A new tape, for passes whose adjoint is wanted; to be used again and again. */
  Tape tape();

  /** Whether fields are traced whose colour depends on the viewing direction. */
  boolean tracesDirectionalColour();

  /** Name of what it traces on, for people. */
  String description();

  /** Frees what it has on a device; what it was given stays its owner's. */
  @Override
  default void close() {}
}
