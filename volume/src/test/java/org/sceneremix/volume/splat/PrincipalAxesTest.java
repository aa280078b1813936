package org.sceneremix.volume.splat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipalAxesTest {

  @Test
  void axesAndValuesGiveTheMatrixBack() {
    Random random = new Random(3);
    for (int n = 0; n < 50; n++) {
      double[] m = new double[6];
      for (int i = 0; i < 6; i++) {
        m[i] = random.nextGaussian();
      }
      PrincipalAxes axes = new PrincipalAxes(m[0], m[1], m[2], m[3], m[4], m[5]);
      double[][] full = {{m[0], m[1], m[2]}, {m[1], m[3], m[4]}, {m[2], m[4], m[5]}};
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          double sum = 0;
          for (int k = 0; k < 3; k++) {
            sum += axes.vector(i, k) * axes.value(k) * axes.vector(j, k);
          }
          assertThat(sum).isCloseTo(full[i][j], within(1e-10));
        }
      }
    }
  }

  @Test
  void theQuaternionTurnsToTheAxes() {
    Random random = new Random(4);
    for (int n = 0; n < 50; n++) {
      PrincipalAxes axes =
          new PrincipalAxes(
              random.nextGaussian(),
              random.nextGaussian(),
              random.nextGaussian(),
              random.nextGaussian(),
              random.nextGaussian(),
              random.nextGaussian());
      float[] q = new float[4];
      axes.quaternion(q, 0);
      for (int k = 0; k < 3; k++) {
        double[] turned = Quaternions.axis(q, 0, k);
        for (int row = 0; row < 3; row++) {
          assertThat(turned[row]).isCloseTo(axes.vector(row, k), within(1e-5));
        }
      }
    }
  }
}
