package org.sceneremix.volume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinearTapsTest {

  @Test
  void outermostSamplesAreContinued() {
    // new centres at -1/4, 1/4, 3/4 and 5/4 old voxels
    LinearTaps taps = LinearTaps.of(2, 4);
    assertThat(taps.count()).isEqualTo(4);
    float[] weights = {0, 0.25f, 0.75f, 1};
    for (int j = 0; j < 4; j++) {
      assertThat(taps.lower(j)).isZero();
      assertThat(taps.upperWeight(j)).isEqualTo(weights[j]);
    }
    assertThat(LinearTaps.of(1, 3).upperWeight(2)).as("a single voxel goes on").isZero();
  }

  @Test
  void someOfTheNewVoxelsHaveTheTapsOfAll() {
    LinearTaps all = LinearTaps.of(7, 11);
    LinearTaps some = LinearTaps.of(7, 11, 3, 5);
    for (int j = 0; j < 5; j++) {
      assertThat(some.lower(j)).isEqualTo(all.lower(3 + j));
      assertThat(some.upperWeight(j)).isEqualTo(all.upperWeight(3 + j));
    }
  }

  @Test
  void periodicAxisGoesOnBeyondItsEnds() {
    LinearTaps taps = LinearTaps.periodic(2, 4, -1, 3);
    assertThat(new int[] {taps.lower(0), taps.lower(1), taps.lower(2)}).containsExactly(-1, -1, 0);
    assertThat(taps.upperWeight(0)).isEqualTo(0.25f);
    assertThat(taps.upperWeight(1)).isEqualTo(0.75f);
  }
}
