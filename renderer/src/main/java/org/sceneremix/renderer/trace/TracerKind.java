package org.sceneremix.renderer.trace;

import java.util.Locale;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.GlException;

/** Where rays are traced. */
public enum TracerKind {
  /**
   * On a graphics card with OpenGL 4.3 if there is one, else on the processor; never by an OpenGL
   * that runs on the processor, which would be slower than {@link #CPU}.
   */
  AUTO,

  /** On the processor. */
  CPU,

  /** By OpenGL 4.3, whatever it runs on. */
  GPU;

  /**
   * Opens a tracer.
   *
   * @param threads on the processor
   * @throws GlException if {@link #GPU} is asked for and there is no OpenGL 4.3
   */
  public OpenTracer open(int threads) {
    return switch (this) {
      case CPU -> OpenTracer.onProcessor(threads);
      case GPU -> OpenTracer.on(ComputeContext.open(), threads);
      case AUTO -> best(threads);
    };
  }

  private static OpenTracer best(int threads) {
    try {
      ComputeContext context = ComputeContext.open();
      if (!context.device().isSoftware()) {
        return OpenTracer.on(context, threads);
      }
      context.close();
    } catch (GlException e) {
      // no such card: the processor it is
    }
    return OpenTracer.onProcessor(threads);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
