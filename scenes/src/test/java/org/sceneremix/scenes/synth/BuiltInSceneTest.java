package org.sceneremix.scenes.synth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class BuiltInSceneTest {

  private static final Workers WORKERS = new Workers(2);

  private static final int RESOLUTION = 40;

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameScene(BuiltInScene scene) {
    float[] first = Rasteriser.rasterise(scene.create(5), RESOLUTION, WORKERS).data();
    assertThat(Rasteriser.rasterise(scene.create(5), RESOLUTION, WORKERS).data()).isEqualTo(first);
    assertThat(Rasteriser.rasterise(scene.create(6), RESOLUTION, WORKERS).data())
        .isNotEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource
  void scenesFillTheirBoxButDoNotTouchItsSidesOrTop(BuiltInScene scene) {
    VoxelGrid grid = Rasteriser.rasterise(scene.create(1), RESOLUTION, WORKERS);
    int highest = 0;
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          if (grid.density(x, y, z) > 0) {
            highest = Math.max(highest, z);
            assertThat(x).isBetween(0, grid.nx() - 1);
            assertThat(Math.min(x, y)).as("side").isPositive();
            assertThat(Math.max(x, y)).as("side").isLessThan(grid.nx() - 1);
          }
        }
      }
    }
    assertThat(highest).isBetween(grid.nz() / 2, grid.nz() - 2);
  }

  @ParameterizedTest
  @EnumSource
  void distancesNeverOverstateHowFarTheSurfaceIs(BuiltInScene scene) {
    Scenery scenery = scene.create(2);
    double[] rgb = new double[3];
    for (int i = 0; i < 400; i++) {
      double x = Math.sin(1.7 * i) * 0.9;
      double y = Math.cos(2.3 * i) * 0.9;
      double z = 0.3;
      double free = scenery.sample(x, y, z, rgb);
      // straight down, the surface comes no nearer than the distances say
      for (double step = 0; step < free; step += 0.01) {
        assertThat(scenery.sample(x, y, z - step, rgb)).isGreaterThan(-0.012);
      }
    }
  }

  @Test
  void scenesAreFoundByLabel() {
    assertThat(BuiltInScene.ofLabel("Stones")).contains(BuiltInScene.STONES);
    assertThat(BuiltInScene.ofLabel("sea")).isEmpty();
  }
}
