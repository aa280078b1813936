package org.sceneremix.scenes.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.scenes.capture.CaptureException;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.volume.work.Workers;

/** The pictures of some views in memory: 4 bytes a pixel. */
final class TrainingImages {

  private final List<Camera> cameras;
  private final int[][] pixels;

  private final List<Optional<boolean[]>> ignored;

  private TrainingImages(List<Camera> cameras, int[][] pixels, List<Optional<boolean[]>> ignored) {
    this.cameras = cameras;
    this.pixels = pixels;
    this.ignored = ignored;
  }

  /**
   * Loads all pictures, several at a time.
   *
   * @throws CaptureException the first of the views' failures, in their order
   */
  static TrainingImages load(List<View> views, Workers workers) throws CaptureException {
    int[][] pixels = new int[views.size()][];
    List<Optional<boolean[]>> ignored =
        new ArrayList<>(Collections.nCopies(views.size(), Optional.empty()));
    CaptureException[] failures = new CaptureException[views.size()];
    workers.forEach(
        views.size(),
        i -> {
          try {
            pixels[i] = pack(views.get(i).load());
            ignored.set(i, views.get(i).loadIgnored());
          } catch (CaptureException e) {
            failures[i] = e;
          }
        });
    for (CaptureException failure : failures) {
      if (failure != null) {
        throw failure;
      }
    }
    return new TrainingImages(views.stream().map(View::camera).toList(), pixels, ignored);
  }

  private static int[] pack(Image image) {
    float[] rgba = image.rgba();
    int[] packed = new int[rgba.length / Image.CHANNELS];
    for (int i = 0; i < packed.length; i++) {
      int at = i * Image.CHANNELS;
      packed[i] =
          toByte(rgba[at + 3]) << 24
              | toByte(rgba[at]) << 16
              | toByte(rgba[at + 1]) << 8
              | toByte(rgba[at + 2]);
    }
    return packed;
  }

  private static int toByte(float value) {
    return Math.round(255 * Math.max(0, Math.min(1, value)));
  }

  int count() {
    return pixels.length;
  }

  List<Camera> cameras() {
    return cameras;
  }

  Camera camera(int view) {
    return cameras.get(view);
  }

  /** Straight (not premultiplied) pixels of a view, row by row: alpha, red, green, blue bytes. */
  int[] pixels(int view) {
    return pixels[view];
  }

  /** Whether a pixel of a view says nothing of the scene. */
  boolean ignores(int view, int pixel) {
    return ignored.get(view).isPresent() && ignored.get(view).get()[pixel];
  }

  /** Alpha in [0, 255] of a packed pixel. */
  static int alpha(int pixel) {
    return pixel >>> 24;
  }

  /** Channel 0 red, 1 green, 2 blue of a packed pixel, in [0, 1]. */
  static float colour(int pixel, int channel) {
    return (pixel >> (16 - 8 * channel) & 255) * (1f / 255);
  }
}
