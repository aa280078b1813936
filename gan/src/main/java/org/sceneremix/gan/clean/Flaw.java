package org.sceneremix.gan.clean;

import org.sceneremix.gan.sample.Window;

/**
 * A flaw of a scene.
 *
 * @param voxels that belong to it, in ascending order; not copied
 * @param box around them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Flaw(Kind kind, int[] voxels, Window box) {

  /** Kind of a flaw. */
  public enum Kind {
    /** Something that touches nothing, where the reference has no such thing. */
    FLOATER("floater"),

    /** A bit of one colour, far smaller than the reference's things and like none of them. */
    FRAGMENT("fragment"),

    /** A part of a thing of the reference. */
    HALF("half thing");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Its name. */
    public String word() {
      return word;
    }
  }
}
