package org.sceneremix.viewer.cli;

import java.util.Locale;
import org.sceneremix.viewer.picture.Background;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code white}, {@code black}, {@code transparent}, or a colour such as {@code #ffcc00}. */
final class BackgroundConverter implements ITypeConverter<Background> {

  @Override
  public Background convert(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "white" -> Background.WHITE;
      case "black" -> Background.BLACK;
      case "transparent" -> Background.TRANSPARENT;
      default -> {
        if (!name.matches("#[0-9a-f]{6}")) {
          throw new TypeConversionException(
              "'" + text + "' is not a colour; give white, black, transparent, or #rrggbb");
        }
        int rgb = Integer.parseInt(name.substring(1), 16);
        yield Background.of((rgb >> 16 & 255) / 255f, (rgb >> 8 & 255) / 255f, (rgb & 255) / 255f);
      }
    };
  }
}
