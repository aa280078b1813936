package org.sceneremix.scenes.capture;

import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Image;

/**
 * A lens with distortion. The point that it photographs at {@code (x', y')} ({@link Distortion}) is
 * in the photograph at {@code u = cx + fx x'}, {@code v = cy + fy y'}.
 *
 * @param photographed the pinhole part of the camera that took the picture
 * @param distortion what the lens does
 */
public record Lens(Intrinsics photographed, Distortion distortion) {

  /** Points along each border of a picture at which is looked where it ends. */
  private static final int BORDER_POINTS = 64;

  /**
   * @throws IllegalArgumentException if the lens folds over what {@link #pinhole()} sees
   */
  public Lens {
    if (folds(photographed, distortion, zoom(photographed, distortion))) {
      throw new IllegalArgumentException(
          "the lens is too strongly distorted to be undone ("
              + distortion
              + "); undistort the pictures first (for instance with COLMAP's image_undistorter)");
    }
  }

  /** Whether the picture is a pinhole camera's as it is. */
  boolean isPinhole() {
    return distortion.isNone();
  }

  /**
   * The pinhole camera of {@link #undistort}: as large, with the same principal point, and with a
   * focal length no shorter than the photographing camera's that makes every one of its pixels lie
   * within the photograph.
   */
  Intrinsics pinhole() {
    double zoom = zoom(photographed, distortion);
    return new Intrinsics(
        photographed.width(),
        photographed.height(),
        photographed.fx() * zoom,
        photographed.fy() * zoom,
        photographed.cx(),
        photographed.cy());
  }

  private static double zoom(Intrinsics photographed, Distortion distortion) {
    double zoom = 1;
    while (!distortion.isNone() && !staysInside(photographed, distortion, zoom) && zoom < 4) {
      zoom *= 1.005;
    }
    return zoom;
  }

  private static boolean staysInside(Intrinsics camera, Distortion distortion, double zoom) {
    double[] point = new double[2];
    for (int i = 0; i <= BORDER_POINTS; i++) {
      double u = (double) i / BORDER_POINTS * camera.width();
      double v = (double) i / BORDER_POINTS * camera.height();
      double[][] border = {{u, 0}, {u, camera.height()}, {0, v}, {camera.width(), v}};
      for (double[] at : border) {
        photograph(camera, distortion, at[0], at[1], zoom, point);
        // half a pixel beyond the border its outermost pixels are continued
        if (!(point[0] >= -0.5
            && point[1] >= -0.5
            && point[0] <= camera.width() + 0.5
            && point[1] <= camera.height() + 0.5)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Whether the lens turns the picture over anywhere in it: where neighbouring points change sides,
   * so that the Jacobian has no positive determinant.
   */
  private static boolean folds(Intrinsics camera, Distortion distortion, double zoom) {
    if (distortion.isNone()) {
      return false;
    }
    double[] here = new double[2];
    double[] right = new double[2];
    double[] below = new double[2];
    double du = (double) camera.width() / BORDER_POINTS;
    double dv = (double) camera.height() / BORDER_POINTS;
    for (int row = 0; row < BORDER_POINTS; row++) {
      for (int column = 0; column < BORDER_POINTS; column++) {
        photograph(camera, distortion, column * du, row * dv, zoom, here);
        photograph(camera, distortion, (column + 1) * du, row * dv, zoom, right);
        photograph(camera, distortion, column * du, (row + 1) * dv, zoom, below);
        double determinant =
            (right[0] - here[0]) * (below[1] - here[1])
                - (right[1] - here[1]) * (below[0] - here[0]);
        if (!(determinant > 0)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Finds the place in the photograph of the point that a pinhole camera has at (u, v), pixels. */
  private static void photograph(
      Intrinsics camera, Distortion distortion, double u, double v, double zoom, double[] out) {
    double x = (u - camera.cx()) / (camera.fx() * zoom);
    double y = (v - camera.cy()) / (camera.fy() * zoom);
    distortion.apply(x, y, out);
    out[0] = camera.cx() + camera.fx() * out[0];
    out[1] = camera.cy() + camera.fy() * out[1];
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
        photograph(photographed, distortion, column + 0.5, row + 0.5, zoom, at);
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
