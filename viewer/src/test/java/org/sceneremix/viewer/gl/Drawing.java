package org.sceneremix.viewer.gl;

import org.sceneremix.renderer.gl.GlContext;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.testing.Prerequisite;

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
      return Prerequisite.missing("no OpenGL to test with: " + e.getMessage());
    }
  }
}
