package org.sceneremix.scenes.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.work.Workers;

class PictureReductionTest {

  private static final Workers WORKERS = new Workers(2);

  @TempDir Path folder;

  /** Cameras at distance 4 from the middle of a box of side 2, 0.5 radians wide. */
  @Test
  void aVoxelSpansAboutOnePixel() throws IOException {
    Capture ball = BallCapture.write(folder, 260, 12);
    double focal = 130 / Math.tan(0.25);
    PictureReduction reduction = PictureReduction.of(ball, 80, WORKERS);
    assertThat(reduction.voxelPixels()).isCloseTo(focal * 0.025 / 4, within(1e-6));
    assertThat(reduction.factor()).isEqualTo(3);
    assertThat(reduction.isBounded()).isFalse();
    assertThat(reduction.isBoxTooLarge()).isFalse();
    assertThat(PictureReduction.of(ball, 800, WORKERS).factor()).isEqualTo(1);
  }

  @Test
  void picturesAreLeftLargeEnoughToShowSomething() throws IOException {
    Capture ball = BallCapture.write(folder, 130, 12).withBox(Aabb.centredCube(50));
    PictureReduction reduction = PictureReduction.of(ball, 32, WORKERS);
    assertThat(reduction.voxelPixels()).isGreaterThan(100);
    assertThat(reduction.factor()).isEqualTo(2);
    assertThat(reduction.isBounded()).isTrue();
    assertThat(reduction.isBoxTooLarge()).isTrue();
  }

  @Test
  void figuresAreNotMeasuredOnPicturesThatShowNothing() throws IOException {
    Capture small = BallCapture.write(folder, 130, 12).downscaled(13);
    assertThat(small.training().get(0).camera().intrinsics().width()).isEqualTo(10);
    assertThat(small.heldOut().get(0).camera().intrinsics().width()).isEqualTo(65);
  }

  @Test
  void theBoxIsFoundBySilhouettesWhereNoneIsGiven() throws IOException {
    Capture ball = BallCapture.write(folder, 60, 12);
    Capture boxless =
        new Capture(
            "ball", ball.training(), List.of(), Optional.empty(), Aabb.centredCube(6), true);
    double withBox =
        PictureReduction.of(ball.withBox(Aabb.centredCube(0.7)), 20, WORKERS).voxelPixels();
    assertThat(PictureReduction.of(boxless, 20, WORKERS).voxelPixels())
        .isCloseTo(withBox, within(0.4));
  }
}
