package org.sceneremix.gan.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.gan.BlockScene;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

class ContactSheetTest {

  private static final VoxelGrid SCENE = BlockScene.of(20, 18, 8, 3, 1, 1);
  private static final int ROW = Label.HEIGHT + 2 * ContactSheet.HEIGHT;

  /** The picture in a column of a row of the sheet. */
  private static float[] picture(Image sheet, int row, int column, int view) {
    int width = ContactSheet.WIDTH * Image.CHANNELS;
    float[] pixels = new float[ContactSheet.HEIGHT * width];
    for (int y = 0; y < ContactSheet.HEIGHT; y++) {
      int top = row * ROW + Label.HEIGHT + view * ContactSheet.HEIGHT + y;
      int from = sheet.index(column * ContactSheet.WIDTH, top);
      System.arraycopy(sheet.rgba(), from, pixels, y * width, width);
    }
    return pixels;
  }

  @Test
  void everySceneIsSeenFromTheSameSides() {
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      VoxelGrid other = BlockScene.of(20, 18, 8, 3, 1, 2);
      Image sheet =
          new ContactSheet(tracer)
              .row("reference", List.of(SCENE))
              .row("remixes", List.of(other, SCENE, other))
              .image();
      assertThat(sheet.width()).isEqualTo(3 * ContactSheet.WIDTH);
      assertThat(sheet.height()).isEqualTo(2 * ROW);
      for (int view = 0; view < 2; view++) {
        assertThat(picture(sheet, 1, 1, view)).isEqualTo(picture(sheet, 0, 0, view));
        assertThat(picture(sheet, 1, 0, view)).isNotEqualTo(picture(sheet, 0, 0, view));
      }
      assertThat(picture(sheet, 0, 0, 1)).isNotEqualTo(picture(sheet, 0, 0, 0));
    }
  }

  @Test
  void namesAreWritten() {
    float[] blank = Label.of("", 100).rgba();
    float[] text = Label.of("remixes", 100).rgba();
    assertThat(blank).containsOnly(1f);
    assertThat(text).hasSameSizeAs(blank);
    assertThat(Arrays.equals(text, Label.of("controls", 100).rgba())).isFalse();
  }

  @Test
  void theSheetIsAPngWithoutTransparency(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("sheet.png");
    try (Workers workers = new Workers(2)) {
      CpuTracer tracer = new CpuTracer(workers);
      new ContactSheet(tracer).row("reference", List.of(SCENE)).write(file);
    }
    assertThat(ImageFiles.header(file).hasAlpha()).isFalse();
    assertThat(ImageFiles.header(file).height()).isEqualTo(ROW);
  }

  @Test
  void anEmptySheetOrRowIsRefused() {
    try (Workers workers = new Workers(1)) {
      CpuTracer tracer = new CpuTracer(workers);
      ContactSheet sheet = new ContactSheet(tracer);
      assertThatThrownBy(sheet::image)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no row");
      assertThatThrownBy(() -> sheet.row("remixes", List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'remixes'");
    }
  }
}
