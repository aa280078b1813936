package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.sceneremix.renderer.image.Background;
import org.sceneremix.renderer.image.ImageFiles;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code white}, {@code black}, {@code transparent}, a colour such as {@code #ffcc00}, or the
 * name of a picture file.
 */
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
          yield picture(text);
        }
        int rgb = Integer.parseInt(name.substring(1), 16);
        yield Background.of((rgb >> 16 & 255) / 255f, (rgb >> 8 & 255) / 255f, (rgb & 255) / 255f);
      }
    };
  }

  private static Background picture(String file) {
    if (!file.contains(".")) {
      throw new TypeConversionException(
          "'"
              + file
              + "' is neither a colour nor a picture; give white, black, transparent, #rrggbb, or"
              + " an image file");
    }
    try {
      return Background.of(ImageFiles.read(Path.of(file)));
    } catch (IOException | InvalidPathException e) {
      throw new TypeConversionException(
          "the background cannot be read: " + ErrorSentences.sentence(e));
    }
  }
}
