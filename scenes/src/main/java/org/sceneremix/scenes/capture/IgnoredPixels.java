package org.sceneremix.scenes.capture;

import java.nio.file.Path;
import java.util.Objects;
import org.sceneremix.renderer.image.Image;

/**
 * Pixels of a picture that say nothing of the scene, such as a passer-by or the edge of a lens.
 *
 * @param mask a picture of the same shape
 * @param whereBlack whether they are the black ones of the mask, as nerfstudio and COLMAP mean it,
 *     or those that are not black, as instant-ngp means its dynamic masks
 */
public record IgnoredPixels(Path mask, boolean whereBlack) {

  public IgnoredPixels {
    Objects.requireNonNull(mask, "mask");
  }

  /**
   * Makes the pixels opaque.
   *
   * @param grey the mask, of the size of {@code marked}
   */
  void mark(Image grey, Image marked) {
    float[] values = grey.rgba();
    float brightest = 0;
    for (int i = 0; i < values.length; i += Image.CHANNELS) {
      brightest = Math.max(brightest, brightness(values, i));
    }
    // masks of 0 and 1 are as common as masks of 0 and 255
    float threshold = whereBlack ? brightest / 2 : 0;
    for (int i = 0; i < values.length; i += Image.CHANNELS) {
      float value = brightness(values, i);
      boolean isMarked = whereBlack ? value < threshold || value == 0 : value > threshold;
      if (isMarked) {
        marked.rgba()[i + 3] = 1;
      }
    }
  }

  private static float brightness(float[] rgba, int i) {
    return Math.max(rgba[i], Math.max(rgba[i + 1], rgba[i + 2]));
  }
}
