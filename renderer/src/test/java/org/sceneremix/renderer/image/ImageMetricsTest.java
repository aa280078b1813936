package org.sceneremix.renderer.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageMetricsTest {

  @Test
  void psnrOfAConstantDifference() {
    Image a = constant(0.5f);
    Image b = constant(0.6f);
    assertThat(ImageMetrics.psnr(a, b)).isCloseTo(20, within(1e-4));
    assertThat(ImageMetrics.psnr(a, a)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void alphaDoesNotCount() {
    Image a = constant(0.5f);
    Image b = constant(0.5f);
    b.rgba()[3] = 0;
    assertThat(ImageMetrics.psnr(a, b)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void pixelsOutsideTheMaskDoNotCount() {
    Image a = RandomImages.smooth(1, 24, 20, 0.1);
    Image b = RandomImages.smooth(2, 24, 20, 0.1);
    boolean[] mask = new boolean[24 * 20];
    Arrays.fill(mask, 24 * 10, 24 * 12, true);
    double psnr = ImageMetrics.psnr(a, b, mask);
    double ssim = ImageMetrics.ssim(a, b, mask);
    // changed beyond the reach of every window whose middle is in rows 10 and 11
    for (int i = 0; i < a.index(0, 5); i++) {
      a.rgba()[i] = 0;
    }
    assertThat(ImageMetrics.psnr(a, b, mask)).isEqualTo(psnr);
    assertThat(ImageMetrics.ssim(a, b, mask)).isEqualTo(ssim);
    a.rgba()[a.index(7, 10)] += 0.5f;
    assertThat(ImageMetrics.psnr(a, b, mask)).isLessThan(psnr);
    assertThat(ImageMetrics.ssim(a, b, mask)).isLessThan(ssim);
    assertThat(ImageMetrics.psnr(a, b, new boolean[24 * 20])).isNaN();
  }

  @Test
  void ssimAgreesWithTheFormulaWindowByWindow() {
    Image a = RandomImages.smooth(3, 23, 17, 0.02);
    Image b = RandomImages.smooth(4, 23, 17, 0.1);
    double sum = 0;
    int count = 0;
    for (int channel = 0; channel < 3; channel++) {
      for (int row = 5; row < 17 - 5; row++) {
        for (int column = 5; column < 23 - 5; column++) {
          sum += ssimOfWindow(a, b, column, row, channel);
          count++;
        }
      }
    }
    assertThat(ImageMetrics.ssim(a, b)).isCloseTo(sum / count, within(1e-9));
    assertThat(sum / count).isBetween(0.1, 0.9);
  }

  @Test
  void ssimOfFlatPicturesIsItsLuminanceTerm() {
    double expected = (2 * 0.5 * 0.6 + 1e-4) / (0.25 + 0.36 + 1e-4);
    assertThat(ImageMetrics.ssim(constant(0.5f), constant(0.6f))).isCloseTo(expected, within(1e-6));
    Image image = RandomImages.smooth(5, 30, 30, 0.1);
    assertThat(ImageMetrics.ssim(image, image)).isCloseTo(1, within(1e-12));
  }

  @Test
  void picturesThatCannotBeComparedAreRefused() {
    Image small = Image.transparent(10, 30);
    assertThatThrownBy(() -> ImageMetrics.ssim(small, small)).hasMessageContaining("11x11");
    assertThatThrownBy(() -> ImageMetrics.psnr(small, constant(0)))
        .hasMessageContaining("10x30 and 16x16");
  }

  private static double ssimOfWindow(Image a, Image b, int column, int row, int channel) {
    double total = 0;
    double meanA = 0;
    double meanB = 0;
    for (int dy = -5; dy <= 5; dy++) {
      for (int dx = -5; dx <= 5; dx++) {
        double w = Math.exp(-(dx * dx + dy * dy) / 4.5);
        total += w;
        meanA += w * a.rgba()[a.index(column + dx, row + dy) + channel];
        meanB += w * b.rgba()[b.index(column + dx, row + dy) + channel];
      }
    }
    meanA /= total;
    meanB /= total;
    double varianceA = 0;
    double varianceB = 0;
    double covariance = 0;
    for (int dy = -5; dy <= 5; dy++) {
      for (int dx = -5; dx <= 5; dx++) {
        double w = Math.exp(-(dx * dx + dy * dy) / 4.5) / total;
        double fromA = a.rgba()[a.index(column + dx, row + dy) + channel] - meanA;
        double fromB = b.rgba()[b.index(column + dx, row + dy) + channel] - meanB;
        varianceA += w * fromA * fromA;
        varianceB += w * fromB * fromB;
        covariance += w * fromA * fromB;
      }
    }
    return (2 * meanA * meanB + 0.0001)
        / (meanA * meanA + meanB * meanB + 0.0001)
        * ((2 * covariance + 0.0009) / (varianceA + varianceB + 0.0009));
  }

  private static Image constant(float value) {
    Image image = Image.transparent(16, 16);
    Arrays.fill(image.rgba(), value);
    return image;
  }
}
