package org.sceneremix.gan.critic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.FiniteDifferences;
import org.sceneremix.gan.net.Maps;
import org.sceneremix.volume.work.Workers;

class PatchDistanceTest {

  private static final int EDGE = 11;

  private static Maps maps(int count, int depth, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * EDGE * EDGE * depth * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.5 * random.nextGaussian());
    }
    return new Maps(count, EDGE, EDGE, depth * 4, values);
  }

  private static double distance(Engine engine, int slab, Maps real, Maps fake, int turn) {
    float[] ignored = new float[fake.data().length];
    return new PatchDistance(4, slab)
        .addGradient(engine, real, fake, turn, 1, new SplittableRandom(7), ignored);
  }

  @ParameterizedTest
  @CsvSource({"4, 0", "4, 1", "2, 2"})
  void gradientMatchesFiniteDifferences(int slab, int turn) {
    Maps real = maps(1, 4, 1);
    Maps fake = maps(2, 4, 2);
    float[] gradient = new float[fake.data().length];
    try (Workers workers = new Workers(2);
        Engine engine = Engine.cpu(workers)) {
      new PatchDistance(4, slab)
          .addGradient(engine, real, fake, turn, 1, new SplittableRandom(7), gradient);
      FiniteDifferences.check(
          "scenes", fake.data(), gradient, 1e-3, () -> distance(engine, slab, real, fake, turn));
    }
  }

  @Test
  void isNothingFromItselfAndGrowsWithWhatIsChanged() {
    Maps real = maps(1, 4, 1);
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      assertEquals(0, distance(engine, 4, real, real, 0));
      double before = 0;
      for (int changed : new int[] {4, 16, 64}) {
        Maps other = real.with(real.data().clone());
        for (int site = 0; site < changed; site++) {
          for (int c = 0; c < other.channels(); c++) {
            other.data()[site * other.channels() + c] += 1;
          }
        }
        double distance = distance(engine, 4, real, other, 0);
        assertTrue(distance > before, changed + " sites: " + distance);
        before = distance;
      }
    }
  }

  @Test
  void knowsPatchesByTheirContentNotTheirPlace() {
    Maps real = maps(1, 4, 1);
    Maps exchanged = real.with(real.data().clone());
    Maps noise = maps(1, 4, 3);
    // two things that change places are still the same two things
    int channels = real.channels();
    for (int y = 3; y < 8; y++) {
      for (int x = 0; x < 3; x++) {
        System.arraycopy(
            real.data(), real.index(0, y, x), exchanged.data(), real.index(0, y, x + 4), channels);
        System.arraycopy(
            real.data(), real.index(0, y, x + 4), exchanged.data(), real.index(0, y, x), channels);
      }
    }
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      assertTrue(distance(engine, 4, real, exchanged, 0) < distance(engine, 4, real, noise, 0));
    }
  }
}
