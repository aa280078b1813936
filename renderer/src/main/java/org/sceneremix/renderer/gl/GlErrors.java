package org.sceneremix.renderer.gl;

import static org.lwjgl.opengl.GL33C.GL_NO_ERROR;
import static org.lwjgl.opengl.GL33C.glGetError;

/** The errors that OpenGL keeps until somebody asks for them. */
public final class GlErrors {

  private GlErrors() {}

  /** Forgets those of earlier calls. */
  public static void clear() {
    // a lost context reports errors for ever
    int left = 16;
    while (left > 0 && glGetError() != GL_NO_ERROR) {
      left--;
    }
  }
}
