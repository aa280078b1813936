package org.sceneremix.gan.model;

import java.io.IOException;

/**
 * A model folder that cannot be read or written; the message says which file, what is wrong and
 * what to do.
 */
public final class ModelException extends IOException {

  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
