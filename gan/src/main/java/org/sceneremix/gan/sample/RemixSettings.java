package org.sceneremix.gan.sample;

import java.util.Objects;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;

/**
 * What a scene shall be like, whatever is in it.
 *
 * @param size voxels; they keep the edges of the reference's voxels, so the box grows with it
 * @param diversity factor on the latents above the coarsest stage; 1 as trained, 0 for none
 * @param periodicity whether its ends join
 */
public record RemixSettings(GridSize size, double diversity, Periodicity periodicity) {

  /**
   * @throws IllegalArgumentException if the diversity is negative or not finite
   */
  public RemixSettings {
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(periodicity, "periodicity");
    if (!(diversity >= 0) || Double.isInfinite(diversity)) {
      throw new IllegalArgumentException("the diversity must be 0 or more, not " + diversity);
    }
  }

  /** A scene of this size as the model was trained to make it. */
  public static RemixSettings ofSize(GridSize size) {
    return new RemixSettings(size, 1, Periodicity.NONE);
  }
}
