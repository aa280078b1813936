package org.sceneremix.scenes.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.scenes.synth.BuiltInScene;
import org.sceneremix.scenes.synth.SyntheticCapture;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.work.Workers;

/** On 30 views of 96 x 96 pixels all around a scene. */
class PhotoConsistencyTest {

  private static final Workers WORKERS = new Workers(2);

  @TempDir private Path folder;
  private final List<GreyPicture> pictures = new ArrayList<>();
  private Aabb box;

  private void photograph(BuiltInScene scene) throws IOException {
    new SyntheticCapture(scene, 30, 96, 1).write(folder, WORKERS, Progress.NONE);
    Capture capture = CaptureReader.read(folder);
    box = capture.box().orElseThrow();
    for (View view : capture.views()) {
      pictures.add(GreyPicture.of(view));
    }
  }

  private static List<PhotoConsistency.Score> scores(PhotoConsistency consistency) {
    return IntStream.range(0, consistency.views())
        .parallel()
        .mapToObj(view -> consistency.score(view, other -> true))
        .toList();
  }

  private double matching(double depth) {
    return scores(new PhotoConsistency(pictures, box, depth)).stream()
        .flatMapToDouble(score -> Arrays.stream(score.matching()))
        .average()
        .orElseThrow();
  }

  /** As they would be by steps that grow with the depth. */
  @Test
  void matchesAreNotSteppedOverWhereTheSceneIsLookedForDeeper() throws IOException {
    photograph(BuiltInScene.MEADOW);
    assertThat(matching(3)).isGreaterThan(matching(1) - 0.01);
  }

  private StrangePictures.Judgement judgement() {
    return StrangePictures.of(pictures, box, scores(new PhotoConsistency(pictures, box, 1)));
  }

  /**
   * In blocks and grass, where pictures of any poses correlate more than by chance; and of views
   * that look 7 and 9 degrees apart.
   */
  @ParameterizedTest
  @CsvSource({"BLOCKS, 5, 20", "MEADOW, 2, 17", "BLOCKS, 9, 30", "BLOCKS, 20, 33"})
  void bothOfTwoExchangedPicturesAreStrangers(BuiltInScene scene, int one, int other)
      throws IOException {
    photograph(scene);
    GreyPicture first = pictures.get(one);
    pictures.set(one, pictures.get(other).takenBy(first.camera()));
    pictures.set(other, first.takenBy(pictures.get(other).camera()));
    assertThat(judgement().strangers()).containsExactly(one, other);
  }

  /** Which are up to 50 degrees away, so that little is found in them. */
  @Test
  void viewsThatShareSurfacesWithFewAreUnknownAndNoStrangers() throws IOException {
    photograph(BuiltInScene.HEAP);
    List<GreyPicture> some =
        IntStream.range(0, 14).mapToObj(i -> pictures.get(i * pictures.size() / 14)).toList();
    pictures.retainAll(some);
    assertThat(judgement().strangers()).isEmpty();
    assertThat(judgement().unknown()).contains(2, 12);
  }
}
