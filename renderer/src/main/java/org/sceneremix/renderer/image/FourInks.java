package org.sceneremix.renderer.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * JPEGs of four inks, cyan, magenta, yellow and black, to RGB: {@code red = (1 - cyan) (1 - black)}
 * and so on. Like all programs that write such files, Adobe's store paper as 255; their marker says
 * whether the first three are kept as luma and chroma (YCCK).
 */
final class FourInks {

  static final int BANDS = 4;

  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int TRANSFORM = 11;
  private static final int YCCK = 2;

  private FourInks() {}

  /** Whether an Adobe marker (APP14) says luma and chroma. */
  static boolean isYcck(Path file) throws IOException {
    try (FileChannel content = FileChannel.open(file)) {
      OptionalLong adobe = JpegSegments.find(content, 0xEE, ADOBE);
      if (adobe.isEmpty()) {
        return false;
      }
      ByteBuffer transform = JpegSegments.bytes(content, adobe.getAsLong() + TRANSFORM, 1);
      return transform.hasRemaining() && transform.get(0) == YCCK;
    }
  }

  static Image image(Raster raster, boolean isYcck) {
    Image image = Image.transparent(raster.getWidth(), raster.getHeight());
    float[] row = new float[raster.getWidth() * BANDS];
    for (int y = 0; y < image.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int x = 0; x < image.width(); x++) {
        int i = x * BANDS;
        if (isYcck) {
          toInks(row, i);
        }
        int at = image.index(x, y);
        for (int c = 0; c < 3; c++) {
          image.rgba()[at + c] = row[i + c] * row[i + 3] / (255f * 255f);
        }
        image.rgba()[at + 3] = 1;
      }
    }
    return image;
  }

  /** Luma and chroma are of the amount of ink (ITU-R BT.601, full range, as in JFIF). */
  private static void toInks(float[] row, int i) {
    float luma = row[i];
    float blue = row[i + 1] - 128;
    float red = row[i + 2] - 128;
    row[i] = clamped(255 - luma - 1.402f * red);
    row[i + 1] = clamped(255 - luma + 0.344136f * blue + 0.714136f * red);
    row[i + 2] = clamped(255 - luma - 1.772f * blue);
  }

  private static float clamped(float value) {
    return Math.max(0, Math.min(255, value));
  }
}
