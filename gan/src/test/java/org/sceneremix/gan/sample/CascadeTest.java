package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.volume.GridSize;

class CascadeTest {

  private static final int WIDTH = 8;

  /** Two stages with random weights, trained (so to speak) at 9x8x5 and 12x11x7. */
  private static Cascade cascade() {
    return cascade(0.1f);
  }

  private static Cascade cascade(float fineAmplitude) {
    SplittableRandom random = new SplittableRandom(3);
    Cascade cascade = new Cascade(WIDTH);
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
    Generator generator = new Generator(WIDTH);
    generator.initialise(random);
    return generator.parameters().values();
  }

  @Test
  void sameLatentsGiveTheSameBytes() {
    GridSize size = new GridSize(12, 11, 7);
    float[] once = cascade().generate(Latents.ofSeed(4), size, 1);
    assertThat(cascade().generate(Latents.ofSeed(4), size, 1)).isEqualTo(once);
    assertThat(cascade().generate(Latents.ofSeed(5), size, 1)).isNotEqualTo(once);
  }

  @Test
  void valuesAreClampedAndTheSizeIsTheOneAskedFor() {
    GridSize size = new GridSize(31, 17, 7);
    float[] values = cascade().generate(Latents.ofSeed(4), size, 1);
    assertThat(values).hasSize(size.voxelCount() * 4);
    for (float value : values) {
      assertThat(value).isBetween(-1f, 1f);
    }
  }

  @Test
  void largerRemixContinuesTheSmallerAwayFromItsBorder() {
    // both sizes scale the coarse stage by a whole factor, so voxels of both lie at the same places
    GridSize small = new GridSize(48, 11, 7);
    GridSize large = new GridSize(96, 11, 7);
    float[] a = cascade().generate(Latents.ofSeed(4), small, 1);
    float[] b = cascade().generate(Latents.ofSeed(4), large, 1);
    int reach = 2 * Generator.HALO + 2;
    for (int z = 0; z < 7; z++) {
      for (int y = 0; y < 11; y++) {
        for (int i = 0; i < (48 - 2 * reach) * 4; i++) {
          assertThat(b[(z * 11 + y) * 96 * 4 + i])
              .isEqualTo(a[(z * 11 + y) * 48 * 4 + i], within(1e-5f));
        }
      }
    }
  }

  @Test
  void diversityZeroLeavesOnlyTheCoarseLatents() {
    GridSize size = new GridSize(12, 11, 7);
    float[] quiet = cascade(0.1f).generate(Latents.ofSeed(4), size, 0);
    assertThat(cascade(0.1f).generate(Latents.ofSeed(4), size, 3)).isNotEqualTo(quiet);
    // without latents above the coarsest stage it does not matter how strong they would be
    assertThat(cascade(7f).generate(Latents.ofSeed(4), size, 0)).isEqualTo(quiet);
    assertThat(cascade(0.1f).generate(Latents.ofSeed(5), size, 0)).isNotEqualTo(quiet);
  }
}
