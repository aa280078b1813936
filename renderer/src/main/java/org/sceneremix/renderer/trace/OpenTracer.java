package org.sceneremix.renderer.trace;

import java.util.Objects;
import java.util.function.IntConsumer;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.volume.VoxelGrid;

/** A tracer with all that it runs on, which ends with it. */
public final class OpenTracer implements VolumeTracer, AutoCloseable {

  private final VolumeTracer tracer;
  private final String description;
  private final Runnable end;

  private OpenTracer(VolumeTracer tracer, String description, Runnable end) {
    this.tracer = Objects.requireNonNull(tracer, "tracer");
    this.description = description;
    this.end = end;
  }

  static OpenTracer onProcessor(int threads) {
    CpuTracer tracer = new CpuTracer(threads);
    return new OpenTracer(tracer, "the processor, " + threads + " threads", tracer::close);
  }

  /** Closes the context with the tracer, or if there can be none. */
  static OpenTracer on(ComputeContext context, int threads) {
    try {
      GpuTracer tracer = new GpuTracer(context, threads);
      return new OpenTracer(
          tracer,
          context.device().toString(),
          () -> {
            tracer.close();
            context.close();
          });
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  /** What it traces on, for people. */
  public String description() {
    return description;
  }

  @Override
  public void trace(VoxelGrid grid, Rays rays, TraceSettings settings, TracedRays out) {
    tracer.trace(grid, rays, settings, out);
  }

  @Override
  public void adjoint(
      VoxelGrid grid,
      Rays rays,
      TraceSettings settings,
      TracedRays traced,
      float[] colourGradient,
      float[] opacityGradient,
      float[] gradient) {
    tracer.adjoint(grid, rays, settings, traced, colourGradient, opacityGradient, gradient);
  }

  @Override
  public void forEach(int count, IntConsumer piece) {
    tracer.forEach(count, piece);
  }

  @Override
  public boolean isOnDevice() {
    return tracer.isOnDevice();
  }

  @Override
  public void close() {
    end.run();
  }
}
