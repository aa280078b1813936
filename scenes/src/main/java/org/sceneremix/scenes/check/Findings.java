package org.sceneremix.scenes.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Findings of a check so far. */
final class Findings {

  private static final int NAMED = 4;

  private final List<Finding> findings = new ArrayList<>();

  /**
   * Some pictures, as words.
   *
   * @param words what is said of them, of which the first are
   * @param pictures their names
   */
  record Named(List<String> words, List<String> pictures) {
    @Override
    public String toString() {
      return String.join(", ", words.subList(0, Math.min(NAMED, words.size())))
          + (words.size() > NAMED ? " ..." : "");
    }
  }

  /**
   * Adds a sentence, formatted as by {@link String#format}, about the pictures that are {@link
   * Named} in it.
   */
  void add(Finding.Weight weight, String sentence, Object... values) {
    List<String> pictures =
        Arrays.stream(values)
            .filter(Named.class::isInstance)
            .flatMap(value -> ((Named) value).pictures().stream())
            .distinct()
            .toList();
    findings.add(new Finding(weight, String.format(Locale.ROOT, sentence, values), pictures));
  }

  /** The worst first. */
  List<Finding> sorted() {
    return findings.stream().sorted(Comparator.comparing(Finding::weight)).toList();
  }

  /** Pictures by their names. */
  static Named named(List<String> names) {
    return new Named(names, names);
  }
}
