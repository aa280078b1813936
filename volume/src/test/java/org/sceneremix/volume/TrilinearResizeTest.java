package org.sceneremix.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrilinearResizeTest {

  private static float[] random(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  /** Against {@link Trilinear}, which interpolates the same field point by point. */
  @Property(tries = 40)
  void resizedSamplesAreTheFieldAtTheNewVoxelCentres(
      @ForAll @IntRange(min = 1, max = 9) int nx,
      @ForAll @IntRange(min = 1, max = 9) int ny,
      @ForAll @IntRange(min = 1, max = 9) int mx,
      @ForAll @IntRange(min = 1, max = 9) int mz) {
    GridSize from = new GridSize(nx, ny, 5);
    GridSize to = new GridSize(mx, 6, mz);
    Aabb box = new Aabb(0, 0, 0, to.nx(), to.ny(), to.nz());
    VoxelGrid grid = Scenes.random(nx, ny, 5, box, nx + 10L * ny);

    float[] resized = new TrilinearResize(4, from, to).apply(grid.data());

    Trilinear point = new Trilinear(grid);
    double[] expected = new double[4];
    for (int z = 0, i = 0; z < to.nz(); z++) {
      for (int y = 0; y < to.ny(); y++) {
        for (int x = 0; x < to.nx(); x++) {
          point.moveTo(x + 0.5, y + 0.5, z + 0.5);
          point.sample(expected);
          for (int c = 0; c < 4; c++, i++) {
            assertThat((double) resized[i]).isCloseTo(expected[c], within(1e-5));
          }
        }
      }
    }
  }

  @Property(tries = 60)
  void adjointIsTheTranspose(
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll @IntRange(min = 1, max = 12) int m,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 3) int batch) {
    GridSize from = new GridSize(n, 4, m);
    GridSize to = new GridSize(m, 7, n);
    TrilinearResize resize = new TrilinearResize(channels, from, to);
    float[] x = random(batch * from.voxelCount() * channels, n);
    float[] y = random(batch * to.voxelCount() * channels, m);

    assertThat(dot(resize.apply(x), y)).isCloseTo(dot(x, resize.adjoint(y)), within(1e-4));
  }

  /** Large enough to be split over threads. */
  @Test
  void adjointIsTheTransposeOfLargeVolumes() {
    GridSize from = new GridSize(27, 27, 9);
    GridSize to = new GridSize(36, 36, 12);
    TrilinearResize resize = new TrilinearResize(4, from, to);
    float[] x = random(2 * from.voxelCount() * 4, 1);
    float[] y = random(2 * to.voxelCount() * 4, 2);

    assertThat(dot(resize.apply(x), y)).isCloseTo(dot(x, resize.adjoint(y)), within(1e-2));
    assertThat(resize.apply(x)).isEqualTo(resize.apply(x));
  }

  @Test
  void constantsStayConstant() {
    float[] ones = new float[3 * 4 * 5];
    Arrays.fill(ones, 0.7f);
    float[] resized =
        new TrilinearResize(1, new GridSize(3, 4, 5), new GridSize(7, 2, 11)).apply(ones);
    for (float value : resized) {
      assertThat(value).isCloseTo(0.7f, within(1e-6f));
    }
  }

  @Test
  void batchesAreResizedOneByOne() {
    TrilinearResize resize = new TrilinearResize(3, new GridSize(4, 3, 2), new GridSize(5, 6, 3));
    float[] two = random(2 * 24 * 3, 9);
    float[] both = resize.apply(two);
    float[] second = resize.apply(Arrays.copyOfRange(two, 72, 144));
    assertThat(Arrays.copyOfRange(both, both.length / 2, both.length)).isEqualTo(second);
  }

  @Test
  void arraysThatDoNotHoldWholeVolumesAreRefused() {
    TrilinearResize resize = new TrilinearResize(4, new GridSize(4, 3, 2), new GridSize(5, 6, 3));
    assertThatThrownBy(() -> resize.apply(new float[95]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("95 values are not a whole number of 4x3x2 volumes");
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
