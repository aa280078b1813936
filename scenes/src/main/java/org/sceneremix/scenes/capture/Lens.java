package org.sceneremix.scenes.capture;

import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Image;

/**
 * A lens with radial and tangential distortion (Brown 1966; OpenCV and COLMAP name it alike). A
 * point at {@code (x, y)} on the plane one unit in front of the camera, y down, is photographed at
 *
 * <pre>
 *   r2 = x^2 + y^2,   radial = 1 + k1 r2 + k2 r2^2
 *   x' = x radial + 2 p1 x y + p2 (r2 + 2 x^2),   u = cx + fx x'
 *   y' = y radial + p1 (r2 + 2 y^2) + 2 p2 x y,   v = cy + fy y'
 * </pre>
 *
 * @param photographed the pinhole part of the camera that took the picture
 * @param k1 first radial term
 * @param k2 second radial term
 * @param p1 first tangential term
 * @param p2 second tangential term
 */
public record Lens(Intrinsics photographed, double k1, double k2, double p1, double p2) {

  /** Points along each border of a picture at which is looked where it ends. */
  private static final int BORDER_POINTS = 64;

  /**
   * @throws IllegalArgumentException if a term is not finite, or the lens folds the picture over,
   *     so that no pinhole camera sees the same
   */
  public Lens {
    if (!Double.isFinite(k1 + k2 + p1 + p2)) {
      throw new IllegalArgumentException("the lens's terms must be finite numbers");
    }
    double x = Math.max(photographed.cx(), photographed.width() - photographed.cx());
    double y = Math.max(photographed.cy(), photographed.height() - photographed.cy());
    double farthest = Math.hypot(x / photographed.fx(), y / photographed.fy());
    double needed = farthest;
    // r(1 + k1 r^2 + k2 r^4) must still rise where it reaches the corner of the picture
    for (int i = 1; i <= BORDER_POINTS; i++) {
      double r2 = Math.pow(2 * needed * i / BORDER_POINTS, 2);
      double r = Math.sqrt(r2);
      if (r * (1 + k1 * r2 + k2 * r2 * r2) >= farthest) {
        break;
      }
      if (1 + 3 * k1 * r2 + 5 * k2 * r2 * r2 <= 0 || i == BORDER_POINTS) {
        throw new IllegalArgumentException(
            "the lens is too strongly distorted to be undone (k1 "
                + k1
                + ", k2 "
                + k2
                + "); undistort the pictures first (for instance with COLMAP's image_undistorter)");
      }
    }
  }

  /** Whether the picture is a pinhole camera's as it is. */
  boolean isPinhole() {
    return k1 == 0 && k2 == 0 && p1 == 0 && p2 == 0;
  }

  /**
   * The pinhole camera of {@link #undistort}: as large, with the same principal point, and with a
   * focal length no shorter than the photographing camera's that makes every one of its pixels lie
   * within the photograph.
   */
  Intrinsics pinhole() {
    double zoom = 1;
    while (!staysInside(zoom) && zoom < 4) {
      zoom *= 1.005;
    }
    return new Intrinsics(
        photographed.width(),
        photographed.height(),
        photographed.fx() * zoom,
        photographed.fy() * zoom,
        photographed.cx(),
        photographed.cy());
  }

  private boolean staysInside(double zoom) {
    double[] point = new double[2];
    for (int i = 0; i <= BORDER_POINTS; i++) {
      double u = (double) i / BORDER_POINTS * photographed.width();
      double v = (double) i / BORDER_POINTS * photographed.height();
      double[][] border = {{u, 0}, {u, photographed.height()}, {0, v}, {photographed.width(), v}};
      for (double[] at : border) {
        photograph(at[0], at[1], zoom, point);
        // half a pixel beyond the border its outermost pixels are continued
        if (point[0] < -0.5
            || point[1] < -0.5
            || point[0] > photographed.width() + 0.5
            || point[1] > photographed.height() + 0.5) {
          return false;
        }
      }
    }
    return true;
  }

  /** Where the point that a pinhole camera has at (u, v) is in the photograph, pixels. */
  private void photograph(double u, double v, double zoom, double[] out) {
    double x = (u - photographed.cx()) / (photographed.fx() * zoom);
    double y = (v - photographed.cy()) / (photographed.fy() * zoom);
    double r2 = x * x + y * y;
    double radial = 1 + r2 * (k1 + r2 * k2);
    out[0] =
        photographed.cx()
            + photographed.fx() * (x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x));
    out[1] =
        photographed.cy()
            + photographed.fy() * (y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y);
  }

  /**
   * The picture that {@link #pinhole()} would have taken, interpolated bilinearly in premultiplied
   * colour.
   *
   * @param image the photograph
   */
  Image undistort(Image image) {
    double zoom = pinhole().fx() / photographed.fx();
    Image result = Image.transparent(image.width(), image.height());
    double[] at = new double[2];
    for (int row = 0; row < image.height(); row++) {
      for (int column = 0; column < image.width(); column++) {
        photograph(column + 0.5, row + 0.5, zoom, at);
        sample(image, at[0] - 0.5, at[1] - 0.5, result.rgba(), result.index(column, row));
      }
    }
    return result;
  }

  private static void sample(Image image, double u, double v, float[] out, int index) {
    double x = Math.max(0, Math.min(image.width() - 1, u));
    double y = Math.max(0, Math.min(image.height() - 1, v));
    int i = Math.max(0, Math.min(image.width() - 2, (int) x));
    int j = Math.max(0, Math.min(image.height() - 2, (int) y));
    double alpha = 0;
    double[] colour = new double[3];
    for (int corner = 0; corner < 4; corner++) {
      int column = Math.min(image.width() - 1, i + (corner & 1));
      int line = Math.min(image.height() - 1, j + (corner >> 1));
      double weight =
          ((corner & 1) == 0 ? 1 - (x - i) : x - i) * ((corner >> 1) == 0 ? 1 - (y - j) : y - j);
      int from = image.index(column, line);
      double share = weight * image.rgba()[from + 3];
      alpha += share;
      for (int channel = 0; channel < 3; channel++) {
        colour[channel] += share * image.rgba()[from + channel];
      }
    }
    for (int channel = 0; channel < 3; channel++) {
      out[index + channel] = alpha > 0 ? (float) (colour[channel] / alpha) : 0;
    }
    out[index + 3] = (float) alpha;
  }
}
