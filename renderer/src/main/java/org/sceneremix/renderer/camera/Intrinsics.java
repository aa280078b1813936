package org.sceneremix.renderer.camera;

import org.sceneremix.renderer.image.Image;

/**
 * A pinhole camera without distortion, in pixels.
 *
 * <p>Image coordinates: origin at the <em>corner</em> of the top left pixel, u to the right, v
 * down; the centre of pixel (column i, row j) is at {@code (i + 0.5, j + 0.5)}. A camera-space
 * point (x right, y up, z backward) with z &lt; 0 projects to {@code u = cx + fx * x / -z}, {@code
 * v = cy - fy * y / -z}.
 *
 * @param width image width, pixels
 * @param height image height, pixels
 * @param fx horizontal focal length, pixels
 * @param fy vertical focal length, pixels
 * @param cx principal point from the left edge, pixels
 * @param cy principal point from the top edge, pixels
 */
public record Intrinsics(int width, int height, double fx, double fy, double cx, double cy) {

  /**
   * @throws IllegalArgumentException if a size or a focal length is not positive, there are more
   *     than {@link Image#MOST_PIXELS}, or the principal point is not finite
   */
  public Intrinsics {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "an image needs at least one pixel, not " + width + "x" + height);
    }
    if ((long) width * height > Image.MOST_PIXELS) {
      throw new IllegalArgumentException(
          "an image has at most " + Image.MOST_PIXELS + " pixels, not " + width + "x" + height);
    }
    if (!(fx > 0 && fy > 0) || !Double.isFinite(fx) || !Double.isFinite(fy)) {
      throw new IllegalArgumentException(
          "focal lengths must be positive and finite, not " + fx + ", " + fy);
    }
    if (!Double.isFinite(cx) || !Double.isFinite(cy)) {
      throw new IllegalArgumentException(
          "the principal point must be finite, not " + cx + ", " + cy);
    }
  }

  /**
   * Square pixels, principal point in the middle, and the given horizontal field of view in
   * radians.
   */
  public static Intrinsics ofFieldOfView(int width, int height, double horizontalFov) {
    if (!(horizontalFov > 0 && horizontalFov < Math.PI)) {
      throw new IllegalArgumentException(
          "a field of view lies between 0 and pi radians, not at " + horizontalFov);
    }
    double focal = 0.5 * width / Math.tan(0.5 * horizontalFov);
    return new Intrinsics(width, height, focal, focal, 0.5 * width, 0.5 * height);
  }

  /** The same view with another number of pixels; the field of view is kept. */
  public Intrinsics resized(int newWidth, int newHeight) {
    double sx = (double) newWidth / width;
    double sy = (double) newHeight / height;
    return new Intrinsics(newWidth, newHeight, fx * sx, fy * sy, cx * sx, cy * sy);
  }
}
