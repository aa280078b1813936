package org.sceneremix.scenes.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sceneremix.scenes.check.PhotoConsistency.Ratio;

class ExposureJumpsTest {

  private static List<Ratio> ofSpots(int view, int other, double ratio) {
    return Collections.nCopies(ExposureJumps.LEAST_SPOTS, new Ratio(view, other, ratio));
  }

  /** As pictures of these gains and one that was not compared would be seen. */
  private static ExposureJumps ofGains(double... gains) {
    List<Ratio> ratios = new ArrayList<>();
    for (int i = 0; i < gains.length; i++) {
      for (int j = 1; j <= 2; j++) {
        int other = (i + j) % gains.length;
        ratios.addAll(ofSpots(i, other, gains[i] / gains[other]));
      }
    }
    return new ExposureJumps(gains.length + 1, ratios);
  }

  @Test
  void onlyThePictureThatDiffersIsNamed() {
    ExposureJumps jumps = ofGains(1, 0.5, 1, 1.02, 0.99);
    assertThat(jumps.pictures()).containsExactly(1);
    assertThat(jumps.largest()).isCloseTo(2, within(0.15));
  }

  @Test
  void darkerIsAJumpAsBrighterIs() {
    double factor = ExposureJumps.JUMP;
    assertThat(ofGains(1, 0.99 * factor, 1, 1 / (0.99 * factor), 1).pictures()).isEmpty();
    assertThat(ofGains(1, 1.15 * factor, 1, 1 / (1.15 * factor), 1).pictures())
        .containsExactly(1, 3);
  }

  /** Each ratio is an error of 7 %, and the last picture would be 1.4 times as bright by them. */
  @Test
  void errorsDoNotAddUpAlongAChain() {
    List<Ratio> ratios = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      ratios.addAll(ofSpots(i, i - 1, 1.07));
    }
    assertThat(new ExposureJumps(11, ratios).pictures()).isEmpty();
  }

  /** As of metal: a third of the spots of a picture shine in it. */
  @Test
  void whatShinesIsNoJump() {
    List<Ratio> ratios = new ArrayList<>();
    for (int other = 1; other <= 3; other++) {
      ratios.addAll(ofSpots(0, other, 1.4));
      ratios.addAll(ofSpots(other, other % 3 + 1, 1));
    }
    assertThat(new ExposureJumps(4, ratios).pictures()).containsExactly(0);
    for (int other = 1; other <= 3; other++) {
      ratios.addAll(ofSpots(0, other, 1.2).subList(0, ExposureJumps.LEAST_SPOTS / 2));
    }
    ExposureJumps shining = new ExposureJumps(4, ratios);
    assertThat(shining.largest()).isGreaterThan(ExposureJumps.JUMP);
    assertThat(shining.pictures()).isEmpty();
  }

  /** Chance matches may be off by any factor. */
  @Test
  void fewWrongSpotsChangeNothing() {
    List<Ratio> ratios = new ArrayList<>();
    for (int other = 1; other <= 4; other++) {
      ratios.addAll(ofSpots(0, other, 1));
      ratios.addAll(ofSpots(0, other, 10).subList(0, 3));
    }
    assertThat(new ExposureJumps(5, ratios).largest()).isCloseTo(1, within(0.06));
  }

  @Test
  void picturesThatWereNotComparedAreNotJudged() {
    ExposureJumps jumps = ofGains(1, 1, 1);
    assertThat(jumps.isCompared(2)).isTrue();
    assertThat(jumps.isCompared(3)).isFalse();
    assertThat(new ExposureJumps(2, List.of()).largest()).isNaN();
  }
}
