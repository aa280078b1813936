package org.sceneremix.renderer.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.commons.imaging.formats.png.PngImageParser;
import org.apache.commons.imaging.formats.png.PngImagingParameters;
import org.apache.commons.imaging.formats.tiff.TiffImageParser;
import org.apache.commons.imaging.formats.tiff.TiffImagingParameters;

/** Encodes images with 8 bits a channel: PNG and TIFF by Commons Imaging, JPEG by ImageIO. */
final class ImageEncoder {

  /** Visually lossless, about a fifth of the PNG. */
  private static final float JPEG_QUALITY = 0.95f;

  private ImageEncoder() {}

  static byte[] encode(Image image, ImageFormat format) throws IOException {
    boolean opaque = isOpaque(image);
    if (format == ImageFormat.JPEG && !opaque) {
      throw new IllegalArgumentException(
          "a JPEG cannot hold transparency; lay the image over a background first");
    }
    BufferedImage picture = toBufferedImage(image, opaque);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (format) {
      case PNG -> {
        PngImagingParameters parameters = new PngImagingParameters();
        parameters.setPredictorEnabled(true);
        new PngImageParser().writeImage(picture, out, parameters);
      }
      case TIFF -> new TiffImageParser().writeImage(picture, out, new TiffImagingParameters());
      case JPEG -> writeJpeg(picture, out);
    }
    return out.toByteArray();
  }

  static boolean isOpaque(Image image) {
    float[] rgba = image.rgba();
    for (int i = 3; i < rgba.length; i += Image.CHANNELS) {
      if (toByte(rgba[i]) != 255) {
        return false;
      }
    }
    return true;
  }

  private static void writeJpeg(BufferedImage picture, ByteArrayOutputStream bytes)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(JPEG_QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), parameters);
    } finally {
      writer.dispose();
    }
  }

  private static BufferedImage toBufferedImage(Image image, boolean opaque) {
    float[] rgba = image.rgba();
    int[] argb = new int[image.width() * image.height()];
    for (int p = 0; p < argb.length; p++) {
      argb[p] =
          toByte(rgba[4 * p + 3]) << 24
              | toByte(rgba[4 * p]) << 16
              | toByte(rgba[4 * p + 1]) << 8
              | toByte(rgba[4 * p + 2]);
    }
    BufferedImage picture =
        new BufferedImage(
            image.width(),
            image.height(),
            opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, image.width(), image.height(), argb, 0, image.width());
    return picture;
  }

  private static int toByte(float value) {
    return Math.round(255 * Math.max(0, Math.min(1, value)));
  }
}
