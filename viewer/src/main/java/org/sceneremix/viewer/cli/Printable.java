package org.sceneremix.viewer.cli;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text as a terminal may get it. Names and descriptions from files of others can hold what would
 * command the terminal, or turn what it shows around.
 */
final class Printable {

  /** Controls but for the ends of lines and tabs, and marks of writing direction. */
  private static final Pattern COMMANDS =
      Pattern.compile("[\\p{Cc}\u202a-\u202e\u2066-\u2069&&[^\\n\\t]]");

  private Printable() {}

  /** The text with a question mark in place of each such character. */
  static String of(String text) {
    return COMMANDS.matcher(text).replaceAll("?");
  }

  /** JSON with such characters escaped; the others that need it are already. */
  static String json(String json) {
    return COMMANDS
        .matcher(json)
        .replaceAll(
            match -> String.format(Locale.ROOT, "\\\\u%04x", (int) match.group().charAt(0)));
  }
}
