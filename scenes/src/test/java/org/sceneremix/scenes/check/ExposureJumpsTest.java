package org.sceneremix.scenes.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sceneremix.scenes.check.PhotoConsistency.Ratio;

class ExposureJumpsTest {

  @Test
  void onlyThePictureThatDiffersIsNamed() {
    assertThat(
            ExposureJumps.pictures(
                List.of(
                    new Ratio(0, 1, 2),
                    new Ratio(1, 0, 0.5),
                    new Ratio(1, 2, 0.5),
                    new Ratio(2, 3, 1.02),
                    new Ratio(3, 0, 0.98))))
        .containsExactly(1);
  }

  @Test
  void darkerIsAJumpAsBrighterIs() {
    assertThat(new Ratio(0, 1, 0.5).factor()).isEqualTo(new Ratio(0, 1, 2).factor());
    assertThat(ExposureJumps.pictures(List.of(new Ratio(0, 1, 1 / (0.99 * ExposureJumps.JUMP)))))
        .isEmpty();
    assertThat(ExposureJumps.pictures(List.of(new Ratio(0, 1, 1 / (1.01 * ExposureJumps.JUMP)))))
        .hasSize(1);
  }
}
