package org.sceneremix.viewer.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What lies behind the scene in a picture.
 *
 * @param red in [0, 1], display-encoded
 * @param green in [0, 1], display-encoded
 * @param blue in [0, 1], display-encoded
 * @param transparent whether nothing does, and the picture keeps its alpha; the colour is then
 *     unused
 */
record Background(float red, float green, float blue, boolean transparent) {

  static final Background WHITE = new Background(1, 1, 1, false);
  static final Background BLACK = new Background(0, 0, 0, false);
  static final Background TRANSPARENT = new Background(0, 0, 0, true);

  /**
   * Reads {@code white}, {@code black}, {@code transparent}, or a colour such as {@code #ffcc00}.
   */
  static final class Converter implements ITypeConverter<Background> {

    @Override
    public Background convert(String text) {
      String name = text.toLowerCase(Locale.ROOT);
      return switch (name) {
        case "white" -> WHITE;
        case "black" -> BLACK;
        case "transparent" -> TRANSPARENT;
        default -> {
          if (!name.matches("#[0-9a-f]{6}")) {
            throw new TypeConversionException(
                "'" + text + "' is not a colour; give white, black, transparent, or #rrggbb");
          }
          int rgb = Integer.parseInt(name.substring(1), 16);
          yield new Background(
              (rgb >> 16 & 255) / 255f, (rgb >> 8 & 255) / 255f, (rgb & 255) / 255f, false);
        }
      };
    }
  }
}
