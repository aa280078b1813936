package org.sceneremix.renderer.splat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.volume.splat.Splats;

class SplatPictureTest {

  private static final int SIZE = 41;

  /** Looks along -y from 4 units away; a unit at the origin is 10 pixels wide. */
  private static final Camera CAMERA =
      Camera.lookAt(
          new Intrinsics(SIZE, SIZE, 40, 40, 20.5, 20.5),
          new Vector3d(0, 4, 0),
          new Vector3d(0, 0, 0),
          new Vector3d(0, 0, 1));

  private static Splats splats(int count) {
    Splats splats =
        new Splats(
            new double[3],
            new float[3 * count],
            new float[3 * count],
            new float[4 * count],
            new float[count],
            new float[3 * count]);
    for (int i = 0; i < count; i++) {
      splats.rotations()[4 * i] = 1;
    }
    return splats;
  }

  private static float alpha(SplatPicture picture, int column, int row) {
    return picture.premultiplied()[4 * (row * SIZE + column) + 3];
  }

  @Test
  void aSplatIsAnEllipseOfItsScalesAndTheBlur() {
    Splats splat = splats(1);
    splat.scales()[0] = 0.5f;
    splat.scales()[1] = 0.1f;
    splat.scales()[2] = 0.3f;
    splat.opacities()[0] = 0.8f;
    SplatPicture picture = new SplatPicture(splat, CAMERA);
    assertThat((double) alpha(picture, 20, 20)).isCloseTo(0.8, within(1e-5));
    double across = Math.exp(-0.5 * 49 / (25 + 0.3));
    assertThat((double) alpha(picture, 27, 20)).isCloseTo(0.8 * across, within(1e-4));
    double up = Math.exp(-0.5 * 16 / (9 + 0.3));
    assertThat((double) alpha(picture, 20, 16)).isCloseTo(0.8 * up, within(1e-4));
    assertThat(alpha(picture, 37, 20)).isZero();
  }

  @Test
  void rotationTurnsTheEllipse() {
    Splats splat = splats(1);
    splat.scales()[0] = 0.5f;
    splat.scales()[1] = 0.1f;
    splat.scales()[2] = 0.1f;
    splat.opacities()[0] = 0.8f;
    // a quarter turn about y, along which the camera looks: x to -z
    splat.rotations()[0] = (float) Math.sqrt(0.5);
    splat.rotations()[2] = (float) Math.sqrt(0.5);
    SplatPicture picture = new SplatPicture(splat, CAMERA);
    assertThat((double) alpha(picture, 20, 13))
        .isCloseTo(0.8 * Math.exp(-0.5 * 49 / 25.3), within(1e-4));
    assertThat(alpha(picture, 27, 20)).isZero();
  }

  @Test
  void theNearerSplatIsInFrontWhateverTheirOrder() {
    Splats two = splats(2);
    java.util.Arrays.fill(two.scales(), 0.5f);
    two.positions()[1] = -1;
    two.opacities()[0] = 0.9f;
    two.opacities()[1] = 0.5f;
    two.colours()[0] = 1;
    two.colours()[4] = 1;
    float[] rgba = new SplatPicture(two, CAMERA).premultiplied();
    int middle = 4 * (20 * SIZE + 20);
    assertThat((double) rgba[middle + 1]).isCloseTo(0.5, within(1e-5));
    assertThat((double) rgba[middle]).isCloseTo(0.5 * 0.9, within(1e-5));
    assertThat((double) rgba[middle + 3]).isCloseTo(0.95, within(1e-5));
  }

  @Test
  void whatIsBehindTheCameraIsNotSeen() {
    Splats splat = splats(1);
    java.util.Arrays.fill(splat.scales(), 0.5f);
    splat.positions()[1] = 5;
    splat.opacities()[0] = 0.9f;
    assertThat(new SplatPicture(splat, CAMERA).premultiplied()).containsOnly(0);
  }

  @Test
  void farWorldsAreSeenAsNearOnes() {
    Splats near = random(5);
    double[] origin = {5e6, 4e5, 100};
    Splats far =
        new Splats(
            origin,
            near.positions(),
            near.scales(),
            near.rotations(),
            near.opacities(),
            near.colours());
    Camera there =
        Camera.lookAt(
            CAMERA.intrinsics(),
            new Vector3d(5e6, 4e5 + 4, 100),
            new Vector3d(5e6, 4e5, 100),
            new Vector3d(0, 0, 1));
    assertThat(new SplatPicture(far, there).premultiplied())
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(new SplatPicture(near, CAMERA).premultiplied());
  }

  private static Splats random(int count) {
    Random random = new Random(5);
    Splats splats = splats(count);
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < 3; k++) {
        splats.positions()[3 * i + k] = (float) (0.4 * random.nextGaussian());
        splats.scales()[3 * i + k] = (float) (1.3 + 0.5 * random.nextDouble());
        splats.colours()[3 * i + k] = random.nextFloat();
      }
      for (int k = 0; k < 4; k++) {
        splats.rotations()[4 * i + k] = (float) random.nextGaussian();
      }
      splats.opacities()[i] = 0.3f + 0.4f * random.nextFloat();
    }
    return splats;
  }

  @Test
  void gradientMatchesFiniteDifferences() {
    int count = 4;
    Splats splats = random(count);
    float[] weights = new float[4 * SIZE * SIZE];
    Random random = new Random(6);
    // smooth, and splats wider than the picture: there is no jump where they are cut off
    double[] wave = random.doubles(8, -0.2, 0.2).toArray();
    for (int i = 0; i < weights.length; i++) {
      int column = i / 4 % SIZE;
      int row = i / 4 / SIZE;
      weights[i] = (float) Math.sin(i % 4 + wave[i % 4] * column + wave[4 + i % 4] * row);
    }
    float[] gradient = new float[SplatGradient.VALUES * count];
    new SplatPicture(splats, CAMERA).adjoint(weights, gradient);
    for (int i = 0; i < count; i++) {
      check(splats, splats.positions(), 3 * i, 3, gradient, 14 * i, weights);
      check(splats, splats.scales(), 3 * i, 3, gradient, 14 * i + SplatGradient.SCALE, weights);
      check(
          splats, splats.rotations(), 4 * i, 4, gradient, 14 * i + SplatGradient.ROTATION, weights);
      check(splats, splats.opacities(), i, 1, gradient, 14 * i + SplatGradient.OPACITY, weights);
      check(splats, splats.colours(), 3 * i, 3, gradient, 14 * i + SplatGradient.COLOUR, weights);
    }
  }

  private static void check(
      Splats splats,
      float[] values,
      int from,
      int count,
      float[] gradient,
      int at,
      float[] weights) {
    for (int k = 0; k < count; k++) {
      float value = values[from + k];
      double step = 0.01;
      values[from + k] = (float) (value + step);
      double above = loss(splats, weights);
      values[from + k] = (float) (value - step);
      double below = loss(splats, weights);
      values[from + k] = value;
      double slope = (above - below) / (2 * step);
      assertThat((double) gradient[at + k])
          .as("value %d", at + k)
          .isCloseTo(slope, within(0.5 + 0.04 * Math.abs(slope)));
    }
  }

  private static double loss(Splats splats, float[] weights) {
    float[] rgba = new SplatPicture(splats, CAMERA).premultiplied();
    double sum = 0;
    for (int i = 0; i < rgba.length; i++) {
      sum += rgba[i] * weights[i];
    }
    return sum;
  }
}
