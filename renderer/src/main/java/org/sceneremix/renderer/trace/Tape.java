package org.sceneremix.renderer.trace;

import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;

/**
 * The record of a pass forward, from which its adjoint is found; made by a {@link VolumeTracer}. It
 * keeps its memory from pass to pass and belongs to one caller at a time.
 *
 * <pre>{@code
 * Tape tape = tracer.tape();
 * tape.trace(field, rays, settings, traced);
 * tape.adjoint(ofColour, ofOpacity, gradient);
 * }</pre>
 */
public abstract class Tape {

  /**
   * A pass forward.
   *
   * @param field as it is until the adjoint
   * @param traced results
   */
  public record Pass(RadianceField field, Rays rays, TraceSettings settings, TracedRays traced) {}

  private Pass latest;

  /**
   * Traces every ray, as {@link VolumeTracer#trace}, and records it in the place of the pass
   * before.
   */
  public final void trace(RadianceField field, Rays rays, TraceSettings settings, TracedRays out) {
    out.requireRoom(rays);
    latest = null;
    Pass pass = new Pass(field, rays, settings, out);
    record(pass);
    latest = pass;
  }

  /**
   * Adds to {@code gradient} the gradient of a loss L with respect to the field that was traced,
   * given the loss's gradient with respect to the results; those, the field and the rays must be as
   * they were then. May be called several times.
   *
   * <p>Where an activation is cut off (density not positive, colour outside [0, 1]) its derivative
   * is zero.
   *
   * @param ofColour dL/dC, 3 values a ray
   * @param ofOpacity dL/dA, one value a ray
   * @param gradient added to, not overwritten
   * @throws IllegalArgumentException if an array has not the size that the pass asks for
   * @throws IllegalStateException if nothing was traced
   */
  public final void adjoint(float[] ofColour, float[] ofOpacity, RadianceGradient gradient) {
    if (latest == null) {
      throw new IllegalStateException("nothing was traced that an adjoint could follow");
    }
    TracedRays.requireRoom("colour gradients", ofColour.length, 3 * latest.rays.count());
    TracedRays.requireRoom("opacity gradients", ofOpacity.length, latest.rays.count());
    gradient.requireSizeOf(latest.field);
    differentiate(latest, ofColour, ofOpacity, gradient);
  }

  /** Traces and records; the arguments are checked. */
  protected abstract void record(Pass pass);

  /** Adds the gradient of the pass that was recorded last; the arguments are checked. */
  protected abstract void differentiate(
      Pass pass, float[] ofColour, float[] ofOpacity, RadianceGradient gradient);
}
