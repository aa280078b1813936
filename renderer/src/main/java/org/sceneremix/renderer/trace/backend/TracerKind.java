package org.sceneremix.renderer.trace.backend;

import java.util.Locale;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.renderer.trace.gpu.GpuTracer;
import org.sceneremix.volume.work.Workers;

/** A device to trace rays on. */
public enum TracerKind {
  /**
   * A graphics card with OpenGL 4.3 if there is one, else the processor; never an OpenGL that runs
   * on the processor, which would be slower than {@link #CPU}.
   */
  AUTO,

  /** The processor. */
  CPU,

  /** OpenGL 4.3, whatever it runs on. */
  GPU;

  /**
   * Opens a tracer.
   *
   * @param workers for what is done on the processor; they outlive the tracer
   * @throws GlException if {@link #GPU} is asked for and there is no OpenGL 4.3
   */
  public VolumeTracer open(Workers workers) {
    return switch (this) {
      case CPU -> new CpuTracer(workers);
      case GPU -> new GpuTracer(ComputeContext.open(), workers);
      case AUTO -> best(workers);
    };
  }

  private static VolumeTracer best(Workers workers) {
    try {
      ComputeContext context = ComputeContext.open();
      if (!context.device().isSoftware()) {
        return new GpuTracer(context, workers);
      }
      context.close();
    } catch (GlException e) {
      // no such card: the processor it is
    }
    return new CpuTracer(workers);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
