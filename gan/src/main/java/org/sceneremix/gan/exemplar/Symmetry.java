package org.sceneremix.gan.exemplar;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Orientations in which pieces of an exemplar may be used. All leave heights as they are: turns by
 * 90 degrees about z and mirrors are exact on a lattice, and nothing else is.
 */
public enum Symmetry {
  /** As it is. */
  NONE(1),
  /** Turned about z by 0, 90, 180 and 270 degrees. */
  ROTATIONS(4),
  /** Turned, and mirrored and turned: where nothing, such as writing, tells left from right. */
  ALL(8);

  private final int count;

  Symmetry(int count) {
    this.count = count;
  }

  /** Number of orientations, the exemplar's own first: 1, 4 or 8. */
  public int count() {
    return count;
  }

  List<Orientation> orientations() {
    return IntStream.range(0, count).mapToObj(i -> new Orientation(i % 4, i >= 4)).toList();
  }

  /** Its name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
