package org.sceneremix.viewer.gl;

import static org.junit.jupiter.api.Assumptions.abort;

import org.sceneremix.renderer.gl.GlContext;
import org.sceneremix.renderer.gl.GlException;

/** Contexts for tests, which are skipped where there is no OpenGL. */
public final class Drawing {

  private Drawing() {}

  public static GlContext offscreen() {
    return offscreen(640, 480);
  }

  public static GlContext offscreen(int width, int height) {
    try {
      return GlContext.offscreen(width, height);
    } catch (GlException e) {
      return abort("no OpenGL to test with: " + e.getMessage());
    }
  }
}
