package org.sceneremix.gan.sample;

import java.util.Arrays;
import java.util.Locale;

/** What a remix begins with. */
public enum LayoutKind {

  /** Pieces, unless they would tear what is large in the scene; then it is bent. */
  AUTO,

  /** Pieces of the reference, laid out anew. */
  PIECES,

  /** The whole reference, bent. */
  WARP;

  /**
   * The kind of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static LayoutKind of(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("layouts are auto, pieces or warp, not " + name));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
