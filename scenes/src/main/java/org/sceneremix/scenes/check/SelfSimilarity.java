package org.sceneremix.scenes.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.sceneremix.renderer.image.Image;

/**
 * How much of a picture recurs all over it: the share of its structured patches that are found at
 * {@value #PLACES} places or more, apart from themselves and from each other.
 *
 * <p>Only patches with structure in both directions are asked (the smaller eigenvalue of their
 * structure tensor is at least {@value #LEAST_ISOTROPY} of the larger), because a piece of a
 * straight edge is found all along that edge in a picture of anything. Shading is taken out first:
 * the mean around a pixel is subtracted, and the rest divided by its deviation around there. Two
 * patches are alike where their normalised cross-correlation is at least {@value #ALIKE}.
 *
 * <p>Measured on captures whose nature is known, four pictures each of at most {@value #SIDE}
 * pixels: see {@link CaptureCheck}.
 */
final class SelfSimilarity {

  static final double ALIKE = 0.6;
  static final int PLACES = 5;

  /** Pixels along the longer side of a picture at most. */
  static final int SIDE = 384;

  private static final double LEAST_ISOTROPY = 0.25;

  /** Half the edge of a patch, without its middle. */
  private static final int REACH = 5;

  private static final int EDGE = 2 * REACH + 1;
  private static final int PATCH = EDGE * EDGE;

  /** Edges of the windows that shading and its remainder's deviation are taken from, pixels. */
  private static final int SHADING = 9;

  private static final int CONTRAST = 2 * SHADING + 1;

  /** Added to the deviation: what is flatter is noise of the camera. */
  private static final float NOISE = 0.02f;

  /** Standard deviation of a patch, after that, from which on it shows something. */
  private static final double LEAST_DEVIATION = 0.15;

  private static final int PATCHES = 60;
  private static final int ATTEMPTS = 40;
  private static final int APART = 3 * EDGE;

  private final int width;
  private final int height;
  private final float[] values;
  private final float[] alpha;
  private final float[] isotropy;

  /** Mean and length of the patch around each pixel; length 0 where none is asked. */
  private final float[] means;

  private final float[] lengths;

  private SelfSimilarity(Image image) {
    width = image.width();
    height = image.height();
    alpha = new float[width * height];
    float[] grey = new float[width * height];
    for (int i = 0; i < grey.length; i++) {
      float[] rgba = image.rgba();
      alpha[i] = rgba[4 * i + 3];
      float luma = 0.299f * rgba[4 * i] + 0.587f * rgba[4 * i + 1] + 0.114f * rgba[4 * i + 2];
      grey[i] = alpha[i] * luma + (1 - alpha[i]) * 0.5f;
    }
    values = withoutShading(grey);
    isotropy = isotropy();
    means = new float[values.length];
    lengths = new float[values.length];
    measurePatches();
  }

  /**
   * Measures a picture.
   *
   * @param image of at most {@link #SIDE} pixels along each side; what is transparent is not asked
   * @return in [0, 1]; NaN for a picture that shows too little
   */
  static double of(Image image, long seed) {
    return new SelfSimilarity(image).share(new Random(seed));
  }

  private float[] withoutShading(float[] grey) {
    float[] shading = blurred(grey, SHADING);
    float[] rest = new float[grey.length];
    float[] squares = new float[grey.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = alpha[i] > 0.5f ? grey[i] - shading[i] : 0;
      squares[i] = rest[i] * rest[i];
    }
    float[] variance = blurred(squares, CONTRAST);
    for (int i = 0; i < rest.length; i++) {
      rest[i] /= (float) Math.sqrt(variance[i]) + NOISE;
    }
    return rest;
  }

  /** Smaller eigenvalue of the structure tensor around a pixel by the larger one. */
  private float[] isotropy() {
    float[] xx = new float[values.length];
    float[] xy = new float[values.length];
    float[] yy = new float[values.length];
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int i = y * width + x;
        float dx = values[i + 1] - values[i - 1];
        float dy = values[i + width] - values[i - width];
        xx[i] = dx * dx;
        xy[i] = dx * dy;
        yy[i] = dy * dy;
      }
    }
    xx = blurred(xx, EDGE);
    xy = blurred(xy, EDGE);
    yy = blurred(yy, EDGE);
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      float sum = xx[i] + yy[i];
      double difference = Math.hypot(xx[i] - yy[i], 2 * xy[i]);
      result[i] = sum > 0 ? (float) ((sum - difference) / (sum + difference)) : 0;
    }
    return result;
  }

  /** Means over windows of an odd edge; beyond the border there is 0. */
  private float[] blurred(float[] in, int edge) {
    return alongRows(alongColumns(in, edge), edge);
  }

  private float[] alongRows(float[] in, int edge) {
    float[] out = new float[in.length];
    int reach = edge / 2;
    for (int y = 0; y < height; y++) {
      double sum = 0;
      for (int x = -reach; x < width; x++) {
        sum += x + reach < width ? in[y * width + x + reach] : 0;
        sum -= x - reach - 1 >= 0 ? in[y * width + x - reach - 1] : 0;
        if (x >= 0) {
          out[y * width + x] = (float) (sum / edge);
        }
      }
    }
    return out;
  }

  private float[] alongColumns(float[] in, int edge) {
    float[] out = new float[in.length];
    int reach = edge / 2;
    for (int x = 0; x < width; x++) {
      double sum = 0;
      for (int y = -reach; y < height; y++) {
        sum += y + reach < height ? in[(y + reach) * width + x] : 0;
        sum -= y - reach - 1 >= 0 ? in[(y - reach - 1) * width + x] : 0;
        if (y >= 0) {
          out[y * width + x] = (float) (sum / edge);
        }
      }
    }
    return out;
  }

  private void measurePatches() {
    for (int y = REACH; y < height - REACH; y++) {
      for (int x = REACH; x < width - REACH; x++) {
        int i = y * width + x;
        if (alpha[i] < 0.5f) {
          continue;
        }
        double sum = 0;
        double squares = 0;
        for (int j = -REACH; j <= REACH; j++) {
          for (int k = -REACH; k <= REACH; k++) {
            float value = values[i + j * width + k];
            sum += value;
            squares += value * value;
          }
        }
        double variance = squares / PATCH - sum / PATCH * (sum / PATCH);
        if (variance >= LEAST_DEVIATION * LEAST_DEVIATION) {
          means[i] = (float) (sum / PATCH);
          lengths[i] = (float) Math.sqrt(variance * PATCH);
        }
      }
    }
  }

  private double share(Random random) {
    int patches = 0;
    int recurring = 0;
    for (int attempt = 0; attempt < ATTEMPTS * PATCHES && patches < PATCHES; attempt++) {
      int at = random.nextInt(height) * width + random.nextInt(width);
      if (lengths[at] > 0 && isotropy[at] >= LEAST_ISOTROPY) {
        patches++;
        recurring += recurs(at) ? 1 : 0;
      }
    }
    return patches < PATCHES / 4 ? Double.NaN : (double) recurring / patches;
  }

  /** Best first, places are taken unless they overlap one that was. */
  private boolean recurs(int at) {
    float[] scores = new float[values.length];
    Arrays.fill(scores, -1);
    List<Integer> alike = new ArrayList<>();
    for (int y = REACH; y < height - REACH; y++) {
      for (int x = REACH; x < width - REACH; x++) {
        int i = y * width + x;
        if (lengths[i] > 0 && areApart(at, i, APART)) {
          scores[i] = correlation(at, i);
          if (scores[i] >= ALIKE) {
            alike.add(i);
          }
        }
      }
    }
    alike.sort((a, b) -> Float.compare(scores[b], scores[a]));
    List<Integer> places = new ArrayList<>();
    for (int i : alike) {
      if (places.stream().allMatch(place -> areApart(place, i, EDGE))) {
        places.add(i);
        if (places.size() == PLACES) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean areApart(int a, int b, int pixels) {
    return Math.abs(a % width - b % width) >= pixels || Math.abs(a / width - b / width) >= pixels;
  }

  private float correlation(int a, int b) {
    float sum = 0;
    for (int j = -REACH; j <= REACH; j++) {
      int p = a + j * width - REACH;
      int q = b + j * width - REACH;
      for (int k = 0; k < EDGE; k++) {
        sum += values[p + k] * values[q + k];
      }
    }
    return (sum - PATCH * means[a] * means[b]) / (lengths[a] * lengths[b]);
  }
}
