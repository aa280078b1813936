package org.sceneremix.viewer.report;

import java.util.Base64;

/**
 * A picture with its caption, as a report shows it.
 *
 * @param source the picture itself as a {@code data:} address
 * @param caption what it shows; also what is read out where pictures are not seen
 */
public record Figure(String source, String caption) {

  /** A figure that holds a PNG file's bytes. */
  public static Figure png(byte[] file, String caption) {
    return new Figure(dataAddress("image/png", file), caption);
  }

  /** A figure that holds a GIF file's bytes. */
  public static Figure gif(byte[] file, String caption) {
    return new Figure(dataAddress("image/gif", file), caption);
  }

  private static String dataAddress(String mediaType, byte[] file) {
    return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(file);
  }
}
