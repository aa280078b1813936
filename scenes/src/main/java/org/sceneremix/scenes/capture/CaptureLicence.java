package org.sceneremix.scenes.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The terms under which a capture may be used: the first line with words in its file {@code
 * LICENSE}, {@code LICENCE} or {@code COPYING}, of any case and with any of the endings of text.
 */
public final class CaptureLicence {

  private static final Pattern NAME = Pattern.compile("(licen[cs]e|copying)(\\.(txt|md|rst))?");
  private static final int LONGEST = 200;

  private CaptureLicence() {}

  /**
   * Reads the line; a file that cannot be read is none.
   *
   * @param place the capture's folder, or a file in it
   */
  public static Optional<String> line(Path place) {
    Path folder = Files.isDirectory(place) ? place : place.toAbsolutePath().getParent();
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> licences =
          files
              .filter(
                  file ->
                      NAME.matcher(file.getFileName().toString().toLowerCase(Locale.ROOT))
                          .matches())
              .sorted()
              .toList();
      for (Path file : licences) {
        Optional<String> line =
            ContentFile.text(file)
                .lines()
                .map(text -> text.replaceAll("^[#=*\\s-]+|[\\s#=*-]+$|\\p{Cntrl}", ""))
                .filter(text -> !text.isEmpty())
                .map(text -> text.substring(0, Math.min(LONGEST, text.length())))
                .findFirst();
        if (line.isPresent()) {
          return line;
        }
      }
    } catch (IOException e) {
      // as if it were not there: it is no part of the capture proper
    }
    return Optional.empty();
  }
}
