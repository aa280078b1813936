package org.sceneremix.viewer.cli;

import java.util.List;
import java.util.stream.LongStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Seeds, in the order in which they were given.
 *
 * @param values at least one
 */
record Seeds(List<Long> values) {

  private static final int MOST_SEEDS = 1_000_000;

  Seeds {
    values = List.copyOf(values);
  }

  /** Reads seeds such as {@code 1-8,12}: numbers and ranges. */
  static final class Converter implements ITypeConverter<Seeds> {
    @Override
    public Seeds convert(String text) {
      LongStream.Builder seeds = LongStream.builder();
      long count = 0;
      for (String part : text.split(",", -1)) {
        // a minus that is not at the start stands between the two ends of a range
        int dash = part.indexOf('-', 1);
        long first = parse(dash < 0 ? part : part.substring(0, dash), text);
        long last = dash < 0 ? first : parse(part.substring(dash + 1), text);
        if (last < first) {
          throw new TypeConversionException("the range " + part + " runs backwards");
        }
        count += last - first + 1;
        if (count > MOST_SEEDS || last - first < 0) {
          throw new TypeConversionException(
              "'" + text + "' are more than " + MOST_SEEDS + " seeds; ask for fewer at a time");
        }
        LongStream.rangeClosed(first, last).forEach(seeds);
      }
      return new Seeds(seeds.build().boxed().toList());
    }

    private static long parse(String number, String text) {
      try {
        return Long.parseLong(number.strip());
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'" + text + "' is not a list of seeds; write it as 1-8,12");
      }
    }
  }
}
