package org.sceneremix.gan.compute;

import org.junit.jupiter.api.Assumptions;
import org.sceneremix.renderer.gl.GlException;

/** OpenGL for tests; without OpenGL 4.3 they are skipped. */
public final class GlComputing {

  private GlComputing() {}

  public static GlEngine open() {
    try {
      return GlEngine.open();
    } catch (GlException e) {
      return Assumptions.abort("no OpenGL 4.3 here: " + e.getMessage());
    }
  }
}
