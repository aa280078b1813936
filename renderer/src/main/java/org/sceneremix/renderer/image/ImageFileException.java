package org.sceneremix.renderer.image;

import java.io.IOException;
import java.nio.file.Path;

/** An image file that cannot be read or written; the message names it and says what to do. */
public final class ImageFileException extends IOException {

  /**
   * @param file the file that is wrong
   * @param problem what is wrong with it and what to do
   */
  public ImageFileException(Path file, String problem) {
    super(file + ": " + problem);
  }

  public ImageFileException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
