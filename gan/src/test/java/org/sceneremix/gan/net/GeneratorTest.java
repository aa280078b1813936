package org.sceneremix.gan.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.lattice.Preference;
import org.sceneremix.gan.net.Ground.Area;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class GeneratorTest {

  private static final Ground GROUND = Ground.of(6, 5);
  private static final double TEMPERATURE = 4;

  static VoxelGrid reference(int nx, int ny, int nz) {
    float[] data = ConvolutionTest.random(nx * ny * nz * 4, 11);
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) Math.tanh(data[i]);
    }
    return new VoxelGrid(nx, ny, nz, new Aabb(0, 0, 0, nx, ny, nz), 6, data);
  }

  private static Generator generator(int slab, int passes, int continuing) {
    Generator generator =
        new Generator(
            List.of(reference(6, 5, 3)),
            new Generator.Shape(8, passes, continuing, slab),
            new SplittableRandom(2));
    generator.setTemperature(TEMPERATURE);
    return generator;
  }

  /** What a generator of a finer stage starts from; null for others. */
  private static Generator.Choice start(Generator generator, int continuing, int count) {
    if (continuing < 2) {
      return null;
    }
    Generator earlier = generator(generator.slab(), 1, 0);
    Maps latents = latents(earlier, count, GROUND);
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      return earlier.train(engine, latents, GROUND, null).choice();
    }
  }

  private static Maps latents(Generator generator, int count, Ground ground) {
    int reach = generator.reach();
    int height = ground.height() + 2 * reach;
    int width = ground.width() + 2 * reach;
    int length = count * height * width * Generator.LATENTS;
    return new Maps(count, height, width, Generator.LATENTS, ConvolutionTest.random(length, 13));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 0", "2, 1", "2, 2"})
  void gradientsMatchFiniteDifferences(int slab, int continuing) {
    Generator generator = generator(slab, 2, continuing);
    Maps latents = latents(generator, 2, GROUND);
    Generator.Choice start = start(generator, continuing, 2);
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      Generator.Run run = generator.train(engine, latents, GROUND, start);
      float[] weights = ConvolutionTest.random(run.columns().data().length, 17);
      generator.clearGradients();
      run.backward(run.columns().with(weights));
      for (Parameter parameter : generator.parameters()) {
        FiniteDifferences.check(
            parameter.name(),
            parameter.values(),
            parameter.gradient(),
            3e-3 / Math.sqrt(parameter.values().length),
            () ->
                ConvolutionTest.dot(
                    generator.train(engine, latents, GROUND, start).columns().data(), weights));
      }
    }
  }

  @Test
  void whatContinuesIsAsFarFromItsSourceAsWhatItContinues() {
    Generator generator = generator(3, 1, 1);
    int[][] sources = new int[1][30];
    for (int site = 0; site < 30; site++) {
      sources[0][site] = site < 15 ? site : 29;
    }
    Maps columns = Columns.of(reference(6, 5, 3));
    Generator.Choice start = new Generator.Choice(GROUND.all(), columns, sources);
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      int[] chosen =
          generator
              .sampler(engine)
              .choose(latents(generator, 1, GROUND), GROUND, GROUND.all(), start, Preference.NONE)
              .sources()[0];
      for (int site = 0; site < 30; site++) {
        boolean continued = false;
        for (int other = 0; other < 30; other++) {
          int dx = site % 6 - other % 6;
          int dy = site / 6 - other / 6;
          int x = sources[0][other] % 6 + dx;
          int y = sources[0][other] / 6 + dy;
          boolean near = Math.abs(dx) <= 2 && Math.abs(dy) <= 2;
          boolean inside = x >= 0 && y >= 0 && x < 6 && y < 5;
          continued |= near && inside && chosen[site] == y * 6 + x;
        }
        assertTrue(continued, site + " comes from " + chosen[site]);
      }
    }
  }

  @Test
  void everyColumnIsMadeOfTheReferencesAtItsHeight() {
    Generator generator = generator(3, 3, 1);
    generator.setTemperature(1e4);
    VoxelGrid reference = reference(6, 5, 3);
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      Maps columns =
          generator
              .sampler(engine)
              .choose(latents(generator, 1, GROUND), GROUND, GROUND.all(), null, Preference.NONE)
              .columns();
      Maps real = Columns.of(reference);
      for (int s = 0; s < columns.sites(); s++) {
        double nearest = Double.MAX_VALUE;
        for (int r = 0; r < real.sites(); r++) {
          double distance = 0;
          for (int c = 0; c < real.channels(); c++) {
            double difference =
                columns.data()[s * real.channels() + c] - real.data()[r * real.channels() + c];
            distance += difference * difference;
          }
          nearest = Math.min(nearest, distance);
        }
        assertTrue(nearest < 1e-3, "a cold choice is one column, but the nearest is " + nearest);
      }
    }
  }

  @Test
  void areaByAreaIsTheWhole() {
    Generator generator = generator(2, 3, 1);
    Ground ground = Ground.of(11, 9);
    Maps latents = latents(generator, 1, ground);
    int reach = generator.reach();
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      Generator.Sampler sampler = generator.sampler(engine);
      Maps whole = sampler.choose(latents, ground, ground.all(), null, Preference.NONE).columns();
      for (Area area : List.of(new Area(0, 0, 5, 4), new Area(5, 3, 6, 6), new Area(3, 2, 4, 5))) {
        Maps seen =
            latents.window(area.y(), area.x(), area.height() + 2 * reach, area.width() + 2 * reach);
        Maps part = sampler.choose(seen, ground, area, null, Preference.NONE).columns();
        float[] expected = whole.window(area.y(), area.x(), area.height(), area.width()).data();
        assertArrayEquals(expected, part.data(), 1e-4f);
      }
    }
  }

  @Test
  void endsThatJoinSeeEachOther() {
    Generator generator = generator(3, 3, 1);
    Ground ground = new Ground(12, 7, Periodicity.X);
    Maps once = latents(generator, 1, ground);
    int reach = generator.reach();
    Maps around = once.window(0, 0, once.height(), once.width());
    Maps shifted = Maps.zeros(1, once.height(), once.width(), Generator.LATENTS);
    for (int y = 0; y < once.height(); y++) {
      for (int x = 0; x < once.width(); x++) {
        int site = Math.floorMod(x - reach, 12) + reach;
        int moved = Math.floorMod(x - reach + 5, 12) + reach;
        for (int c = 0; c < Generator.LATENTS; c++) {
          around.data()[around.index(0, y, x) + c] = once.data()[once.index(0, y, site) + c];
          shifted.data()[shifted.index(0, y, x) + c] = once.data()[once.index(0, y, moved) + c];
        }
      }
    }
    try (Workers workers = new Workers(1);
        Engine engine = Engine.cpu(workers)) {
      Generator.Sampler sampler = generator.sampler(engine);
      Maps a = sampler.choose(around, ground, ground.all(), null, Preference.NONE).columns();
      Maps b = sampler.choose(shifted, ground, ground.all(), null, Preference.NONE).columns();
      for (int y = 0; y < 7; y++) {
        for (int x = 0; x < 12; x++) {
          assertEquals(
              a.data()[a.index(0, y, (x + 5) % 12)], b.data()[b.index(0, y, x)], 1e-4, y + " " + x);
        }
      }
    }
  }
}
