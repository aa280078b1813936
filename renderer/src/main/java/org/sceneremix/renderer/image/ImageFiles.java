package org.sceneremix.renderer.image;

import java.io.IOException;
import java.nio.file.Path;
import org.sceneremix.volume.io.AtomicFile;

/**
 * Images as PNG, JPEG and TIFF files.
 *
 * <p>Values are taken as the file holds them, divided by the largest value of their type: no gamma,
 * colour profile or orientation tag is applied, because poses and photographs belong to the pixels
 * as they are; {@link Header#orientation} tells who needs to know. 8-bit, 16-bit and (TIFF) float
 * samples, grey or RGB, with or without alpha, and palettes are read; 8-bit samples are written.
 */
public final class ImageFiles {

  private ImageFiles() {}

  /**
   * Head of a file.
   *
   * @param width pixels
   * @param height pixels
   * @param hasAlpha whether the file can hold transparency
   * @param orientation what its EXIF tag says; {@link #read} does not apply it
   */
  public record Header(int width, int height, boolean hasAlpha, Orientation orientation) {}

  /**
   * Reads an image; the content, not the name, tells the format.
   *
   * @throws ImageFileException if the file is missing, not an image, truncated or of an unsupported
   *     kind
   */
  public static Image read(Path file) throws IOException {
    return new ImageDecoder(file).image();
  }

  /**
   * Reads size and kind only, without decoding the pixels.
   *
   * @throws ImageFileException as {@link #read}, as far as the head of the file shows it
   */
  public static Header header(Path file) throws IOException {
    return new ImageDecoder(file).header();
  }

  /**
   * Writes an image, 8 bits a channel, in the format that the name ends in; PNG and TIFF without
   * alpha if every pixel is opaque. Missing folders are made; a file of that name is replaced only
   * when the new one is complete.
   *
   * @throws ImageFileException if the name has another ending, or a JPEG would have to hold
   *     transparency
   */
  public static void write(Image image, Path file) throws IOException {
    ImageFormat format =
        ImageFormat.ofName(file.getFileName().toString())
            .orElseThrow(
                () ->
                    new ImageFileException(
                        file, "cannot tell the image format; end the name in .png, .jpg or .tif"));
    if (format == ImageFormat.JPEG && !ImageEncoder.isOpaque(image)) {
      throw new ImageFileException(
          file, "a JPEG cannot hold transparency; write a PNG or choose a background");
    }
    byte[] bytes = encode(image, format);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /**
   * The bytes of an image file, 8 bits a channel.
   *
   * @throws IllegalArgumentException if a JPEG would have to hold transparency
   */
  public static byte[] encode(Image image, ImageFormat format) throws IOException {
    return ImageEncoder.encode(image, format);
  }
}
