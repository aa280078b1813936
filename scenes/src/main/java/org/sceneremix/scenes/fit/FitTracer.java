package org.sceneremix.scenes.fit;

import java.util.Optional;
import org.sceneremix.renderer.trace.CpuTracer;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.renderer.trace.DirectionalGradient;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.VoxelGrid;

/**
 * The tracer of a fit: any, or the one that can trace colour that depends on the viewing direction.
 *
 * @param any traces what does not depend on the direction
 * @param directional traces what does; empty where nothing does
 */
record FitTracer(VolumeTracer any, Optional<CpuTracer> directional) {

  /**
   * @param directional whether colour will depend on the viewing direction
   * @throws IllegalArgumentException if it will, and the tracer cannot trace that
   */
  static FitTracer of(VolumeTracer tracer, boolean directional) {
    if (!directional) {
      return new FitTracer(tracer, Optional.empty());
    }
    if (tracer instanceof CpuTracer cpu) {
      return new FitTracer(tracer, Optional.of(cpu));
    }
    throw new IllegalArgumentException(
        "colour that depends on the viewing direction is traced on the processor only");
  }

  /** As {@link CpuTracer#trace(VoxelGrid, Optional, Rays, TraceSettings, TracedRays)}. */
  void trace(
      VoxelGrid grid,
      Optional<DirectionalField> field,
      Rays rays,
      TraceSettings settings,
      TracedRays out) {
    if (field.isPresent()) {
      directional.orElseThrow().trace(grid, field, rays, settings, out);
    } else {
      any.trace(grid, rays, settings, out);
    }
  }

  /** The adjoint of {@link #trace}, as {@link CpuTracer}'s. */
  void adjoint(
      VoxelGrid grid,
      Optional<DirectionalField> field,
      Rays rays,
      TraceSettings settings,
      TracedRays traced,
      float[] colourGradient,
      float[] opacityGradient,
      float[] gradient,
      Optional<DirectionalGradient> fieldGradient) {
    if (field.isPresent()) {
      directional
          .orElseThrow()
          .adjoint(
              grid,
              field,
              rays,
              settings,
              traced,
              colourGradient,
              opacityGradient,
              gradient,
              fieldGradient);
    } else {
      any.adjoint(grid, rays, settings, traced, colourGradient, opacityGradient, gradient);
    }
  }
}
