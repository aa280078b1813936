package org.sceneremix.gan.critic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.FiniteDifferences;
import org.sceneremix.gan.net.Maps;
import org.sceneremix.volume.work.Workers;

class PatchTransportTest {

  private static final int EDGE = 11;

  private static Maps maps(int count, int edge, int depth, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * edge * edge * depth * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.5 * random.nextGaussian());
    }
    return new Maps(count, edge, edge, depth * 4, values);
  }

  private static double cost(Engine engine, int slab, Maps real, Maps fake, int turn) {
    float[] ignored = new float[fake.data().length];
    return new PatchTransport(4, slab, real)
        .addGradient(engine, fake, turn, 1, new SplittableRandom(7), ignored);
  }

  @ParameterizedTest
  @CsvSource({"4, 0, 11", "4, 1, 11", "2, 2, 11", "4, 0, 60"})
  void gradientMatchesFiniteDifferences(int slab, int turn, int edge) {
    Maps real = maps(1, EDGE, 4, 1);
    Maps fake = maps(2, edge, 4, 2);
    float[] gradient = new float[fake.data().length];
    try (Workers workers = new Workers(2);
        Engine engine = Engine.cpu(workers)) {
      new PatchTransport(4, slab, real)
          .addGradient(engine, fake, turn, 1, new SplittableRandom(7), gradient);
      FiniteDifferences.check(
          "scenes", fake.data(), gradient, 1e-3, () -> cost(engine, slab, real, fake, turn));
    }
  }

  @Test
  void isNothingFromItselfAndGrowsWithWhatIsChanged() {
    Maps real = maps(1, EDGE, 4, 1);
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      assertEquals(0, cost(engine, 4, real, real, 0), 1e-6);
      double before = 1e-6;
      for (int changed : new int[] {4, 16, 64}) {
        Maps other = real.with(real.data().clone());
        for (int site = 0; site < changed; site++) {
          for (int c = 0; c < other.channels(); c++) {
            other.data()[site * other.channels() + c] += 1;
          }
        }
        double cost = cost(engine, 4, real, other, 0);
        assertTrue(cost > before, changed + " sites: " + cost);
        before = cost;
      }
    }
  }

  /** What is found by products of matrices is what the definition says. */
  @Test
  void costIsThatOfTheNearestPatches() {
    Maps real = maps(1, EDGE, 4, 1);
    Maps fake = maps(1, EDGE, 4, 2);
    ColumnView view = new ColumnView(4, 4);
    Maps x = view.of(fake);
    Maps y = view.of(real);
    int edge = 5;
    int along = x.width() - edge + 1;
    double sum = 0;
    for (int i = 0; i < along * along; i++) {
      int patch = i;
      sum +=
          IntStream.range(0, along * along)
              .mapToDouble(j -> difference(x, patch, y, j, edge, along))
              .min()
              .orElseThrow();
    }
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      assertEquals(sum / (along * along), cost(engine, 4, real, fake, 0), 1e-5);
    }
  }

  private static double difference(Maps x, int i, Maps y, int j, int edge, int along) {
    double sum = 0;
    for (int dy = 0; dy < edge; dy++) {
      for (int dx = 0; dx < edge; dx++) {
        int a = x.index(0, i / along + dy, i % along + dx);
        int b = y.index(0, j / along + dy, j % along + dx);
        for (int c = 0; c < x.channels(); c++) {
          double d = x.data()[a + c] - y.data()[b + c];
          sum += d * d;
        }
      }
    }
    return sum / (edge * edge * x.channels());
  }

  @Test
  void potentialsRiseWherePatchesAreWantedTooSeldomUntilAllAre() {
    Maps real = maps(1, EDGE, 4, 1);
    // one and the same column everywhere, of which the reference has one only
    Maps fake = real.with(real.data().clone());
    int channels = real.channels();
    for (int site = 0; site < real.sites(); site++) {
      System.arraycopy(real.data(), real.index(0, 5, 5), fake.data(), site * channels, channels);
    }
    PatchTransport transport = new PatchTransport(4, 4, real);
    float[] ignored = new float[fake.data().length];
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      double first = transport.addGradient(engine, fake, 0, 1, new SplittableRandom(1), ignored);
      float[] potentials = transport.potentials().get(0);
      assertEquals(0, sum(potentials), 1e-4);
      long rising = IntStream.range(0, potentials.length).filter(j -> potentials[j] > 0).count();
      assertTrue(rising > potentials.length / 2, rising + " patches are wanted too seldom");
      double last = first;
      for (int n = 0; n < 300; n++) {
        last = transport.addGradient(engine, fake, 0, 1, new SplittableRandom(1), ignored);
      }
      assertTrue(last > first + 1e-3, "patches that nobody wanted are wanted now: " + last);
    }
  }

  private static double sum(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).sum();
  }

  @Test
  void isTheSameAtAnyNumberOfThreads() {
    Maps real = maps(1, EDGE, 4, 1);
    Maps fake = maps(2, EDGE, 4, 2);
    float[][] gradients = new float[2][fake.data().length];
    for (int threads = 1; threads <= 2; threads++) {
      try (Workers workers = new Workers(threads);
          Engine engine = Engine.cpu(workers)) {
        new PatchTransport(4, 2, real)
            .addGradient(engine, fake, 1, 1, new SplittableRandom(7), gradients[threads - 1]);
      }
    }
    assertTrue(Arrays.equals(gradients[0], gradients[1]));
  }
}
