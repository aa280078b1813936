package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.util.Locale;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.GlEngine;
import org.sceneremix.viewer.doctor.Cuda;

/** What networks run on. */
enum Backend {
  /** {@link #GL} on a graphics card if there is one, else {@link #CPU}. */
  AUTO,

  /** ND4J on the processor. */
  CPU,

  /** ND4J on a graphics card. */
  CUDA,

  /** Compute shaders of OpenGL 4.3. */
  GL;

  /**
   * The engine, to be closed.
   *
   * @throws org.sceneremix.renderer.gl.GlException if there is no OpenGL 4.3
   * @throws IOException if this program cannot use CUDA here
   */
  Engine open() throws IOException {
    return switch (this) {
      case AUTO -> GlEngine.openCard().orElseGet(Engine::cpu);
      case CPU -> Engine.cpu();
      case CUDA -> throw new IOException(whyNoCuda(Cuda.look()));
      case GL -> GlEngine.open();
    };
  }

  /** What is in the way of CUDA, as a sentence without its end. */
  static String whyNoCuda(Cuda cuda) {
    return cuda.obstacle()
        .orElse("this build of SceneRemix has no CUDA back end; --backend gl serves the same card");
  }

  /** As the command line says it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
