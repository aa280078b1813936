package org.sceneremix.scenes.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.scenes.fit.FitSettings;
import org.sceneremix.scenes.fit.GridFitter;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.work.Workers;

class SyntheticCaptureTest {

  private static final Workers WORKERS = new Workers(2);

  @TempDir Path folder;

  @Test
  void aCaptureIsReadAgainAndFitted() throws IOException {
    new SyntheticCapture(BuiltInScene.BLOCKS, 12, 32, 3).write(folder, WORKERS, Progress.NONE);
    Capture capture = CaptureReader.read(folder);
    assertThat(capture.training()).hasSize(12);
    assertThat(capture.heldOut()).hasSize(4);
    assertThat(capture.hasAlpha()).isTrue();
    assertThat(capture.box()).contains(BuiltInScene.BLOCKS.create(3).box());
    FitSettings settings =
        FitSettings.DEFAULT.withResolution(32).withIterations(200).withRaysPerIteration(1024);
    assertThat(
            GridFitter.fit(capture, settings, WORKERS, Progress.NONE)
                .heldOut()
                .orElseThrow()
                .psnr())
        .isGreaterThan(25);
  }

  @Test
  void everyViewShowsTheWholeSceneInFrontOfNothing() throws IOException {
    new SyntheticCapture(BuiltInScene.STONES, 4, 40, 1).write(folder, WORKERS, Progress.NONE);
    for (View view : CaptureReader.read(folder).training()) {
      Image picture = view.load();
      float covered = 0;
      for (int row = 0; row < 40; row++) {
        for (int column = 0; column < 40; column++) {
          float alpha = picture.rgba()[picture.index(column, row) + 3];
          covered += alpha;
          if (row == 0 || column == 0 || row == 39 || column == 39) {
            assertThat(alpha).isZero();
          }
        }
      }
      assertThat(covered / 1600).isBetween(0.1f, 0.9f);
    }
  }

  @Test
  void theSameSeedGivesTheSamePictures() throws IOException {
    SyntheticCapture capture = new SyntheticCapture(BuiltInScene.STONES, 2, 24, 9);
    try (Workers one = new Workers(1)) {
      capture.write(folder.resolve("a"), one, Progress.NONE);
    }
    capture.write(folder.resolve("b"), WORKERS, Progress.NONE);
    for (String file : new String[] {"train/r_1.png", "test/r_0.png", "transforms_train.json"}) {
      assertThat(Files.readAllBytes(folder.resolve("a").resolve(file)))
          .isEqualTo(Files.readAllBytes(folder.resolve("b").resolve(file)));
    }
  }

  @Test
  void refusesImpossibleNumbers() {
    assertThatThrownBy(() -> new SyntheticCapture(BuiltInScene.BLOCKS, 1, 64, 1))
        .hasMessageContaining("views");
    assertThatThrownBy(() -> new SyntheticCapture(BuiltInScene.BLOCKS, 8, 4, 1))
        .hasMessageContaining("pixels");
  }
}
