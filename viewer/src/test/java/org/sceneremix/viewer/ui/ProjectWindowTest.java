package org.sceneremix.viewer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageMetrics;
import org.sceneremix.scenes.fit.FitCheckpoint;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.scenes.synth.BuiltInScene;
import org.sceneremix.scenes.synth.SyntheticCapture;
import org.sceneremix.volume.work.Workers;

/** The real program on its way from photographs to a scene, used as a person would. */
class ProjectWindowTest {

  private static final String PICTURE = "Picture";

  @TempDir private Path folder;
  private Path capture;
  private XvfbProgram window;

  @BeforeEach
  void start() throws Exception {
    capture = folder.resolve("capture");
    try (Workers workers = new Workers(1)) {
      new SyntheticCapture(BuiltInScene.BLOCKS, 8, 32, 1).write(capture, workers, Progress.NONE);
    }
    window = XvfbProgram.start(folder, "view", capture.toString());
  }

  @AfterEach
  void end() throws Exception {
    if (window != null) {
      window.close();
    }
  }

  @Test
  void captureIsCheckedFittedStoppedAndGoneOnWith() throws Exception {
    window.awaitPlace("Make remixes");
    window.click("Check");
    window.awaitPlace("Verdict");
    window.click("Step 1");
    Image photograph = window.look(PICTURE);
    window.click("Fit");
    window.awaitPlace("Stop");
    // in the history and in the picture while it is being fitted
    window.awaitPlace("scene");
    window.await(
        "the scene in the picture", () -> ImageMetrics.psnr(photograph, window.look(PICTURE)) < 40);
    assertThat(capture.resolve("scene.grid")).doesNotExist();
    window.click("Stop");
    window.awaitPlace("Resume fit");
    assertThat(capture.resolve("scene.grid")).exists();
    window.click("Resume fit");
    window.awaitPlace("Stop");
    window.click("Stop");
    window.awaitPlace("Resume fit");
    assertThat(Files.exists(FitCheckpoint.beside(capture.resolve("scene.grid")))).isTrue();
  }
}
