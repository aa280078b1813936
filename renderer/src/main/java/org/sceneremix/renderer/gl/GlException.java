package org.sceneremix.renderer.gl;

/** OpenGL is not there, too old, or could not do what it was asked to. */
public final class GlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong and what to do, one sentence
   */
  public GlException(String message) {
    super(message);
  }

  public GlException(String message, Throwable cause) {
    super(message, cause);
  }
}
