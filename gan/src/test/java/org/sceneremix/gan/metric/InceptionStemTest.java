package org.sceneremix.gan.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.image.Image;

class InceptionStemTest {

  private static final int SIDE = 16;

  @TempDir private static Path folder;

  private static InceptionStem stem() throws IOException {
    Path file = folder.resolve("tiny.h5");
    if (!Files.exists(file)) {
      KerasFile.write(file, true);
    }
    return InceptionStem.read(file);
  }

  private static Image noise(long seed, float brightness) {
    Random random = new Random(seed);
    Image image = Image.transparent(SIDE, SIDE);
    for (int i = 0; i < image.rgba().length; i++) {
      image.rgba()[i] = brightness * random.nextFloat();
    }
    return image;
  }

  /** Convolution, ReLU and pooling in plain loops. */
  private static float[] features(Image image) {
    float[] w = KerasFile.weights();
    int size = (SIDE - 2) / 2;
    int n = KerasFile.CHANNELS;
    float[] out = new float[size * size * n];
    for (int y = 0; y < 2 * size; y++) {
      for (int x = 0; x < 2 * size; x++) {
        for (int o = 0; o < n; o++) {
          float sum = KerasFile.biases()[o];
          for (int tap = 0; tap < 27; tap++) {
            int at = image.index(x + tap / 3 % 3, y + tap / 9) + tap % 3;
            sum += w[tap * n + o] * (2 * image.rgba()[at] - 1);
          }
          int target = (y / 2 * size + x / 2) * n + o;
          out[target] = Math.max(out[target], sum);
        }
      }
    }
    return out;
  }

  @Test
  void distanceIsThatOfTheFeaturesOfTheFirstPooling() throws IOException {
    Image a = noise(1, 1);
    Image b = noise(2, 0.6f);
    double expected = FrechetDistance.of(features(a), features(b), KerasFile.CHANNELS);
    assertThat(stem().distance(a, b)).isCloseTo(expected, within(1e-4 * expected));
  }

  @Test
  void equalPicturesHaveNoDistanceAndOtherNoiseLittle() throws IOException {
    Image a = noise(1, 1);
    double same = stem().distance(a, a);
    double alike = stem().distance(a, noise(2, 1));
    double darker = stem().distance(a, noise(2, 0.5f));
    assertThat(same).isCloseTo(0, within(1e-6));
    assertThat(alike).isGreaterThan(same).isLessThan(0.3 * darker);
  }

  @Test
  void fileThatIsNoNetworkIsSaidToBeNone() throws IOException {
    Path file = folder.resolve("text.h5");
    Files.writeString(file, "no network");
    assertThatThrownBy(() -> InceptionStem.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("text.h5");
    assertThatThrownBy(() -> InceptionStem.read(folder.resolve("none.h5")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void networkWithoutPoolingIsRefused() {
    Path file = folder.resolve("flat.h5");
    KerasFile.write(file, false);
    assertThatThrownBy(() -> InceptionStem.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no pooling layer");
  }
}
