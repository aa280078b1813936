package org.sceneremix.gan.exemplar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Orientations in which pieces of an exemplar may be used. All leave heights as they are: turns by
 * 90 degrees about z and mirrors are exact on a lattice, and nothing else is.
 */
public enum Symmetry {
  /** As it is. */
  NONE(1, false),
  /** Turned about z by 0, 90, 180 and 270 degrees. */
  ROTATIONS(4, false),
  /** Turned, and mirrored and turned: for scenes without handedness, such as writing. */
  ALL(4, true);

  @SuppressWarnings("ImmutableEnumChecker") // a copy that cannot be changed
  private final List<Orientation> orientations;

  Symmetry(int quarterTurns, boolean mirrored) {
    List<Orientation> all = new ArrayList<>();
    for (int mirror = 0; mirror <= (mirrored ? 1 : 0); mirror++) {
      for (int turns = 0; turns < quarterTurns; turns++) {
        all.add(new Orientation(turns, mirror == 1));
      }
    }
    this.orientations = List.copyOf(all);
  }

  /** Number of orientations, the exemplar's own first: 1, 4 or 8. */
  public int count() {
    return orientations.size();
  }

  /** Its name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<Orientation> orientations() {
    return orientations;
  }
}
