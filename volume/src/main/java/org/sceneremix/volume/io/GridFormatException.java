package org.sceneremix.volume.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file is not a grid file that can be read. The message is one sentence that names the file, what
 * is wrong with it, and what to do.
 */
public final class GridFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  GridFormatException(Path file, String problem, String remedy) {
    super(file + " " + problem + "; " + remedy);
  }
}
