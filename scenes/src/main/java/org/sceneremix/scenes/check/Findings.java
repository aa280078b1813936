package org.sceneremix.scenes.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a check has found so far. */
final class Findings {

  private static final int NAMED = 4;

  private final List<Finding> findings = new ArrayList<>();

  /** Adds a sentence, formatted as by {@link String#format}. */
  void add(Finding.Weight weight, String sentence, Object... values) {
    findings.add(new Finding(weight, String.format(Locale.ROOT, sentence, values)));
  }

  /** The worst first. */
  List<Finding> sorted() {
    return findings.stream().sorted(Comparator.comparing(Finding::weight)).toList();
  }

  /** The first of some names, as words. */
  static String named(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
        + (names.size() > NAMED ? " ..." : "");
  }
}
