package org.sceneremix.scenes.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Image;

class LensTest {

  private static final Intrinsics CAMERA = new Intrinsics(160, 120, 130, 140, 84, 57);

  /** What a smooth world shows in direction (x, y, 1). */
  private static double world(double x, double y) {
    return 0.5 + 0.25 * Math.sin(9 * x + 2) + 0.25 * Math.cos(7 * y - 4 * x);
  }

  /** The direction that is photographed at (u, v), by fixed-point iteration. */
  private static double[] direction(Lens lens, double u, double v) {
    double[] wanted = {(u - CAMERA.cx()) / CAMERA.fx(), (v - CAMERA.cy()) / CAMERA.fy()};
    double[] at = wanted.clone();
    double[] reached = new double[2];
    for (int i = 0; i < 300; i++) {
      lens.distortion().apply(at[0], at[1], reached);
      at[0] += 0.7 * (wanted[0] - reached[0]);
      at[1] += 0.7 * (wanted[1] - reached[1]);
    }
    return at;
  }

  private static Stream<Distortion> distortions() {
    return Stream.of(
        Distortion.NONE,
        Distortion.brown(-0.2, 0.05, 0, 0),
        Distortion.brown(0.15, 0, 0, 0),
        Distortion.brown(-0.1, 0.02, 0.01, -0.02),
        new Distortion(false, 0.3, 0.1, 0.05, 0, 0.5, 0.1, 0.02, 0.001, 0.002),
        Distortion.fisheye(0, 0, 0, 0),
        Distortion.fisheye(-0.05, 0.02, -0.01, 0.003));
  }

  @ParameterizedTest
  @MethodSource("distortions")
  void undistortedPictureIsThatOfAPinhole(Distortion distortion) {
    Lens lens = new Lens(CAMERA, distortion);
    Image photograph = Image.transparent(CAMERA.width(), CAMERA.height());
    for (int row = 0; row < CAMERA.height(); row++) {
      for (int column = 0; column < CAMERA.width(); column++) {
        double[] at = direction(lens, column + 0.5, row + 0.5);
        int i = photograph.index(column, row);
        photograph.rgba()[i] = (float) world(at[0], at[1]);
        photograph.rgba()[i + 3] = 1;
      }
    }
    Image picture = lens.undistort(photograph);
    Intrinsics pinhole = lens.pinhole();
    for (int row = 0; row < CAMERA.height(); row++) {
      for (int column = 0; column < CAMERA.width(); column++) {
        double expected =
            world(
                (column + 0.5 - pinhole.cx()) / pinhole.fx(),
                (row + 0.5 - pinhole.cy()) / pinhole.fy());
        // at the border up to a pixel's worth of change is continued
        assertThat(picture.rgba()[picture.index(column, row)])
            .isCloseTo((float) expected, within(0.03f));
      }
    }
  }

  @Test
  void alphaIsUndistortedToo() {
    Lens lens = new Lens(CAMERA, Distortion.brown(-0.2, 0, 0, 0));
    Image half = Image.transparent(CAMERA.width(), CAMERA.height());
    for (int i = 0; i < half.rgba().length / 2; i += Image.CHANNELS) {
      half.rgba()[i] = 1;
      half.rgba()[i + 3] = 1;
    }
    Image picture = lens.undistort(half);
    assertThat(picture.rgba()[picture.index(80, 2) + 3]).isEqualTo(1);
    assertThat(picture.rgba()[picture.index(80, 118) + 3]).isZero();
    for (int i = 0; i < picture.rgba().length; i += Image.CHANNELS) {
      // colour is not darkened where it ends
      assertThat(picture.rgba()[i]).isIn(0f, 1f);
    }
  }

  /** Worked by hand: theta = atan(1) = pi / 4, and theta (1 + 0.1 theta^2) = 0.833848. */
  @Test
  void aFisheyePhotographsAngles() {
    double[] at = new double[2];
    Distortion.fisheye(0.1, 0, 0, 0).apply(1, 0, at);
    assertThat(at[0]).isCloseTo(0.833848, within(1e-5));
    assertThat(at[1]).isZero();
  }

  /** 0.5 (1 + 0.1 / 4) / (1 + 0.2 / 4 + 0.4 / 16) = 0.476744. */
  @Test
  void aRationalLensDividesTwoPolynomials() {
    double[] at = new double[2];
    new Distortion(false, 0.1, 0, 0, 0, 0.2, 0.4, 0, 0, 0).apply(0, 0.5, at);
    assertThat(at[1]).isCloseTo(0.476744, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-2, -8, -1000})
  void aLensThatFoldsThePictureIsRefused(double k1) {
    assertThatThrownBy(() -> new Lens(CAMERA, Distortion.brown(k1, 0, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too strongly distorted")
        .hasMessageContaining("k1 " + k1);
  }

  @Test
  void aTangentialTermThatFoldsThePictureIsRefused() {
    assertThatThrownBy(() -> new Lens(CAMERA, Distortion.brown(0, 0, 0.8, 0)))
        .hasMessageContaining("p1 0.8");
  }

  /**
   * r (1 + k r^2) is greatest, 0.750, at r = 1.124, so the corner of the photograph at 0.812 has no
   * ray; but the corner of the undistorted picture is where it still rises.
   */
  @Test
  void theCornerOfThePhotographNeedNotHaveARay() {
    Lens lens =
        new Lens(new Intrinsics(96, 54, 67, 67, 48, 27), Distortion.brown(-0.2637, 0, 0, 0));
    assertThat(lens.pinhole().fx()).isEqualTo(67);
  }
}
