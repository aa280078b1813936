package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.volume.work.Workers;

class SlicedWassersteinTest {

  private static final Workers WORKERS = new Workers(2);

  private static Image noise(int width, int height, double mean, double deviation, long seed) {
    Random random = new Random(seed);
    Image image = Image.transparent(width, height);
    for (int i = 0; i < image.rgba().length; i++) {
      image.rgba()[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return image;
  }

  private static double distance(List<Image> reference, List<Image> others, long seed) {
    return new SlicedWasserstein(reference, seed, WORKERS).distanceTo(others);
  }

  @Test
  void aSetHasNoDistanceToItself() {
    List<Image> set = List.of(noise(40, 33, 0.5, 0.1, 1), noise(40, 33, 0.4, 0.2, 2));
    assertThat(distance(set, set, 5)).isZero();
  }

  @Test
  void otherSamplesOfTheSameDistributionAreNearAndOthersFar() {
    List<Image> a = List.of(noise(64, 64, 0.5, 0.1, 1));
    double same = distance(a, List.of(noise(64, 64, 0.5, 0.1, 2)), 5);
    double sharper = distance(a, List.of(noise(64, 64, 0.5, 0.15, 2)), 5);
    double brighter = distance(a, List.of(noise(64, 64, 0.6, 0.1, 2)), 5);
    assertThat(sharper).isGreaterThan(2.5 * same);
    assertThat(brighter).isGreaterThan(2.5 * same);
  }

  /**
   * White noise on one level (32 pixels have no coarser one): the projection of a patch on a unit
   * vector is normal, and the Wasserstein distance of N(0, 1) and N(0, s^2) is (s - 1) E|N(0, 1)|.
   */
  @Test
  void distanceOfTwoGaussians() {
    Random random = new Random(4);
    List<Image> a = random.longs(30).mapToObj(seed -> noise(31, 31, 0, 1, seed)).toList();
    List<Image> b = random.longs(30).mapToObj(seed -> noise(31, 31, 0, 1.5, seed)).toList();
    double expected = 1000 * 0.5 * Math.sqrt(2 / Math.PI);
    assertThat(distance(a, b, 5)).isCloseTo(expected, within(0.05 * expected));
  }

  @Test
  void setsThatCannotBeComparedAreRefused() {
    List<Image> a = List.of(noise(32, 32, 0, 1, 1));
    assertThatThrownBy(() -> distance(a, List.of(noise(32, 31, 0, 1, 1)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32x32 and 32x31");
    assertThatThrownBy(() -> distance(a, List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 and 0 pictures");
    List<Image> small = List.of(noise(15, 32, 0, 1, 1));
    assertThatThrownBy(() -> distance(small, small, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 16 a side");
  }
}
