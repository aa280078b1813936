package org.sceneremix.renderer.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sceneremix.volume.io.Heap;

class ImageFilesTest {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.tif", "A.PNG"})
  void losslessFormatsKeepEveryByte(String name) throws IOException {
    for (boolean opaque : new boolean[] {true, false}) {
      Image image = RandomImages.bytes(1, 37, 21, opaque);
      Path file = folder.resolve(name);
      ImageFiles.write(image, file);
      Image back = ImageFiles.read(file);
      assertThat(back.width()).isEqualTo(37);
      assertThat(back.rgba()).isEqualTo(image.rgba());
      assertThat(ImageFiles.header(file))
          .isEqualTo(new ImageFiles.Header(37, 21, !opaque, Orientation.UPRIGHT));
    }
  }

  @Test
  void jpegIsCloseAndWithoutAlpha() throws IOException {
    Image image = RandomImages.smooth(2, 64, 48, 0);
    Path file = folder.resolve("new/folder/a.jpg");
    ImageFiles.write(image, file);
    Image back = ImageFiles.read(file);
    assertThat(ImageMetrics.psnr(image, back)).isGreaterThan(35);
    assertThat(ImageFiles.header(file))
        .isEqualTo(new ImageFiles.Header(64, 48, false, Orientation.UPRIGHT));
  }

  @Test
  void valuesAreRoundedAndCutOff() throws IOException {
    Image image = new Image(1, 1, new float[] {-0.2f, 1.7f, 100.4f / 255, 1});
    ImageFiles.write(image, folder.resolve("a.png"));
    assertThat(ImageFiles.read(folder.resolve("a.png")).rgba())
        .containsExactly(0f, 1f, 100 / 255f, 1f);
  }

  @Test
  void contentCountsNotTheName() throws IOException {
    Image image = RandomImages.bytes(3, 12, 12, true);
    Path file = folder.resolve("a.jpg");
    Files.write(file, ImageFiles.encode(image, ImageFormat.PNG));
    assertThat(ImageFiles.read(file).rgba()).isEqualTo(image.rgba());
  }

  @Test
  void sixteenBitPngKeepsItsPrecision() throws IOException {
    // one pixel: filter 0, then big-endian red, green, blue
    byte[] pixel = {0, 0x12, 0x34, (byte) 0xff, (byte) 0xff, 0, 1};
    Path file = png(16, 2, pixel);
    float[] rgba = ImageFiles.read(file).rgba();
    assertThat(rgba[0]).isCloseTo(0x1234 / 65535f, within(1e-7f));
    assertThat(rgba[1]).isEqualTo(1f);
    assertThat(rgba[2]).isCloseTo(1 / 65535f, within(1e-9f));
  }

  @Test
  void gammaChunkDoesNotChangeStoredValues() throws IOException {
    byte[] pixel = {0, 100, 50, (byte) 200};
    // 0.45455, which most tools write for sRGB
    Path file = png(8, 2, pixel, chunk("gAMA", new byte[] {0, 0, (byte) 0xb1, (byte) 0x8f}));
    assertThat(ImageFiles.read(file).rgba()).containsExactly(100 / 255f, 50 / 255f, 200 / 255f, 1f);
  }

  @Test
  void greyAndPaletteAreReadAsStored() throws IOException {
    assertThat(ImageFiles.read(png(8, 0, new byte[] {0, 77})).rgba())
        .containsExactly(77 / 255f, 77 / 255f, 77 / 255f, 1f);
    assertThat(ImageFiles.read(png(8, 4, new byte[] {0, 77, 51})).rgba())
        .containsExactly(77 / 255f, 77 / 255f, 77 / 255f, 51 / 255f);
    Path palette =
        png(
            8,
            3,
            new byte[] {0, 1},
            chunk("PLTE", new byte[] {9, 9, 9, 10, 20, 30}),
            chunk("tRNS", new byte[] {0, (byte) 128}));
    assertThat(ImageFiles.read(palette).rgba())
        .containsExactly(10 / 255f, 20 / 255f, 30 / 255f, 128 / 255f);
  }

  @Test
  void greyJpegOfAnotherWriterIsReadAsStored() throws IOException {
    BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        grey.getRaster().setSample(x, y, 0, 60);
      }
    }
    Path file = folder.resolve("grey.jpg");
    ImageIO.write(grey, "jpg", file.toFile());
    assertThat(ImageFiles.read(file).rgba()[0]).isCloseTo(60 / 255f, within(1.5f / 255));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.jpg", "a.tif"})
  void truncatedFileIsNamed(String name) throws IOException {
    Path file = folder.resolve(name);
    ImageFiles.write(RandomImages.bytes(4, 40, 40, true), file);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {9, 30, whole.length / 2, whole.length - 40}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ImageFiles.read(file))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(ImageFileException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageContaining("truncated")
          .message()
          .doesNotContain("\n");
    }
  }

  /** Every field of a TIFF's directory claims to be huge, by its number of values or its value. */
  @Test
  void hostileTiffFieldsAreRefusedOrRead() throws IOException {
    Path file = folder.resolve("a.tif");
    ImageFiles.write(RandomImages.bytes(4, 40, 40, true), file);
    byte[] whole = Files.readAllBytes(file);
    ByteOrder order = whole[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    int directory = ByteBuffer.wrap(whole).order(order).getInt(4);
    int fields = ByteBuffer.wrap(whole).order(order).getShort(directory);
    assertThat(fields).isGreaterThan(8);
    for (int field = 0; field < fields; field++) {
      for (int at : new int[] {4, 8}) {
        for (int value : new int[] {0, 0x00FFFFFF, 0x7FFFFFFF, -1}) {
          byte[] hostile = whole.clone();
          ByteBuffer.wrap(hostile).order(order).putInt(directory + 2 + 12 * field + at, value);
          Files.write(file, hostile);
          try {
            ImageFiles.read(file);
          } catch (ImageFileException e) {
            assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("\n");
          }
        }
      }
    }
  }

  /** A JPEG of a few hundred bytes that claims 65500 x 2000 pixels; the memory is not taken. */
  @Test
  void aJpegThatIsLargerThanMemoryIsRefusedBeforeItIsDecoded() throws IOException {
    Path file = folder.resolve("a.jpg");
    ImageFiles.write(RandomImages.bytes(4, 8, 8, true), file);
    byte[] bytes = Files.readAllBytes(file);
    int frame = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\u00FF\u00C0");
    ByteBuffer.wrap(bytes).putShort(frame + 5, (short) 2000).putShort(frame + 7, (short) 65500);
    Files.write(file, bytes);
    assertThat(ImageFiles.header(file).width()).isEqualTo(65500);
    List<byte[]> held = new ArrayList<>();
    while (Heap.free() >= 65500L * 2000 * 19) {
      held.add(new byte[1 << 28]);
    }
    assertThatThrownBy(() -> ImageFiles.read(file))
        .isInstanceOf(ImageFileException.class)
        .hasMessageContaining("65500x2000 pixels take");
    Reference.reachabilityFence(held);
  }

  @Test
  void whatIsNotAnImageIsNamed() throws IOException {
    Path missing = folder.resolve("missing.png");
    assertThatThrownBy(() -> ImageFiles.read(missing))
        .isInstanceOf(ImageFileException.class)
        .hasMessage(missing + ": there is no such image; check the path");
    assertThatThrownBy(() -> ImageFiles.read(folder)).hasMessageContaining("folder");
    Path text = Files.writeString(folder.resolve("text.png"), "hello");
    assertThatThrownBy(() -> ImageFiles.read(text)).hasMessageContaining("not a PNG, JPEG or TIFF");
    Path empty = Files.write(folder.resolve("empty.png"), new byte[0]);
    assertThatThrownBy(() -> ImageFiles.header(empty)).isInstanceOf(ImageFileException.class);
  }

  @Test
  void whatCannotBeWrittenLeavesNothingBehind() throws IOException {
    Image transparent = RandomImages.bytes(5, 4, 4, false);
    assertThatThrownBy(() -> ImageFiles.write(transparent, folder.resolve("a.jpg")))
        .isInstanceOf(ImageFileException.class)
        .hasMessageContaining("transparency");
    assertThatThrownBy(() -> ImageFiles.write(transparent, folder.resolve("a.bmp")))
        .isInstanceOf(ImageFileException.class)
        .hasMessageContaining(".png");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  /** A PNG of one pixel, put together by hand. */
  private Path png(int bits, int colourType, byte[] row, byte[]... chunks) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(SIGNATURE);
    bytes.write(
        chunk(
            "IHDR", new byte[] {0, 0, 0, 1, 0, 0, 0, 1, (byte) bits, (byte) colourType, 0, 0, 0}));
    for (byte[] chunk : List.of(chunks)) {
      bytes.write(chunk);
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(row);
    }
    bytes.write(chunk("IDAT", packed.toByteArray()));
    bytes.write(chunk("IEND", new byte[0]));
    return Files.write(folder.resolve("hand-made.png"), bytes.toByteArray());
  }

  private static byte[] chunk(String type, byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    CRC32 checksum = new CRC32();
    checksum.update(type.getBytes(StandardCharsets.US_ASCII));
    checksum.update(data);
    out.writeInt(data.length);
    out.writeBytes(type);
    out.write(data);
    out.writeInt((int) checksum.getValue());
    return bytes.toByteArray();
  }

  /** A JPEG of four bands of one value each, with an Adobe marker of the given transform. */
  private Path fourInks(int transform, int... values) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
    for (int band = 0; band < 4; band++) {
      int[] samples = new int[256];
      Arrays.fill(samples, values[band]);
      raster.setSamples(0, 0, 16, 16, band, samples);
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(jpeg)) {
      writer.setOutput(out);
      writer.write(new IIOImage(raster, null, null));
    } finally {
      writer.dispose();
    }
    byte[] adobe = {
      -1, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform
    };
    byte[] plain = jpeg.toByteArray();
    ByteBuffer tagged = ByteBuffer.allocate(plain.length + adobe.length);
    tagged.put(plain, 0, 2).put(adobe).put(plain, 2, plain.length - 2);
    return Files.write(folder.resolve("inks.jpg"), tagged.array());
  }

  private static void assertColour(Image image, double red, double green, double blue) {
    float[] rgba = image.rgba();
    assertThat(rgba[0]).isCloseTo((float) red, within(0.02f));
    assertThat(rgba[1]).isCloseTo((float) green, within(0.02f));
    assertThat(rgba[2]).isCloseTo((float) blue, within(0.02f));
    assertThat(rgba[3]).isEqualTo(1);
  }

  @Test
  void jpegsOfFourInksAreRead() throws IOException {
    Path file = fourInks(0, 255, 102, 51, 204);
    assertThat(ImageFiles.header(file))
        .isEqualTo(new ImageFiles.Header(16, 16, false, Orientation.UPRIGHT));
    assertColour(ImageFiles.read(file), 0.8, 0.4 * 0.8, 0.2 * 0.8);
    // ink of the same colour as luma 0.299 0 + 0.587 153 + 0.114 204, and chroma
    assertColour(ImageFiles.read(fourInks(2, 113, 179, 47, 204)), 0.8, 0.4 * 0.8, 0.2 * 0.8);
  }

  @ParameterizedTest
  @CsvSource({
    "'\0\0\0\u0018ftypheic', HEIC, heif-convert",
    "'\0\0\0\u0018ftypmif1', HEIC, heif-convert",
    "'\0\0\0\u0018ftypavif', AVIF, magick",
    "'v/1\u0001....', EXR, sRGB",
    "'RIFF....WEBP', WEBP, dwebp",
    "'GIF89a', GIF, magick",
    "'BM......', BMP, magick"
  })
  void formatsThatAreNotReadAreNamedWithWhatConvertsThem(String head, String name, String command)
      throws IOException {
    Path file = folder.resolve("picture.jpg");
    Files.write(file, (head + "0123456789").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ImageFiles.header(file))
        .isInstanceOf(ImageFileException.class)
        .hasMessageContaining("a picture in " + name + " format; convert it")
        .hasMessageContaining(command);
  }

  @Test
  void filesThatAreThereByNameOnlyAreSaid() throws IOException {
    Path file = Files.write(folder.resolve("a.png"), new byte[0]);
    assertThatThrownBy(() -> ImageFiles.read(file)).hasMessageContaining("the file is empty");
    Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 9\n");
    assertThatThrownBy(() -> ImageFiles.read(file)).hasMessageContaining("git lfs pull");
  }
}
