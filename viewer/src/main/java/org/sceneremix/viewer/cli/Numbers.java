package org.sceneremix.viewer.cli;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers on the command line; picocli's own messages speak of Java types. */
final class Numbers {

  private Numbers() {}

  /** Lets a command and all of its verbs read numbers this way. */
  static void register(CommandLine commandLine) {
    commandLine.registerConverter(int.class, converter(Integer::valueOf, "a whole number"));
    commandLine.registerConverter(Integer.class, converter(Integer::valueOf, "a whole number"));
    commandLine.registerConverter(long.class, converter(Long::valueOf, "a whole number"));
    commandLine.registerConverter(Long.class, converter(Long::valueOf, "a whole number"));
    commandLine.registerConverter(double.class, converter(Double::valueOf, "a number"));
    commandLine.registerConverter(Double.class, converter(Double::valueOf, "a number"));
  }

  private static <N> ITypeConverter<N> converter(Function<String, N> parse, String kind) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is not " + kind + " that fits here");
      }
    };
  }
}
