package org.sceneremix.scenes.check;

import java.util.List;
import java.util.Objects;

/**
 * Something that a check found.
 *
 * @param weight how bad it is
 * @param sentence what it is and what to do
 * @param pictures names of the views that it is about; none where it is about all of them
 */
public record Finding(Weight weight, String sentence, List<String> pictures) {

  /** Severity of a finding, gravest first. */
  public enum Weight {
    /** Nothing sensible can be fitted. */
    ERROR,
    /** A fit will be worse for it. */
    WARNING,
    /** Worth knowing. */
    NOTE
  }

  public Finding {
    Objects.requireNonNull(weight, "weight");
    Objects.requireNonNull(sentence, "sentence");
    pictures = List.copyOf(pictures);
  }
}
