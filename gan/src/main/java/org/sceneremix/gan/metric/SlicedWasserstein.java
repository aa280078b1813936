package org.sceneremix.gan.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.volume.work.Workers;

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
 * deviation that the reference has on the level: unlike the original, which divides each set by its
 * own, this sees differences in contrast. The same seed draws the same places, so a set has
 * distance 0 to itself. Opacity is not looked at: compose pictures over a background first.
 */
final class SlicedWasserstein {

  static final int PATCH = 7;
  static final int SMALLEST_SIDE = 16;

  private static final int COLOURS = 3;
  private static final int VALUES = PATCH * PATCH * COLOURS;
  private static final int PATCHES_PER_PICTURE = 512;
  private static final int DIRECTIONS = 64;
  private static final double[] BINOMIAL = {1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0};

  private final int pictures;
  private final int width;
  private final int height;
  private final long seed;
  private final Workers workers;
  private final Level[] levels;

  /**
   * @param reference pictures of one size, at least {@value #SMALLEST_SIDE} pixels a side
   * @param seed of the random places and directions
   * @throws IllegalArgumentException if there is none, sizes differ, or pictures are too small
   */
  SlicedWasserstein(List<Image> reference, long seed, Workers workers) {
    if (reference.isEmpty()) {
      throw new IllegalArgumentException("there are no pictures to compare with; give some");
    }
    this.pictures = reference.size();
    this.width = reference.get(0).width();
    this.height = reference.get(0).height();
    this.seed = seed;
    this.workers = workers;
    if (Math.min(width, height) < SMALLEST_SIDE) {
      throw new IllegalArgumentException(
          "pictures of "
              + width
              + "x"
              + height
              + " pixels are too small; give at least "
              + SMALLEST_SIDE
              + " a side");
    }
    List<List<Plane>> planes = planesByLevel(reference);
    this.levels = new Level[planes.size()];
    workers.forEach(
        levels.length, level -> levels[level] = Level.of(planes.get(level), seed + level));
  }

  /**
   * The distance of the reference to as many pictures of the same size, times 1000.
   *
   * @throws IllegalArgumentException if number or size differ
   */
  double distanceTo(List<Image> others) {
    List<List<Plane>> planes = planesByLevel(others);
    double[] distances = new double[levels.length];
    workers.forEach(
        levels.length,
        level -> distances[level] = levels[level].distanceTo(planes.get(level), seed + level));
    return Arrays.stream(distances).average().orElseThrow() * 1000;
  }

  private List<List<Plane>> planesByLevel(List<Image> images) {
    if (images.size() != pictures) {
      throw new IllegalArgumentException(
          "sets of "
              + pictures
              + " and "
              + images.size()
              + " pictures cannot be compared; give as many of both");
    }
    for (Image image : images) {
      if (image.width() != width || image.height() != height) {
        throw new IllegalArgumentException(
            "pictures of "
                + width
                + "x"
                + height
                + " and "
                + image.width()
                + "x"
                + image.height()
                + " pixels cannot be compared");
      }
    }
    List<List<Plane>> byPicture = images.stream().map(SlicedWasserstein::laplacianLevels).toList();
    return IntStream.range(0, byPicture.get(0).size())
        .mapToObj(level -> byPicture.stream().map(all -> all.get(level)).toList())
        .toList();
  }

  /** Memory of the reference on one level: its scale, and its sorted projections. */
  private record Level(double scale, List<float[]> projections) {

    static Level of(List<Plane> planes, long seed) {
      double scale = 1 / Math.max(1e-6, deviation(planes));
      return new Level(scale, drawnProjections(planes, scale, seed));
    }

    double distanceTo(List<Plane> planes, long seed) {
      List<float[]> others = drawnProjections(planes, scale, seed);
      double sum = 0;
      for (int k = 0; k < DIRECTIONS; k++) {
        float[] a = projections.get(k);
        float[] b = others.get(k);
        for (int i = 0; i < a.length; i++) {
          sum += Math.abs(a[i] - b[i]) / a.length;
        }
      }
      return sum / DIRECTIONS;
    }
  }

  /** Sorted projections of patches on each direction; the seed alone fixes the choice. */
  private static List<float[]> drawnProjections(List<Plane> planes, double scale, long seed) {
    float[] patches = patches(planes, scale, new SplittableRandom(seed));
    SplittableRandom random = new SplittableRandom(~seed);
    List<float[]> projections = new ArrayList<>();
    for (int k = 0; k < DIRECTIONS; k++) {
      projections.add(sortedProjections(patches, randomDirection(random)));
    }
    return projections;
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
