package org.sceneremix.scenes.check;

import java.util.Optional;
import org.joml.Matrix4d;
import org.joml.Matrix4dc;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.BoxResize;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.scenes.capture.CaptureException;
import org.sceneremix.scenes.capture.View;

/** A view's picture, small and grey. */
final class GreyPicture {

  /** Pixels along the longer side at most. */
  private static final int SIDE = 256;

  /** Half the edge of a patch, without its middle. */
  static final int REACH = 3;

  /** Pixels of a patch. */
  static final int PATCH = (2 * REACH + 1) * (2 * REACH + 1);

  /** Standard deviation from which on a patch shows something that can be recognised. */
  private static final double LEAST_DEVIATION = 0.03;

  /** Luma from which on a pixel is burnt out. */
  private static final double BURNT_OUT = 0.95;

  /** Grey behind the scene, in [0, 1]. */
  private static final float BEHIND = 0.5f;

  private final Camera camera;
  private final int width;
  private final int height;
  private final float[] grey;
  private final float[] alpha;
  private final Matrix4d toCamera;

  private GreyPicture(Camera camera, float[] grey, float[] alpha) {
    this.camera = camera;
    this.width = camera.intrinsics().width();
    this.height = camera.intrinsics().height();
    this.grey = grey;
    this.alpha = alpha;
    this.toCamera = new Matrix4d(camera.cameraToWorld()).invertAffine();
  }

  static GreyPicture of(View view) throws CaptureException {
    Image image = view.load();
    Optional<boolean[]> ignored = view.loadIgnored();
    if (ignored.isPresent()) {
      for (int p = 0; p < ignored.get().length; p++) {
        // as where the scene is not
        image.rgba()[p * Image.CHANNELS + 3] *= ignored.get()[p] ? 0 : 1;
      }
    }
    double factor = Math.min(1, (double) SIDE / Math.max(image.width(), image.height()));
    int width = Math.max(1, (int) Math.round(factor * image.width()));
    int height = Math.max(1, (int) Math.round(factor * image.height()));
    float[] rgba = (factor < 1 ? BoxResize.resize(image, width, height) : image).rgba();
    float[] grey = new float[width * height];
    float[] alpha = new float[width * height];
    for (int i = 0; i < grey.length; i++) {
      alpha[i] = rgba[4 * i + 3];
      float luma = 0.299f * rgba[4 * i] + 0.587f * rgba[4 * i + 1] + 0.114f * rgba[4 * i + 2];
      // all of one grey there, so that outlines can be recognised too
      grey[i] = alpha[i] * luma + (1 - alpha[i]) * BEHIND;
    }
    return new GreyPicture(view.camera().resized(width, height), grey, alpha);
  }

  /** The same picture, taken by another camera of as many pixels. */
  GreyPicture takenBy(Camera other) {
    return new GreyPicture(other, grey, alpha);
  }

  /** The same view with half as many pixels along each side, at least one. */
  GreyPicture halved() {
    int w = Math.max(1, width / 2);
    int h = Math.max(1, height / 2);
    float[] smallGrey = new float[w * h];
    float[] smallAlpha = new float[w * h];
    for (int row = 0; row < h; row++) {
      for (int column = 0; column < w; column++) {
        int a = 2 * row * width + 2 * column;
        int right = width > 1 ? 1 : 0;
        int below = height > 1 ? width : 0;
        int at = row * w + column;
        smallGrey[at] =
            0.25f * (grey[a] + grey[a + right] + grey[a + below] + grey[a + right + below]);
        smallAlpha[at] =
            0.25f * (alpha[a] + alpha[a + right] + alpha[a + below] + alpha[a + right + below]);
      }
    }
    return new GreyPicture(camera.resized(w, h), smallGrey, smallAlpha);
  }

  Camera camera() {
    return camera;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  boolean isAsLargeAs(GreyPicture other) {
    return other.width == width && other.height == height;
  }

  /** Mean luma of the scene, in [0, 1]. */
  double brightness() {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < grey.length; i++) {
      sum += grey[i] - (1 - alpha[i]) * BEHIND;
      weight += alpha[i];
    }
    return weight > 0 ? sum / weight : 0;
  }

  /**
   * Normalised cross-correlation of two whole pictures, in [-1, 1]; 0 if they differ in size or one
   * of them shows nothing.
   */
  double likeness(GreyPicture other) {
    if (!isAsLargeAs(other)) {
      return 0;
    }
    double sumA = 0;
    double sumB = 0;
    double squaresA = 0;
    double squaresB = 0;
    double products = 0;
    for (int i = 0; i < grey.length; i++) {
      double a = grey[i];
      double b = other.grey[i];
      sumA += a;
      sumB += b;
      squaresA += a * a;
      squaresB += b * b;
      products += a * b;
    }
    double n = grey.length;
    double varianceA = squaresA / n - sumA * sumA / (n * n);
    double varianceB = squaresB / n - sumB * sumB / (n * n);
    double least = LEAST_DEVIATION * LEAST_DEVIATION;
    return varianceA < least || varianceB < least
        ? 0
        : (products / n - sumA * sumB / (n * n)) / Math.sqrt(varianceA * varianceB);
  }

  /** World to camera space (OpenGL axes). */
  Matrix4dc toCamera() {
    return toCamera;
  }

  /**
   * Copies the patch around a pixel, shifted and scaled to mean 0 and length 1, so that the product
   * of two is their normalised cross-correlation.
   *
   * @return whether it lies in the picture, mostly on the scene, and shows something
   */
  boolean patch(int column, int row, float[] out) {
    if (column < REACH || row < REACH || column >= width - REACH || row >= height - REACH) {
      return false;
    }
    if (alpha[row * width + column] < 0.5f) {
      return false;
    }
    int n = 0;
    for (int y = row - REACH; y <= row + REACH; y++) {
      for (int x = column - REACH; x <= column + REACH; x++) {
        out[n++] = grey[y * width + x];
      }
    }
    return normalise(out);
  }

  /**
   * Whether a patch is in the picture that is turned and stretched: its pixel (i, j) from the
   * middle lies at {@code (u, v) + i (ax, ay) + j (bx, by)}, pixels.
   */
  boolean holds(double u, double v, double ax, double ay, double bx, double by) {
    double x = REACH * (Math.abs(ax) + Math.abs(bx)) + 0.5;
    double y = REACH * (Math.abs(ay) + Math.abs(by)) + 0.5;
    return u >= x && v >= y && u < width - x && v < height - y;
  }

  /**
   * As {@link #patch(int, int, float[])} of a patch that lies as {@link #holds} says and wholly in
   * the picture, interpolated.
   *
   * @return whether it shows something
   */
  boolean patch(double u, double v, double ax, double ay, double bx, double by, float[] out) {
    int n = 0;
    for (int j = -REACH; j <= REACH; j++) {
      for (int i = -REACH; i <= REACH; i++) {
        double x = u - 0.5 + i * ax + j * bx;
        double y = v - 0.5 + i * ay + j * by;
        int column = (int) x;
        int row = (int) y;
        float fx = (float) (x - column);
        float fy = (float) (y - row);
        int p = row * width + column;
        float above = grey[p] + fx * (grey[p + 1] - grey[p]);
        float below = grey[p + width] + fx * (grey[p + width + 1] - grey[p + width]);
        out[n++] = above + fy * (below - above);
      }
    }
    return normalise(out);
  }

  /**
   * Copies the lumas of a patch that lies as {@link #holds} says and wholly in the picture; NaN
   * where the scene is not, and where it is burnt out, however bright it was.
   */
  void lumas(double u, double v, double ax, double ay, double bx, double by, float[] out) {
    int n = 0;
    for (int j = -REACH; j <= REACH; j++) {
      for (int i = -REACH; i <= REACH; i++) {
        int p = (int) (v + i * ay + j * by) * width + (int) (u + i * ax + j * bx);
        float luma = (grey[p] - (1 - alpha[p]) * BEHIND) / alpha[p];
        out[n++] = alpha[p] > 0.5f && luma < BURNT_OUT ? luma : Float.NaN;
      }
    }
  }

  private static boolean normalise(float[] patch) {
    double sum = 0;
    double squares = 0;
    for (float value : patch) {
      sum += value;
      squares += value * value;
    }
    double mean = sum / PATCH;
    double variance = squares / PATCH - mean * mean;
    if (variance < LEAST_DEVIATION * LEAST_DEVIATION) {
      return false;
    }
    double scale = 1 / Math.sqrt(variance * PATCH);
    for (int i = 0; i < PATCH; i++) {
      patch[i] = (float) ((patch[i] - mean) * scale);
    }
    return true;
  }

  static double correlation(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < PATCH; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
