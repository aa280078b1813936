package org.sceneremix.renderer.gl;

import org.sceneremix.testing.Prerequisite;

/** Contexts for tests, which are skipped where there is no OpenGL 4.3. */
public final class Computing {

  private Computing() {}

  public static ComputeContext open() {
    try {
      return ComputeContext.open();
    } catch (GlException e) {
      return Prerequisite.missing("no OpenGL 4.3 to test with: " + e.getMessage());
    }
  }
}
