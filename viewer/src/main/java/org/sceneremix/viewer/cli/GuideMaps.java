package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sceneremix.gan.sample.Guide;
import org.sceneremix.gan.sample.Guide.Wish;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;

/**
 * Pictures of the ground as seen from above, x to the right and y upwards, that say what there
 * shall be where. Of any size: they are stretched over the scene.
 */
final class GuideMaps {

  /** Greys nearer than this to the middle one are meant to be it: 127 and 128 of 255. */
  private static final double MIDDLE = 1.0 / 255;

  private GuideMaps() {}

  /**
   * Reads them.
   *
   * @param density black where nothing shall be, middle grey where it is left to chance, white
   *     where much shall be
   * @param like red says which place of the learned scene along x a place shall be like, from left
   *     (0) to right, green which along y, from front (0) to back; what is transparent is left to
   *     chance
   */
  static Guide read(Optional<Path> density, Optional<Path> like) throws IOException {
    Optional<Image> more = read(density);
    Optional<Image> places = read(like);
    if (more.isEmpty() && places.isEmpty()) {
      return Guide.NONE;
    }
    return (x, y) -> {
      double wished = 0;
      if (more.isPresent()) {
        float[] rgba = more.get().rgba();
        int i = pixel(more.get(), x, y);
        double grey = 0.2126 * rgba[i] + 0.7152 * rgba[i + 1] + 0.0722 * rgba[i + 2];
        double signed = Math.abs(grey - 0.5) < MIDDLE ? 0 : 2 * grey - 1;
        wished = Math.max(-1, Math.min(1, signed)) * share(rgba[i + 3]);
      }
      if (places.isEmpty()) {
        return new Wish(wished, 0, 0, 0);
      }
      float[] rgba = places.get().rgba();
      int i = pixel(places.get(), x, y);
      return new Wish(wished, share(rgba[i + 3]), share(rgba[i]), share(rgba[i + 1]));
    };
  }

  private static Optional<Image> read(Optional<Path> file) throws IOException {
    return file.isPresent() ? Optional.of(ImageFiles.read(file.get())) : Optional.empty();
  }

  private static double share(double value) {
    return Math.max(0, Math.min(1, value));
  }

  private static int pixel(Image image, double x, double y) {
    int column = Math.min(image.width() - 1, (int) (x * image.width()));
    int row = Math.min(image.height() - 1, (int) ((1 - y) * image.height()));
    return image.index(column, row);
  }
}
