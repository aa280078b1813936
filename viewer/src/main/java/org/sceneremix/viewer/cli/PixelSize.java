package org.sceneremix.viewer.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Size of a picture.
 *
 * @param width pixels
 * @param height pixels
 */
record PixelSize(int width, int height) {

  private static final int LONGEST_SIDE = 16384;

  PixelSize {
    if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE) {
      throw new IllegalArgumentException(
          "a picture's sides have 1 to " + LONGEST_SIDE + " pixels, not " + width + "x" + height);
    }
  }

  /** Reads {@code 640x480}, or {@code 400} for a square. */
  static final class Converter implements ITypeConverter<PixelSize> {

    @Override
    public PixelSize convert(String text) {
      String[] parts = text.split("x", -1);
      try {
        int width = Integer.parseInt(parts[0]);
        if (parts.length <= 2) {
          return new PixelSize(width, parts.length == 1 ? width : Integer.parseInt(parts[1]));
        }
      } catch (NumberFormatException e) {
        // falls through to the one message for all malformed sizes
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
      throw new TypeConversionException(
          "'" + text + "' is not a size in pixels; write it as 640x480, or as 400 for a square");
    }
  }
}
