package org.sceneremix.scenes.fit;

import org.joml.Matrix4d;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.volume.work.Workers;

/**
 * The parts of each picture that show anything at all: what is seen as transparent by a view cannot
 * hold any of the scene (the visual hull, Laurentini 1994).
 *
 * <p>Silhouettes are kept as summed-area tables, so that a whole rectangle is asked at once, and at
 * most {@value #LARGEST} pixels wide: larger pictures are reduced such that a pixel is covered
 * where any of its originals is.
 */
final class Silhouettes {

  private static final int LARGEST = 400;

  /** Alpha, of 255, from which on a pixel is covered: more than rounding and compression leave. */
  private static final int LEAST_ALPHA = 4;

  private final Camera[] cameras;
  private final Matrix4d[] worldToCamera;
  private final int[][] tables;

  /** Whether nothing is cut off by the picture's border: then there is nothing beyond it. */
  private final boolean[] framed;

  private Silhouettes(Camera[] cameras, int[][] tables) {
    this.cameras = cameras;
    this.tables = tables;
    this.worldToCamera = new Matrix4d[cameras.length];
    this.framed = new boolean[cameras.length];
    for (int i = 0; i < cameras.length; i++) {
      int w = cameras[i].intrinsics().width();
      int h = cameras[i].intrinsics().height();
      framed[i] =
          w > 2
              && h > 2
              && covered(tables[i], w + 1, 0, 0, w, h)
                  == covered(tables[i], w + 1, 1, 1, w - 1, h - 1);
      worldToCamera[i] = new Matrix4d(cameras[i].cameraToWorld()).invertAffine();
    }
  }

  static Silhouettes of(TrainingImages images, Workers workers) {
    Camera[] cameras = new Camera[images.count()];
    int[][] tables = new int[images.count()][];
    workers.forEach(
        cameras.length,
        view -> {
          Intrinsics full = images.camera(view).intrinsics();
          int factor = (Math.max(full.width(), full.height()) + LARGEST - 1) / LARGEST;
          int width = (full.width() + factor - 1) / factor;
          int height = (full.height() + factor - 1) / factor;
          cameras[view] =
              new Camera(
                  new Intrinsics(
                      width,
                      height,
                      full.fx() / factor,
                      full.fy() / factor,
                      full.cx() / factor,
                      full.cy() / factor),
                  images.camera(view).cameraToWorld());
          boolean[] covered = new boolean[width * height];
          int[] pixels = images.pixels(view);
          for (int i = 0; i < pixels.length; i++) {
            // of what a pixel that is ignored would show nothing is known
            if (TrainingImages.alpha(pixels[i]) >= LEAST_ALPHA || images.ignores(view, i)) {
              covered[i / full.width() / factor * width + i % full.width() / factor] = true;
            }
          }
          tables[view] = table(covered, width, height);
        });
    return new Silhouettes(cameras, tables);
  }

  private static int[] table(boolean[] covered, int width, int height) {
    int stride = width + 1;
    int[] table = new int[stride * (height + 1)];
    for (int row = 0; row < height; row++) {
      int sum = 0;
      for (int column = 0; column < width; column++) {
        sum += covered[row * width + column] ? 1 : 0;
        table[(row + 1) * stride + column + 1] = table[row * stride + column + 1] + sum;
      }
    }
    return table;
  }

  int views() {
    return cameras.length;
  }

  /**
   * Whether a view sees nothing at all where a ball projects.
   *
   * @param centre centre of the ball, world space
   * @param radius its radius, world units
   * @return false also if the ball is not wholly in the picture and something is cut off by the
   *     picture's border: then the scene may go on there
   */
  boolean seesThrough(int view, Vector3d centre, double radius) {
    Vector3d p = worldToCamera[view].transformPosition(centre, new Vector3d());
    double depth = -p.z;
    if (depth <= radius) {
      return false;
    }
    Intrinsics in = cameras[view].intrinsics();
    double u = in.cx() + in.fx() * p.x / depth;
    double v = in.cy() - in.fy() * p.y / depth;
    // half a pixel more: a pixel averages over its surroundings
    double r = in.fx() * radius / depth + 0.5;
    int left = (int) Math.floor(u - r);
    int right = (int) Math.ceil(u + r);
    int top = (int) Math.floor(v - r);
    int bottom = (int) Math.ceil(v + r);
    boolean whole = left >= 0 && top >= 0 && right <= in.width() && bottom <= in.height();
    if (!whole && !framed[view]) {
      return false;
    }
    return covered(
            tables[view],
            in.width() + 1,
            clamp(left, in.width()),
            clamp(top, in.height()),
            clamp(right, in.width()),
            clamp(bottom, in.height()))
        == 0;
  }

  private static int clamp(int value, int max) {
    return Math.max(0, Math.min(max, value));
  }

  /** Number of covered pixels in a rectangle; its right and bottom edges are exclusive. */
  private static int covered(int[] table, int stride, int left, int top, int right, int bottom) {
    return table[bottom * stride + right]
        - table[top * stride + right]
        - table[bottom * stride + left]
        + table[top * stride + left];
  }

  /** Whether a point projects into a view's picture. */
  boolean inPicture(int view, Vector3d point) {
    Vector3d p = worldToCamera[view].transformPosition(point, new Vector3d());
    Intrinsics in = cameras[view].intrinsics();
    double u = in.cx() - in.fx() * p.x / p.z;
    double v = in.cy() + in.fy() * p.y / p.z;
    return p.z < 0 && u >= 0 && v >= 0 && u <= in.width() && v <= in.height();
  }
}
