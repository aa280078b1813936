package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
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
