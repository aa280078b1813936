package org.sceneremix.gan.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.sample.Window;
import org.sceneremix.volume.GridSize;

class CropShapeTest {

  @Test
  void cropsContainTheirVoxelAndStayWithinTheMargin() {
    GridSize scene = new GridSize(64, 50, 21);
    CropShape shape = CropShape.of(scene, 24);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      int x = random.nextInt(64);
      Window w = shape.around(x, random.nextInt(50), random.nextInt(21), random);
      assertThat(w.size()).isEqualTo(new GridSize(24, 24, 21));
      assertThat(w.x0()).isBetween(Math.max(-3, x - 23), Math.min(x, 64 + 3 - 24));
      assertThat(w.z0()).isZero();
    }
  }

  @Test
  void criticSeesTheEmptinessAroundAWholeAxis() {
    CropShape shape = CropShape.of(new GridSize(64, 50, 21), 24);
    Window seen = shape.criticWindow(new Window(10, -3, 0, shape.crop()));
    assertThat(seen).isEqualTo(new Window(10, -3, -3, new GridSize(24, 24, 27)));
  }
}
