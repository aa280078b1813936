package org.sceneremix.viewer.cli;

import java.util.stream.LongStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads seeds such as {@code 1-8,12}: numbers and ranges, in the order given. */
final class SeedListConverter implements ITypeConverter<long[]> {

  private static final int MOST_SEEDS = 1_000_000;

  @Override
  public long[] convert(String text) {
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
    return seeds.build().toArray();
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
