package org.sceneremix.gan.exemplar;

import java.util.Objects;
import java.util.Optional;
import org.sceneremix.gan.lattice.Preference;

/**
 * Constraints on a scene that is made consistent, beside those of the exemplar.
 *
 * @param border continuation of the scene beyond its ends
 * @param pinned voxels whose source is given, if there are any
 * @param preference columns of the exemplar that sites of the coarsest level would rather have
 */
public record Conditions(Border border, Optional<Pinned> pinned, Preference preference) {

  public Conditions {
    Objects.requireNonNull(border, "border");
    Objects.requireNonNull(pinned, "pinned");
    Objects.requireNonNull(preference, "preference");
  }

  /** Nothing but the ends. */
  public static Conditions of(Border border) {
    return new Conditions(border, Optional.empty(), Preference.NONE);
  }
}
