package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sceneremix.volume.GridSize;

class WindowsTest {

  private static final GridSize SCENE = new GridSize(5, 4, 3);

  @Test
  void windowOutsideTheSceneIsEmpty() {
    Window window = new Window(5, 0, 0, new GridSize(1, 2, 1));
    float[] out = new float[8];
    Windows.read(Noise.of(SCENE.voxelCount() * 4), SCENE, window, out, 0);
    assertThat(out).containsExactly(0, 0, 0, -1, 0, 0, 0, -1);
  }

  @Test
  void readThenWriteGivesTheSceneBack() {
    float[] scene = Noise.of(SCENE.voxelCount() * 4);
    Window window = Window.all(SCENE).grown(2, 1, 3);
    float[] values = new float[window.size().voxelCount() * 4];
    Windows.read(scene, SCENE, window, values, 0);
    float[] back = new float[scene.length];
    Windows.write(values, 0, window, back, SCENE);
    assertThat(back).isEqualTo(scene);
  }

  @Test
  void emptyingOutsideEqualsReadingWhatIsInside() {
    Window window = new Window(-2, 1, 1, new GridSize(4, 5, 3));
    float[] values = Noise.of(window.size().voxelCount() * 4);
    float[] scene = new float[SCENE.voxelCount() * 4];
    Windows.write(values, 0, window, scene, SCENE);
    float[] expected = new float[values.length];
    Windows.read(scene, SCENE, window, expected, 0);
    Windows.emptyOutside(values, 0, window, SCENE);
    assertThat(values).isEqualTo(expected);
  }

  @Test
  void zeroingOutsideIsTheAdjointOfEmptying() {
    // <v, E(a) - E(b)> = <E^T v, a - b> for all a, b, v, because emptying is affine
    Window window = new Window(-1, -1, 2, new GridSize(3, 3, 2));
    int length = window.size().voxelCount() * 4;
    float[] a = Noise.of(length);
    float[] b = new float[length];
    float[] v = Noise.of(length);
    float[] difference = a.clone();
    Windows.emptyOutside(a, 0, window, SCENE);
    Windows.emptyOutside(b, 0, window, SCENE);
    double left = 0;
    for (int i = 0; i < length; i++) {
      left += v[i] * (double) (a[i] - b[i]);
    }
    Windows.zeroOutside(v, 0, window, SCENE);
    double right = 0;
    for (int i = 0; i < length; i++) {
      right += v[i] * (double) difference[i];
    }
    assertThat(left).isEqualTo(right);
    assertThat(left).isNotZero();
  }
}
