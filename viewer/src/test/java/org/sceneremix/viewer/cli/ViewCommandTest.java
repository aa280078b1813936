package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.viewer.gl.Drawing;
import org.sceneremix.viewer.session.TinyModel;
import org.sceneremix.volume.io.GridFile;

class ViewCommandTest {

  @TempDir private Path folder;

  @Test
  void screenshotShowsTheSceneAndThePanelsWithoutADisplay() throws IOException {
    Drawing.offscreen().close();
    Path grid = folder.resolve("scene.grid");
    new GridFile(TinyModel.scene(), JsonNodeFactory.instance.objectNode()).write(grid);
    Path shot = folder.resolve("shot.png");
    CommandRun run =
        CommandRun.of(
            "view",
            grid.toString(),
            "--screenshot",
            shot.toString(),
            "--size",
            "640x480",
            "--settings",
            folder.resolve("settings").toString());
    assertThat(run.status()).as(run.err()).isZero();
    Image image = ImageFiles.read(shot);
    assertThat(image.width()).isEqualTo(640);
    assertThat(image.height()).isEqualTo(480);
    assertThat(redOrGreen(image, 340, 640)).isGreaterThan(3000);
    assertThat(redOrGreen(image, 0, 330)).isLessThan(50);
  }

  @Test
  void whereThereIsNoWindowTheSceneAloneIsShotAndASentenceSaysSo() throws IOException {
    Path grid = folder.resolve("scene.grid");
    new GridFile(TinyModel.scene(), JsonNodeFactory.instance.objectNode()).write(grid);
    String settings = folder.resolve("settings").toString();
    Path shot = folder.resolve("shot.png");
    String architecture = System.getProperty("os.arch");
    System.setProperty("os.arch", "aarch64");
    try {
      CommandRun window = CommandRun.of("view", grid.toString(), "--settings", settings);
      assertThat(window.status()).isEqualTo(1);
      assertThat(window.err()).hasLineCount(1).contains("aarch64").contains("--screenshot");
      CommandRun run =
          CommandRun.of(
              "view",
              grid.toString(),
              "--screenshot",
              shot.toString(),
              "--size",
              "160x120",
              "--settings",
              settings);
      assertThat(run.status()).as(run.err()).isZero();
      Image image = ImageFiles.read(shot);
      assertThat(image.width()).isEqualTo(160);
      assertThat(redOrGreen(image, 0, 160)).isGreaterThan(1000);
      Path damaged = folder.resolve("damaged.grid");
      Files.writeString(damaged, "nothing");
      CommandRun nothing =
          CommandRun.of(
              "view", damaged.toString(), "--screenshot", shot.toString(), "--settings", settings);
      assertThat(nothing.status()).isEqualTo(1);
      assertThat(nothing.err()).hasLineCount(1).contains("damaged.grid");
    } finally {
      System.setProperty("os.arch", architecture);
    }
  }

  /** Pixels of columns in the scene's colours. */
  private static int redOrGreen(Image image, int from, int to) {
    int count = 0;
    for (int row = 0; row < image.height(); row++) {
      for (int column = from; column < to; column++) {
        int i = image.index(column, row);
        float red = image.rgba()[i];
        float green = image.rgba()[i + 1];
        float blue = image.rgba()[i + 2];
        count += Math.max(red, green) > 0.4 && Math.abs(red - green) > 0.3 && blue < 0.6 ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void missingSourceIsNamedBeforeAnyWindowOpens() {
    CommandRun run = CommandRun.of("view", folder.resolve("nothing.grid").toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("nothing.grid").hasLineCount(1);
  }
}
