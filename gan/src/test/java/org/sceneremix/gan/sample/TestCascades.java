package org.sceneremix.gan.sample;

import java.util.SplittableRandom;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.volume.GridSize;

/** Small cascades with random weights. */
final class TestCascades {

  private static final int WIDTH = 8;

  private TestCascades() {}

  /** Two stages, trained (so to speak) at 9x8x5 and 12x11x7. */
  static Cascade of(float fineAmplitude) {
    return of(fineAmplitude, 40);
  }

  /** The same, run in tiles of this edge. */
  static Cascade of(float fineAmplitude, int tile) {
    SplittableRandom random = new SplittableRandom(3);
    Cascade cascade = new Cascade(Engine.cpu(), WIDTH, tile);
    float[] mean = new float[5 * 4];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    cascade.add(new CascadeStage(0, new GridSize(9, 8, 5), 1, mean), weights(random));
    cascade.add(
        new CascadeStage(1, new GridSize(12, 11, 7), fineAmplitude, new float[0]), weights(random));
    return cascade;
  }

  private static float[] weights(SplittableRandom random) {
    Generator generator = new Generator(Engine.cpu(), WIDTH);
    generator.initialise(random);
    return generator.parameters().values();
  }
}
