package org.sceneremix.scenes.capture;

import java.io.IOException;

/**
 * A capture that cannot be used. The message is one sentence: which file, frame and field, what is
 * wrong with it, and what to do.
 */
public final class CaptureException extends IOException {

  private static final long serialVersionUID = 1L;

  public CaptureException(String message) {
    super(message);
  }

  public CaptureException(String message, Throwable cause) {
    super(message, cause);
  }
}
