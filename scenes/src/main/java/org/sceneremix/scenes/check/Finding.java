package org.sceneremix.scenes.check;

import java.util.Objects;

/**
 * Something that a check found.
 *
 * @param weight how bad it is
 * @param sentence what it is and what to do
 */
public record Finding(Weight weight, String sentence) {

  /** How bad something is. */
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
  }
}
