package org.sceneremix.renderer.image;

import java.util.Arrays;

/**
 * Likeness of two pictures. Only red, green and blue count; lay pictures with transparency over a
 * background first ({@link Compositing#over}).
 *
 * <p>A mask has one entry a pixel, row by row, and limits the comparison to the pixels that hold
 * true.
 */
public final class ImageMetrics {

  /** Edge of the SSIM window, pixels. */
  public static final int SSIM_WINDOW = 11;

  private static final double SSIM_SIGMA = 1.5;
  private static final double SSIM_C1 = 0.01 * 0.01;
  private static final double SSIM_C2 = 0.03 * 0.03;

  private ImageMetrics() {}

  /**
   * Peak signal-to-noise ratio {@code -10 log10(MSE)} for values in [0, 1], decibels; infinite for
   * equal pictures. For example, if every value is off by 0.1, the MSE is 0.01 and the PSNR 20 dB.
   */
  public static double psnr(Image a, Image b) {
    return psnr(a, b, everything(a));
  }

  /** As {@link #psnr(Image, Image)}, over the pixels of a mask; NaN if it is empty. */
  public static double psnr(Image a, Image b, boolean[] mask) {
    requireSameSize(a, b, mask);
    double sum = 0;
    long count = 0;
    for (int p = 0; p < mask.length; p++) {
      if (mask[p]) {
        for (int c = 4 * p; c < 4 * p + 3; c++) {
          double difference = (double) a.rgba()[c] - b.rgba()[c];
          sum += difference * difference;
        }
        count += 3;
      }
    }
    return -10 * Math.log10(sum / count);
  }

  /**
   * Structural similarity (Wang et al. 2004, "Image quality assessment: from error visibility to
   * structural similarity"): 11x11 Gaussian window of standard deviation 1.5, K1 = 0.01, K2 = 0.03,
   * mean over red, green and blue and over all windows that lie in the picture.
   *
   * @return at most 1, which equal pictures reach
   * @throws IllegalArgumentException if a side is shorter than {@value #SSIM_WINDOW} pixels
   */
  public static double ssim(Image a, Image b) {
    return ssim(a, b, everything(a));
  }

  /**
   * As {@link #ssim(Image, Image)}, over the windows whose middle pixel is in the mask; NaN if
   * there is none.
   */
  public static double ssim(Image a, Image b, boolean[] mask) {
    requireSameSize(a, b, mask);
    if (Math.min(a.width(), a.height()) < SSIM_WINDOW) {
      throw new IllegalArgumentException(
          "SSIM needs pictures of at least 11x11 pixels, not " + a.width() + "x" + a.height());
    }
    double sum = 0;
    for (int channel = 0; channel < 3; channel++) {
      sum += ssim(channel(a, channel), channel(b, channel), a.width(), a.height(), mask);
    }
    return sum / 3;
  }

  private static double ssim(double[] a, double[] b, int width, int height, boolean[] mask) {
    double[] meanA = blur(a, width, height);
    double[] meanB = blur(b, width, height);
    double[] squareA = blur(product(a, a), width, height);
    double[] squareB = blur(product(b, b), width, height);
    double[] mixed = blur(product(a, b), width, height);
    int radius = SSIM_WINDOW / 2;
    int columns = width - 2 * radius;
    double sum = 0;
    int count = 0;
    for (int i = 0; i < meanA.length; i++) {
      if (!mask[(i / columns + radius) * width + i % columns + radius]) {
        continue;
      }
      double means = meanA[i] * meanB[i];
      double squares = meanA[i] * meanA[i] + meanB[i] * meanB[i];
      double covariance = mixed[i] - means;
      double variances = squareA[i] + squareB[i] - squares;
      sum +=
          (2 * means + SSIM_C1)
              * (2 * covariance + SSIM_C2)
              / ((squares + SSIM_C1) * (variances + SSIM_C2));
      count++;
    }
    return sum / count;
  }

  /** Gaussian means over all windows that lie in the picture. */
  private static double[] blur(double[] values, int width, int height) {
    double[] weights = gaussian();
    int columns = width - SSIM_WINDOW + 1;
    int rows = height - SSIM_WINDOW + 1;
    double[] horizontal = new double[columns * height];
    for (int y = 0; y < height; y++) {
      for (int k = 0; k < SSIM_WINDOW; k++) {
        for (int x = 0; x < columns; x++) {
          horizontal[y * columns + x] += weights[k] * values[y * width + x + k];
        }
      }
    }
    double[] result = new double[columns * rows];
    for (int y = 0; y < rows; y++) {
      for (int k = 0; k < SSIM_WINDOW; k++) {
        for (int x = 0; x < columns; x++) {
          result[y * columns + x] += weights[k] * horizontal[(y + k) * columns + x];
        }
      }
    }
    return result;
  }

  private static double[] gaussian() {
    double[] weights = new double[SSIM_WINDOW];
    double sum = 0;
    for (int k = 0; k < SSIM_WINDOW; k++) {
      double d = k - SSIM_WINDOW / 2;
      weights[k] = Math.exp(-d * d / (2 * SSIM_SIGMA * SSIM_SIGMA));
      sum += weights[k];
    }
    for (int k = 0; k < SSIM_WINDOW; k++) {
      weights[k] /= sum;
    }
    return weights;
  }

  private static double[] channel(Image image, int channel) {
    double[] values = new double[image.width() * image.height()];
    for (int p = 0; p < values.length; p++) {
      values[p] = image.rgba()[4 * p + channel];
    }
    return values;
  }

  private static double[] product(double[] a, double[] b) {
    double[] values = new double[a.length];
    for (int p = 0; p < values.length; p++) {
      values[p] = a[p] * b[p];
    }
    return values;
  }

  private static boolean[] everything(Image image) {
    boolean[] mask = new boolean[image.width() * image.height()];
    Arrays.fill(mask, true);
    return mask;
  }

  private static void requireSameSize(Image a, Image b, boolean[] mask) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException(
          "pictures of different sizes cannot be compared: "
              + a.width()
              + "x"
              + a.height()
              + " and "
              + b.width()
              + "x"
              + b.height());
    }
    if (mask.length != a.width() * a.height()) {
      throw new IllegalArgumentException(
          "the mask has " + mask.length + " entries but the pictures have another size");
    }
  }
}
