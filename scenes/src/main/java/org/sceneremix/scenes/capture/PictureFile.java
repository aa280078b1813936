package org.sceneremix.scenes.capture;

import java.io.IOException;
import java.nio.file.Path;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.image.Orientation;

/** Pictures of a capture; failures are failures of the capture. */
final class PictureFile {

  /**
   * Relative difference of aspects that rounding explains; captures that differ more are refused.
   */
  private static final double LARGEST_DIFFERENCE = 0.02;

  private PictureFile() {}

  static Image read(Path file) throws CaptureException {
    try {
      return ImageFiles.read(file);
    } catch (IOException e) {
      throw new CaptureException(e.getMessage(), e);
    }
  }

  /**
   * A picture as its camera sees it.
   *
   * @param width pixels
   * @param height pixels
   * @param turn what makes it so of the stored one
   * @param isAmbiguous whether the file says an orientation that may or may not be meant
   */
  record Shown(int width, int height, Orientation turn, boolean isAmbiguous) {}

  /**
   * Finds the turn of a picture that suits its camera. Programs that find poses, such as COLMAP and
   * instant-ngp, work on the pixels as they are stored, and so the camera's size nearly always fits
   * them; an EXIF orientation is applied where it fits the turned picture only.
   *
   * @param cameraWidth pixels of the camera, or of the picture where it does not say
   * @throws CaptureException if the picture cannot be read, or has another shape than its camera
   */
  static Shown shown(Path picture, double cameraWidth, double cameraHeight)
      throws CaptureException {
    ImageFiles.Header header = header(picture);
    Orientation said = header.orientation();
    double aspect = cameraWidth / cameraHeight;
    boolean fitsStored = isNear(aspect, (double) header.width() / header.height());
    boolean fitsTurned =
        said.swapsSides() && isNear(aspect, (double) header.height() / header.width());
    if (!fitsStored && !fitsTurned) {
      throw new CaptureException(
          picture
              + ": the picture has "
              + header.width()
              + "x"
              + header.height()
              + " pixels but its camera "
              + Math.round(cameraWidth)
              + "x"
              + Math.round(cameraHeight)
              + ", which is another shape; take the pictures whose cameras these are, neither"
              + " cropped nor turned");
    }
    return !fitsStored
        ? new Shown(header.height(), header.width(), said, false)
        : new Shown(
            header.width(), header.height(), Orientation.UPRIGHT, said != Orientation.UPRIGHT);
  }

  /** Whether two aspects are the same but for rounding. */
  static boolean isNear(double a, double b) {
    return Math.abs(a / b - 1) < LARGEST_DIFFERENCE;
  }

  static ImageFiles.Header header(Path file) throws CaptureException {
    try {
      return ImageFiles.header(file);
    } catch (IOException e) {
      throw new CaptureException(e.getMessage(), e);
    }
  }
}
