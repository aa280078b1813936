package org.sceneremix.gan.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.net.Ground;
import org.sceneremix.gan.net.Maps;
import org.sceneremix.volume.GridSize;

class LatentsTest {

  private static final Ground GROUND = Ground.of(200, 150);

  private static double[] moments(Maps maps) {
    double sum = 0;
    double squares = 0;
    for (float value : maps.data()) {
      sum += value;
      squares += (double) value * value;
    }
    int n = maps.data().length;
    return new double[] {sum / n, squares / n};
  }

  @Test
  void areStandardNormalHoweverTheyAreMixed() {
    Latents a = Latents.ofSeed(1);
    Latents b = Latents.ofSeed(2);
    for (Latents latents :
        new Latents[] {
          a, Latents.mixed(a, b, BlendWeight.everywhere(0.3)), Latents.mixed(a, b, (x, y, z) -> x)
        }) {
      double[] moments = moments(latents.over(GROUND, GROUND.all(), 0));
      assertEquals(0, moments[0], 0.02);
      assertEquals(1, moments[1], 0.02);
    }
  }

  @Test
  void anAreaSeesWhatTheWholeSees() {
    Maps whole = Latents.ofSeed(5).over(GROUND, GROUND.all(), 0);
    Maps part = Latents.ofSeed(5).over(GROUND, new Ground.Area(20, 30, 7, 9), 0);
    assertArrayEquals(whole.window(30, 20, 9, 7).data(), part.data());
  }

  @Test
  void repeatBeyondEndsThatJoin() {
    Ground ground = new Ground(10, 8, Periodicity.X);
    Maps maps = Latents.ofSeed(5).over(ground, new Ground.Area(-10, 0, 20, 8), 0);
    assertArrayEquals(maps.window(0, 0, 8, 10).data(), maps.window(0, 10, 8, 10).data());
  }

  @Test
  void splicedOnesAreTheOldInThePartAndTheFreshElsewhere() {
    Mask part = Mask.ofBox(new GridSize(20, 15, 4), new Window(0, 0, 0, new GridSize(10, 15, 4)));
    Latents spliced = Latents.spliced(Latents.ofSeed(1), part, Latents.ofSeed(2));
    Maps maps = spliced.over(GROUND, GROUND.all(), 0);
    Maps old = Latents.ofSeed(1).over(GROUND, GROUND.all(), 0);
    Maps fresh = Latents.ofSeed(2).over(GROUND, GROUND.all(), 0);
    assertArrayEquals(old.window(0, 0, 150, 100).data(), maps.window(0, 0, 150, 100).data());
    assertArrayEquals(fresh.window(0, 100, 150, 100).data(), maps.window(0, 100, 150, 100).data());
  }
}
