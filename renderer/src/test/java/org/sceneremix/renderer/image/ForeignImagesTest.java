package org.sceneremix.renderer.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pictures that other programs wrote: Pillow and libjpeg-turbo, by {@code
 * src/test/programs/make-images.py}.
 */
class ForeignImagesTest {

  private static final int WIDTH = 24;
  private static final int HEIGHT = 16;

  /** Of an 8-bit value, what JPEG at quality 95 may be off in the middle of a block. */
  private static final int TOLERANCE = 6;

  @TempDir private Path folder;

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(ForeignImagesTest.class.getResource(name).toURI());
  }

  private static void assertUpright(Image image) {
    assertThat(image.width()).isEqualTo(WIDTH);
    assertThat(image.height()).isEqualTo(HEIGHT);
    assertColour(image, 4, 4, 220, 30, 30);
    assertColour(image, 20, 4, 30, 200, 40);
    assertColour(image, 4, 12, 30, 40, 210);
    assertColour(image, 20, 12, 240, 240, 240);
  }

  private static void assertColour(Image image, int column, int row, int... rgb) {
    for (int c = 0; c < 3; c++) {
      assertThat(255 * image.rgba()[image.index(column, row) + c])
          .as("channel %d of (%d, %d)", c, column, row)
          .isCloseTo(rgb[c], within((float) TOLERANCE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyOrientationIsToldAndApplied(Orientation orientation) throws Exception {
    Path file = resource("orientation-" + orientation.number() + ".jpg");
    ImageFiles.Header header = ImageFiles.header(file);
    assertThat(header.orientation()).isEqualTo(orientation);
    assertThat(header.width()).isEqualTo(orientation.swapsSides() ? HEIGHT : WIDTH);
    assertUpright(orientation.apply(ImageFiles.read(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"orientation-6.png", "orientation-6.tif"})
  void otherFormatsSayTheirOrientationToo(String name) throws Exception {
    assertThat(ImageFiles.header(resource(name)).orientation()).isEqualTo(Orientation.CLOCKWISE);
    assertUpright(Orientation.CLOCKWISE.apply(ImageFiles.read(resource(name))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"progressive-restart.jpg", "baseline-restart.jpg", "progressive-subsampled.jpg"})
  void progressiveJpegAndRestartMarkersAreRead(String name) throws Exception {
    assertUpright(ImageFiles.read(resource(name)));
    assertThat(ImageFiles.header(resource(name)).orientation()).isEqualTo(Orientation.UPRIGHT);
  }

  @Test
  void progressiveGreyJpegIsRead() throws Exception {
    Image image = ImageFiles.read(resource("progressive-grey.jpg"));
    // luma of libjpeg: 0.299 r + 0.587 g + 0.114 b
    assertThat(255 * image.rgba()[image.index(4, 4)]).isCloseTo(87f, within((float) TOLERANCE));
    assertThat(255 * image.rgba()[image.index(20, 4)]).isCloseTo(131f, within((float) TOLERANCE));
  }

  @Test
  void sixteenBitGreyKeepsEveryValue() throws Exception {
    float[] rgba = ImageFiles.read(resource("sixteen-bit-grey.png")).rgba();
    float[] expected = {0, 1, 0x1234, 0xFFFF};
    for (int x = 0; x < expected.length; x++) {
      assertThat(65535 * rgba[4 * x]).isCloseTo(expected[x], within(0.01f));
    }
  }

  /** Whatever a tag claims, a file is read, or refused in one sentence. */
  @Test
  void hostileTagsDoNoHarm() throws Exception {
    byte[] honest = Files.readAllBytes(resource("orientation-6.jpg"));
    int tiff = new String(honest, StandardCharsets.ISO_8859_1).indexOf("Exif\0\0") + 6;
    for (int at = tiff - 12; at < tiff + 32; at++) {
      for (int value : new int[] {0, 0x7F, 0xFF}) {
        byte[] hostile = honest.clone();
        hostile[at] = (byte) value;
        Path file = Files.write(folder.resolve("hostile.jpg"), hostile);
        try {
          assertThat(ImageFiles.header(file).orientation()).isNotNull();
        } catch (ImageFileException e) {
          assertThat(e.getMessage().lines()).hasSize(1);
        }
      }
    }
    for (int length = 2; length < honest.length; length += 7) {
      Path file = Files.write(folder.resolve("short.jpg"), Arrays.copyOf(honest, length));
      try {
        ImageFiles.header(file);
      } catch (ImageFileException e) {
        assertThat(e.getMessage().lines()).hasSize(1);
      }
    }
  }

  @Test
  void floatTiffsAreReadBack() throws IOException {
    float[] values = {0, 1.5f, -2, 3e7f, 0.1f, Float.MIN_NORMAL};
    byte[] file = FloatTiff.encode(3, 2, values);
    Raster raster = ImageIO.read(new ByteArrayInputStream(file)).getRaster();
    assertThat(raster.getSamples(0, 0, 3, 2, 0, new float[6])).isEqualTo(values);
    assertReadByPillow(file, values);
  }

  private void assertReadByPillow(byte[] tiff, float[] values) throws IOException {
    Path file = Files.write(folder.resolve("floats.tif"), tiff);
    String script =
        "import sys; from PIL import Image; i = Image.open(sys.argv[1]);"
            + " print(i.mode, i.size, *[v.hex() for v in i.getdata()])";
    Process python;
    try {
      python = new ProcessBuilder("/usr/bin/python3", "-c", script, file.toString()).start();
    } catch (IOException e) {
      return; // there is none
    }
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (said.isEmpty()) {
      return; // it has no Pillow
    }
    String[] words = said.strip().split(" ");
    assertThat(words).startsWith("F", "(3,", "2)");
    ByteBuffer read = ByteBuffer.allocate(Float.BYTES * values.length);
    for (int i = 3; i < words.length; i++) {
      read.putFloat((float) Double.parseDouble(words[i]));
    }
    float[] found = new float[values.length];
    read.flip().asFloatBuffer().get(found);
    assertThat(found).isEqualTo(values);
  }
}
