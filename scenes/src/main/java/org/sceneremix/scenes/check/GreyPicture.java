package org.sceneremix.scenes.check;

import java.util.Optional;
import org.joml.Matrix4d;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
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

  /** What is shown where the scene is not. */
  private static final float BEHIND = 0.5f;

  private final Camera camera;
  private final int width;
  private final int height;
  private final float[] grey;
  private final float[] alpha;
  private final double brightness;
  private final Matrix4d toCamera;

  private GreyPicture(Camera camera, Image image) {
    this.camera = camera;
    this.width = image.width();
    this.height = image.height();
    this.grey = new float[width * height];
    this.alpha = new float[width * height];
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < grey.length; i++) {
      float[] rgba = image.rgba();
      alpha[i] = rgba[4 * i + 3];
      float luma = 0.299f * rgba[4 * i] + 0.587f * rgba[4 * i + 1] + 0.114f * rgba[4 * i + 2];
      // all of one grey there, so that outlines can be recognised too
      grey[i] = alpha[i] * luma + (1 - alpha[i]) * BEHIND;
      sum += alpha[i] * luma;
      weight += alpha[i];
    }
    this.brightness = weight > 0 ? sum / weight : 0;
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
    return new GreyPicture(
        view.camera().resized(width, height),
        factor < 1 ? BoxResize.resize(image, width, height) : image);
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

  /** Mean luma of the scene, in [0, 1]. */
  double brightness() {
    return brightness;
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
   * Where a world point is seen.
   *
   * @param out receives u and v, pixels, and the depth, positive in front of the camera
   */
  void project(Vector3d world, Vector3d out) {
    toCamera.transformPosition(world, out);
    double depth = -out.z;
    Intrinsics pinhole = camera.intrinsics();
    out.set(
        pinhole.cx() + pinhole.fx() * out.x / depth,
        pinhole.cy() - pinhole.fy() * out.y / depth,
        depth);
  }

  /**
   * As {@link #patch(int, int, float[])} with the nearest pixels of a patch that is turned and
   * stretched: its pixel (i, j) from the middle lies at {@code (u, v) + i a + j b}.
   */
  boolean patch(double u, double v, Vector3d a, Vector3d b, float[] out) {
    int n = 0;
    for (int j = -REACH; j <= REACH; j++) {
      for (int i = -REACH; i <= REACH; i++) {
        double x = u + i * a.x + j * b.x;
        double y = v + i * a.y + j * b.y;
        if (!(x >= 0 && y >= 0 && x < width && y < height)) {
          return false;
        }
        out[n++] = grey[((int) y) * width + (int) x];
      }
    }
    return normalise(out);
  }

  /**
   * Mean luma of the scene in a patch that lies as {@link #patch(double, double, Vector3d,
   * Vector3d, float[])}'s does and wholly in the picture; 0 where the scene is not in it.
   */
  double brightness(double u, double v, Vector3d a, Vector3d b) {
    double sum = 0;
    double weight = 0;
    for (int j = -REACH; j <= REACH; j++) {
      for (int i = -REACH; i <= REACH; i++) {
        int row = (int) (v + i * a.y + j * b.y);
        int p = row * width + (int) (u + i * a.x + j * b.x);
        sum += grey[p] - (1 - alpha[p]) * BEHIND;
        weight += alpha[p];
      }
    }
    return weight > 0 ? sum / weight : 0;
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
