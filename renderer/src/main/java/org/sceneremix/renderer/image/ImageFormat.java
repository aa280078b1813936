package org.sceneremix.renderer.image;

import java.util.Locale;
import java.util.Optional;

/** The file formats of still pictures. */
public enum ImageFormat {
  PNG,
  JPEG,
  TIFF;

  /** As many first bytes of a file as formats are told by. */
  static final int MAGIC_LENGTH = 12;

  /** Format that the ending of a file name says: png, jpg, jpeg, tif or tiff in any case. */
  public static Optional<ImageFormat> ofName(String fileName) {
    String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (ending) {
      case "png" -> Optional.of(PNG);
      case "jpg", "jpeg" -> Optional.of(JPEG);
      case "tif", "tiff" -> Optional.of(TIFF);
      default -> Optional.empty();
    };
  }

  /** Format that the first bytes of a file say, which count for more than its name. */
  static Optional<ImageFormat> ofContent(byte[] bytes) {
    if (startsWith(bytes, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
      return Optional.of(PNG);
    }
    if (startsWith(bytes, 0xff, 0xd8, 0xff)) {
      return Optional.of(JPEG);
    }
    if (startsWith(bytes, 'I', 'I', 42, 0) || startsWith(bytes, 'M', 'M', 0, 42)) {
      return Optional.of(TIFF);
    }
    return Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 255) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
