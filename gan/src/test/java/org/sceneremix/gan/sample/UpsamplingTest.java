package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.TrilinearResize;

class UpsamplingTest {

  private static final GridSize FROM = new GridSize(6, 5, 3);
  private static final GridSize TO = new GridSize(9, 7, 4);

  @Test
  void windowIsThatOfTheWholeWithEmptinessAround() {
    float[] scene = Noise.of(FROM.voxelCount() * 4);
    float[] whole = new TrilinearResize(4, FROM, TO).apply(scene);
    Upsampling upsampling = new Upsampling(new ArrayStore(FROM, scene), TO, Periodicity.NONE);
    for (Window window :
        new Window[] {
          Window.all(TO),
          new Window(3, 2, 1, new GridSize(4, 3, 2)),
          new Window(-3, 4, -2, new GridSize(7, 8, 9))
        }) {
      float[] expected = new float[window.size().voxelCount() * 4];
      Windows.read(whole, TO, window, expected, 0);
      assertThat(upsampling.window(window)).isEqualTo(expected);
    }
  }

  @Test
  void periodicSceneIsInterpolatedAcrossItsEnds() {
    // the middle of three copies in a row, resized as a whole, is what one periodic copy gives
    float[] scene = Noise.of(FROM.voxelCount() * 4);
    GridSize three = new GridSize(3 * FROM.nx(), FROM.ny(), FROM.nz());
    float[] row = new float[three.voxelCount() * 4];
    for (int copy = 0; copy < 3; copy++) {
      Windows.write(scene, 0, new Window(copy * FROM.nx(), 0, 0, FROM), row, three);
    }
    GridSize threeTo = new GridSize(3 * TO.nx(), TO.ny(), TO.nz());
    float[] whole = new TrilinearResize(4, three, threeTo).apply(row);
    Window around = new Window(-2, 0, 0, new GridSize(TO.nx() + 4, TO.ny(), TO.nz()));
    float[] expected = new float[around.size().voxelCount() * 4];
    Windows.read(whole, threeTo, new Window(TO.nx() - 2, 0, 0, around.size()), expected, 0);
    Upsampling upsampling = new Upsampling(new ArrayStore(FROM, scene), TO, Periodicity.X);
    assertThat(upsampling.window(around)).containsExactly(expected, within(1e-6f));
  }
}
