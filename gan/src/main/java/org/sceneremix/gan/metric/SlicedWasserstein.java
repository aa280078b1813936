package org.sceneremix.gan.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sceneremix.renderer.image.Image;

/**
 * Distance between the distributions of small patches of two sets of pictures: the sliced
 * Wasserstein distance of Karras et al. 2018, "Progressive growing of GANs", section 5.
 *
 * <p>Pictures are split into the levels of a Laplacian pyramid down to a side of {@value
 * #SMALLEST_SIDE} pixels; on each level {@value #PATCH}x{@value #PATCH} patches of red, green and
 * blue are drawn at random. With random unit directions {@code u_k} and the sorted projections of n
 * patches each of both sets
 *
 * <pre>
 *   SWD = mean_k (1/n) sum_i | (u_k . a)_(i) - (u_k . b)_(i) |
 * </pre>
 *
 * <p>and the figure is the mean over the levels times 1000. Values are divided by the standard
 * deviation that the <em>first</em> set has on the level: unlike the original, which divides each
 * set by its own, this sees differences in contrast. The same seed draws the same places, so a set
 * has distance 0 to itself. Opacity is not looked at: compose pictures over a background first.
 */
final class SlicedWasserstein {

  static final int PATCH = 7;
  static final int SMALLEST_SIDE = 16;

  private static final int COLOURS = 3;
  private static final int VALUES = PATCH * PATCH * COLOURS;
  private static final int PATCHES_PER_PICTURE = 512;
  private static final int DIRECTIONS = 64;
  private static final double[] BINOMIAL = {1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0};

  private SlicedWasserstein() {}

  /**
   * The distance, times 1000.
   *
   * @param reference pictures of one size, at least {@value #SMALLEST_SIDE} pixels a side
   * @param others as many pictures of the same size
   * @throws IllegalArgumentException if numbers or sizes differ, or pictures are too small
   */
  static double distance(List<Image> reference, List<Image> others, long seed) {
    requireAlike(reference, others);
    List<List<Plane>> a = reference.stream().map(SlicedWasserstein::laplacianLevels).toList();
    List<List<Plane>> b = others.stream().map(SlicedWasserstein::laplacianLevels).toList();
    return IntStream.range(0, a.get(0).size())
        .parallel()
        .mapToDouble(
            level ->
                levelDistance(
                    a.stream().map(levels -> levels.get(level)).toList(),
                    b.stream().map(levels -> levels.get(level)).toList(),
                    seed + level))
        .average()
        .orElseThrow()
        * 1000;
  }

  private static void requireAlike(List<Image> reference, List<Image> others) {
    if (reference.isEmpty() || reference.size() != others.size()) {
      throw new IllegalArgumentException(
          "sets of "
              + reference.size()
              + " and "
              + others.size()
              + " pictures cannot be compared; give as many of both, at least one");
    }
    int width = reference.get(0).width();
    int height = reference.get(0).height();
    for (List<Image> set : List.of(reference, others)) {
      for (Image image : set) {
        if (image.width() != width || image.height() != height) {
          throw new IllegalArgumentException(
              "pictures of " + width + "x" + height + " and " + image.width() + "x"
                  + image.height() + " pixels cannot be compared");
        }
      }
    }
    if (Math.min(width, height) < SMALLEST_SIDE) {
      throw new IllegalArgumentException(
          "pictures of " + width + "x" + height + " pixels are too small; give at least "
              + SMALLEST_SIDE + " a side");
    }
  }

  private static double levelDistance(List<Plane> a, List<Plane> b, long seed) {
    double scale = 1 / Math.max(1e-6, deviation(a));
    // both sets draw from the same seed, hence the same places
    float[] patchesA = patches(a, scale, new SplittableRandom(seed));
    float[] patchesB = patches(b, scale, new SplittableRandom(seed));
    SplittableRandom random = new SplittableRandom(~seed);
    double sum = 0;
    for (int k = 0; k < DIRECTIONS; k++) {
      float[] direction = randomDirection(random);
      float[] projectedA = sortedProjections(patchesA, direction);
      float[] projectedB = sortedProjections(patchesB, direction);
      double difference = 0;
      for (int i = 0; i < projectedA.length; i++) {
        difference += Math.abs(projectedA[i] - projectedB[i]);
      }
      sum += difference / projectedA.length;
    }
    return sum / DIRECTIONS;
  }

  private static double deviation(List<Plane> planes) {
    double sum = 0;
    double squares = 0;
    long count = 0;
    for (Plane plane : planes) {
      for (float value : plane.values) {
        sum += value;
        squares += (double) value * value;
      }
      count += plane.values.length;
    }
    double mean = sum / count;
    return Math.sqrt(Math.max(0, squares / count - mean * mean));
  }

  private static float[] patches(List<Plane> planes, double scale, SplittableRandom random) {
    float[] patches = new float[planes.size() * PATCHES_PER_PICTURE * VALUES];
    int at = 0;
    for (Plane plane : planes) {
      for (int p = 0; p < PATCHES_PER_PICTURE; p++) {
        int x = random.nextInt(plane.width - PATCH + 1);
        int y = random.nextInt(plane.height - PATCH + 1);
        for (int j = 0; j < PATCH; j++) {
          int row = ((y + j) * plane.width + x) * COLOURS;
          for (int i = 0; i < PATCH * COLOURS; i++) {
            patches[at++] = (float) (scale * plane.values[row + i]);
          }
        }
      }
    }
    return patches;
  }

  private static float[] randomDirection(SplittableRandom random) {
    double[] direction = new double[VALUES];
    double squares = 0;
    for (int i = 0; i < VALUES; i++) {
      // Box-Muller: a Gaussian vector has a uniform direction
      double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
      direction[i] = radius * Math.cos(2 * Math.PI * random.nextDouble());
      squares += direction[i] * direction[i];
    }
    float[] unit = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      unit[i] = (float) (direction[i] / Math.sqrt(squares));
    }
    return unit;
  }

  private static float[] sortedProjections(float[] patches, float[] direction) {
    float[] projected = new float[patches.length / VALUES];
    for (int p = 0; p < projected.length; p++) {
      float sum = 0;
      for (int i = 0; i < VALUES; i++) {
        sum += patches[p * VALUES + i] * direction[i];
      }
      projected[p] = sum;
    }
    Arrays.sort(projected);
    return projected;
  }

  /** Differences between successive Gaussian levels, finest first, and last the coarsest level. */
  private static List<Plane> laplacianLevels(Image image) {
    List<Plane> levels = new ArrayList<>();
    Plane plane = Plane.of(image);
    while (Math.min(plane.width, plane.height) >= 2 * SMALLEST_SIDE) {
      Plane half = plane.half();
      levels.add(plane.minus(half.doubled(plane.width, plane.height)));
      plane = half;
    }
    levels.add(plane);
    return levels;
  }

  /** Rows of red, green, blue. */
  private static final class Plane {
    final int width;
    final int height;
    final float[] values;

    Plane(int width, int height) {
      this.width = width;
      this.height = height;
      this.values = new float[width * height * COLOURS];
    }

    static Plane of(Image image) {
      Plane plane = new Plane(image.width(), image.height());
      for (int p = 0; p < image.width() * image.height(); p++) {
        for (int c = 0; c < COLOURS; c++) {
          plane.values[p * COLOURS + c] = image.rgba()[p * Image.CHANNELS + c];
        }
      }
      return plane;
    }

    /** Blurred by a 5x5 binomial filter, border continued, and every other pixel of it. */
    Plane half() {
      Plane half = new Plane((width + 1) / 2, (height + 1) / 2);
      for (int y = 0; y < half.height; y++) {
        for (int x = 0; x < half.width; x++) {
          for (int c = 0; c < COLOURS; c++) {
            double sum = 0;
            for (int j = 0; j < BINOMIAL.length; j++) {
              int row = clamp(2 * y + j - 2, height) * width;
              for (int i = 0; i < BINOMIAL.length; i++) {
                int at = (row + clamp(2 * x + i - 2, width)) * COLOURS + c;
                sum += BINOMIAL[j] * BINOMIAL[i] * values[at];
              }
            }
            half.values[(y * half.width + x) * COLOURS + c] = (float) sum;
          }
        }
      }
      return half;
    }

    /** Twice as large, pixels between the old ones interpolated. */
    Plane doubled(int newWidth, int newHeight) {
      Plane result = new Plane(newWidth, newHeight);
      for (int y = 0; y < newHeight; y++) {
        for (int x = 0; x < newWidth; x++) {
          int x0 = x / 2;
          int y0 = y / 2;
          int x1 = clamp((x + 1) / 2, width);
          int y1 = clamp((y + 1) / 2, height);
          for (int c = 0; c < COLOURS; c++) {
            result.values[(y * newWidth + x) * COLOURS + c] =
                0.25f
                    * (values[(y0 * width + x0) * COLOURS + c]
                        + values[(y0 * width + x1) * COLOURS + c]
                        + values[(y1 * width + x0) * COLOURS + c]
                        + values[(y1 * width + x1) * COLOURS + c]);
          }
        }
      }
      return result;
    }

    Plane minus(Plane other) {
      Plane result = new Plane(width, height);
      for (int i = 0; i < values.length; i++) {
        result.values[i] = values[i] - other.values[i];
      }
      return result;
    }

    private static int clamp(int i, int n) {
      return Math.max(0, Math.min(n - 1, i));
    }
  }
}
