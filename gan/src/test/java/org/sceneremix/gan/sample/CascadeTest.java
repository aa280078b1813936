package org.sceneremix.gan.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.volume.GridSize;

class CascadeTest {

  /** So large that not all pieces come from borders. */
  private static final GridSize LARGE = new GridSize(36, 33, 7);

  @Test
  void sameLatentsGiveTheSameBytes() {
    float[] once = TestCascades.of(0.1f).generate(Latents.ofSeed(4), LARGE, 1);
    assertThat(TestCascades.of(0.1f).generate(Latents.ofSeed(4), LARGE, 1)).isEqualTo(once);
    assertThat(TestCascades.of(0.1f).generate(Latents.ofSeed(5), LARGE, 1)).isNotEqualTo(once);
  }

  @Test
  void stagesWithoutLayoutsGoOnFromTheStageBefore() {
    GridSize size = new GridSize(24, 11, 7);
    float[] once = TestCascades.ofFirstFormat().generate(Latents.ofSeed(4), size, 1);
    assertThat(TestCascades.ofFirstFormat().generate(Latents.ofSeed(4), size, 1)).isEqualTo(once);
    assertThat(TestCascades.ofFirstFormat().generate(Latents.ofSeed(5), size, 1))
        .isNotEqualTo(once);
  }

  @Test
  void valuesAreClampedAndTheSizeIsTheOneAskedFor() {
    GridSize size = new GridSize(31, 17, 7);
    float[] values = TestCascades.of(0.1f).generate(Latents.ofSeed(4), size, 1);
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
    float[] a = TestCascades.of(0.1f).generate(Latents.ofSeed(4), small, 1);
    float[] b = TestCascades.of(0.1f).generate(Latents.ofSeed(4), large, 1);
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
    float[] quiet = TestCascades.of(0.1f).generate(Latents.ofSeed(4), LARGE, 0);
    assertThat(TestCascades.of(0.1f).generate(Latents.ofSeed(4), LARGE, 3)).isNotEqualTo(quiet);
    // without latents above the coarsest stage it does not matter how strong they would be
    assertThat(TestCascades.of(7f).generate(Latents.ofSeed(4), LARGE, 0)).isEqualTo(quiet);
    assertThat(TestCascades.of(0.1f).generate(Latents.ofSeed(5), LARGE, 0)).isNotEqualTo(quiet);
  }
}
