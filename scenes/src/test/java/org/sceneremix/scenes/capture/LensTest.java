package org.sceneremix.scenes.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    double wantedX = (u - CAMERA.cx()) / CAMERA.fx();
    double wantedY = (v - CAMERA.cy()) / CAMERA.fy();
    double x = wantedX;
    double y = wantedY;
    for (int i = 0; i < 100; i++) {
      double r2 = x * x + y * y;
      double radial = 1 + lens.k1() * r2 + lens.k2() * r2 * r2;
      double nextX = (wantedX - 2 * lens.p1() * x * y - lens.p2() * (r2 + 2 * x * x)) / radial;
      double nextY = (wantedY - lens.p1() * (r2 + 2 * y * y) - 2 * lens.p2() * x * y) / radial;
      x = nextX;
      y = nextY;
    }
    return new double[] {x, y};
  }

  @ParameterizedTest
  @CsvSource({"-0.2,0.05,0,0", "0.15,0,0,0", "-0.1,0.02,0.01,-0.02", "0,0,0,0"})
  void undistortedPictureIsThatOfAPinhole(double k1, double k2, double p1, double p2) {
    Lens lens = new Lens(CAMERA, k1, k2, p1, p2);
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
    Lens lens = new Lens(CAMERA, -0.2, 0, 0, 0);
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

  @Test
  void aLensThatFoldsThePictureIsRefused() {
    assertThatThrownBy(() -> new Lens(CAMERA, -2, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too strongly distorted");
  }
}
