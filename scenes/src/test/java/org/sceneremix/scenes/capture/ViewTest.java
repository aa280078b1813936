package org.sceneremix.scenes.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.joml.Matrix4d;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;

class ViewTest {

  @TempDir Path folder;

  @Test
  void downscalingKeepsWhereThingsAre() throws IOException {
    View view = view(7, 5);
    View small = view.downscaled(2);
    Image picture = small.load();
    assertThat(picture.width()).isEqualTo(3);
    assertThat(picture.height()).isEqualTo(2);
    Vector3d point = new Vector3d(0.1, -0.2, -3);
    Vector3d before = view.camera().project(point);
    Vector3d after = small.camera().project(point);
    assertThat(after.x).isCloseTo(before.x / 2, within(1e-9));
    assertThat(after.y).isCloseTo(before.y / 2, within(1e-9));
    // rows 0 and 1, columns 0 and 1 hold red 0, 10, 70 and 80 of 255
    assertThat(picture.rgba()[0]).isCloseTo(40 / 255f, within(1e-3f));
  }

  @Test
  void refusesAPictureOfAnotherSizeThanItsCamera() throws IOException {
    View view = view(7, 5);
    View wrong =
        new View(
            "wrong",
            new Camera(new Intrinsics(8, 5, 9, 9, 4, 2), new Matrix4d()),
            view.picture(),
            Optional.empty());
    assertThatThrownBy(wrong::load)
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("7x5")
        .hasMessageContaining("8x5");
  }

  @Test
  void refusesAMaskOfAnotherSize() throws IOException {
    View view = view(7, 5);
    Path mask = folder.resolve("mask.png");
    ImageFiles.write(CaptureFolder.plain(5, 7, 1, 1), mask);
    View masked = new View("masked", view.camera(), view.picture(), Optional.of(mask));
    assertThatThrownBy(masked::load)
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("mask.png")
        .hasMessageContaining("5x7");
  }

  private View view(int width, int height) throws IOException {
    Image image = CaptureFolder.plain(width, height, 0, 1);
    for (int i = 0; i < width * height; i++) {
      image.rgba()[4 * i] = i % 25 * 10 / 255f;
    }
    Path file = folder.resolve("picture.png");
    ImageFiles.write(image, file);
    Camera camera = new Camera(new Intrinsics(width, height, 9, 9, 3, 2), new Matrix4d());
    return new View("view", camera, file, Optional.empty());
  }
}
