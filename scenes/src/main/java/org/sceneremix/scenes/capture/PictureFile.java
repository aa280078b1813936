package org.sceneremix.scenes.capture;

import java.io.IOException;
import java.nio.file.Path;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;

/** Pictures of a capture; failures are failures of the capture. */
final class PictureFile {

  private PictureFile() {}

  static Image read(Path file) throws CaptureException {
    try {
      return ImageFiles.read(file);
    } catch (IOException e) {
      throw new CaptureException(e.getMessage(), e);
    }
  }

  static ImageFiles.Header header(Path file) throws CaptureException {
    try {
      return ImageFiles.header(file);
    } catch (IOException e) {
      throw new CaptureException(e.getMessage(), e);
    }
  }
}
