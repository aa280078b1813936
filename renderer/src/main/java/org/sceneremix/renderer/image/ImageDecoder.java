package org.sceneremix.renderer.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.sceneremix.volume.io.Heap;
import org.sceneremix.volume.io.PlaceholderFile;

/**
 * Decodes one image file.
 *
 * <p>All formats are read by ImageIO, and from the raster, which holds the file's own values.
 * Commons Imaging is not used here: it applies the gamma chunk that many PNG files carry (stored
 * 100 becomes 33 under the common gAMA 0.45455), cuts 16-bit samples to 8 bits, and decodes JPEGs
 * with restart markers to garbage without an exception.
 */
final class ImageDecoder {

  /** Words of libjpeg's warnings about missing data. */
  private static final Pattern TRUNCATION =
      Pattern.compile("truncated file|premature end", Pattern.CASE_INSENSITIVE);

  private final Path file;

  /** Whether the JPEG decoder ran out of data, which it makes up for with grey. */
  private boolean endedEarly;

  ImageDecoder(Path file) {
    this.file = file;
  }

  ImageFiles.Header header() throws ImageFileException {
    return decode(
        (reader, format) -> {
          boolean hasAlpha =
              !hasFourInks(reader, format) && type(reader).getColorModel().hasAlpha();
          return new ImageFiles.Header(
              reader.getWidth(0), reader.getHeight(0), hasAlpha, OrientationTag.read(file, format));
        });
  }

  Image image() throws ImageFileException {
    Image image = decode(this::image);
    if (endedEarly) {
      throw new ImageFileException(file, "the image is truncated; copy or export it again");
    }
    return image;
  }

  private Image image(ImageReader reader, ImageFormat format) throws IOException {
    if (hasFourInks(reader, format)) {
      requireMemory(reader, FourInks.BANDS * Byte.SIZE);
      return FourInks.image(reader.readRaster(0, null), FourInks.isYcck(file));
    }
    int bits = 0;
    for (int sample : type(reader).getSampleModel().getSampleSize()) {
      bits += sample;
    }
    requireMemory(reader, bits);
    BufferedImage picture = reader.read(0);
    return picture.getColorModel() instanceof IndexColorModel palette
        ? fromPalette(picture.getRaster(), palette)
        : fromSamples(picture);
  }

  /** ImageIO has no colour model for JPEGs of cyan, magenta, yellow and black. */
  private static boolean hasFourInks(ImageReader reader, ImageFormat format) throws IOException {
    return format == ImageFormat.JPEG
        && reader.getWidth(0) > 0
        && reader.getRawImageType(0) == null;
  }

  private static ImageTypeSpecifier type(ImageReader reader) throws IOException {
    ImageTypeSpecifier type = reader.getRawImageType(0);
    if (type == null) {
      throw new IOException("its colours are unknown");
    }
    return type;
  }

  /** A few bytes of file may announce a picture of any size. */
  private void requireMemory(ImageReader reader, int bits) throws IOException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    long needed = pixels * (bits / Byte.SIZE + (long) Image.CHANNELS * Float.BYTES);
    if (pixels > Image.MOST_PIXELS || needed > Heap.free()) {
      throw new ImageFileException(
          file,
          "the image is too large ("
              + reader.getWidth(0)
              + "x"
              + reader.getHeight(0)
              + " pixels take "
              + (needed >> 20)
              + " MiB where "
              + (Heap.free() >> 20)
              + " are free); scale it down");
    }
  }

  /** Asks a reader of the file's format something. */
  private interface Question<T> {
    T ask(ImageReader reader, ImageFormat format) throws IOException;
  }

  private <T> T decode(Question<T> question) throws ImageFileException {
    if (Files.isDirectory(file)) {
      throw new ImageFileException(file, "this is a folder; give an image file");
    }
    if (!Files.exists(file)) {
      throw new ImageFileException(file, "there is no such image; check the path");
    }
    if (!Files.isRegularFile(file)) {
      throw new ImageFileException(file, "this is no regular file; give an image file");
    }
    try (InputStream content = new BufferedInputStream(Files.newInputStream(file));
        ImageInputStream stream = new MemoryCacheImageInputStream(content)) {
      content.mark(ImageFormat.MAGIC_LENGTH);
      ImageFormat format = format(content.readNBytes(ImageFormat.MAGIC_LENGTH));
      content.reset();
      return decode(question, format, stream);
    } catch (ImageFileException e) {
      throw e;
    } catch (IOException e) {
      throw new ImageFileException(file, "cannot be read; check its permissions", e);
    }
  }

  private ImageFormat format(byte[] head) throws IOException {
    Optional<ImageFormat> format = ImageFormat.ofContent(head);
    if (format.isEmpty()) {
      String problem =
          PlaceholderFile.problem(file)
              .or(() -> ForeignFormat.ofContent(head).map(ForeignFormat::sentence))
              .orElse("this is not a PNG, JPEG or TIFF image; convert it to one of these");
      throw new ImageFileException(file, problem);
    }
    return format.get();
  }

  private <T> T decode(Question<T> question, ImageFormat format, ImageInputStream stream)
      throws ImageFileException {
    ImageReader reader =
        ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT)).next();
    try {
      reader.addIIOReadWarningListener(
          (source, warning) -> endedEarly |= TRUNCATION.matcher(warning).find());
      reader.setInput(stream, true, true);
      return question.ask(reader, format);
    } catch (ImageFileException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Readers throw whatever a broken length or offset leads them to.
      throw new ImageFileException(
          file,
          "the image is damaged, truncated or of an unsupported kind ("
              + oneLine(e)
              + "); export it again as 8-bit or 16-bit RGB",
          e);
    } catch (OutOfMemoryError e) {
      // readers make arrays as large as a file announces
      throw new ImageFileException(
          file, "the image announces more data than memory holds; export it again", e);
    } finally {
      reader.dispose();
    }
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("");
  }

  private static Image fromPalette(Raster raster, IndexColorModel palette) {
    Image image = Image.transparent(raster.getWidth(), raster.getHeight());
    int[] row = new int[raster.getWidth()];
    for (int y = 0; y < image.height(); y++) {
      raster.getSamples(0, y, row.length, 1, 0, row);
      for (int x = 0; x < row.length; x++) {
        int argb = palette.getRGB(row[x]);
        set(
            image,
            image.index(x, y),
            (argb >> 16 & 255) / 255f,
            (argb >> 8 & 255) / 255f,
            (argb & 255) / 255f,
            (argb >>> 24) / 255f);
      }
    }
    return image;
  }

  private Image fromSamples(BufferedImage picture) throws ImageFileException {
    ColorModel model = picture.getColorModel();
    int colourBands = model.getNumColorComponents();
    int space = model.getColorSpace().getType();
    if (!(space == ColorSpace.TYPE_RGB && colourBands == 3)
        && !(space == ColorSpace.TYPE_GRAY && colourBands == 1)) {
      throw new ImageFileException(
          file, "its colours are neither RGB nor grey; convert the image to RGB");
    }
    Raster raster = picture.getRaster();
    int bands = raster.getNumBands();
    float largest = largestValue(raster);
    Image image = Image.transparent(raster.getWidth(), raster.getHeight());
    float[] row = new float[raster.getWidth() * bands];
    for (int y = 0; y < image.height(); y++) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      for (int x = 0; x < image.width(); x++) {
        int i = x * bands;
        float alpha = model.hasAlpha() ? row[i + bands - 1] / largest : 1f;
        float scale = largest;
        if (model.isAlphaPremultiplied() && alpha > 0) {
          scale *= alpha;
        }
        float red = row[i] / scale;
        float green = colourBands == 3 ? row[i + 1] / scale : red;
        float blue = colourBands == 3 ? row[i + 2] / scale : red;
        set(image, image.index(x, y), red, green, blue, alpha);
      }
    }
    return image;
  }

  /** Value that stands for 1. */
  private static float largestValue(Raster raster) {
    int type = raster.getTransferType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
      return 1f;
    }
    return (1L << raster.getSampleModel().getSampleSize(0)) - 1;
  }

  private static void set(Image image, int i, float red, float green, float blue, float alpha) {
    image.rgba()[i] = red;
    image.rgba()[i + 1] = green;
    image.rgba()[i + 2] = blue;
    image.rgba()[i + 3] = alpha;
  }
}
