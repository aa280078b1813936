package org.sceneremix.gan.sample;

import java.util.Objects;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;

/**
 * The voxels that latents are wanted for.
 *
 * @param stage 0 is the coarsest
 * @param size voxels of the scene that is generated, at this stage
 * @param coarsest voxels of that scene at the coarsest stage
 * @param periodicity what is beyond its ends
 * @param pieces what the stage begins with, or null
 */
public record StageLattice(
    int stage, GridSize size, GridSize coarsest, Periodicity periodicity, Pieces pieces) {

  public StageLattice {
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(coarsest, "coarsest");
    Objects.requireNonNull(periodicity, "periodicity");
  }

  /** Independent deviates for a scene with ends. */
  static StageLattice independent(int stage, GridSize size) {
    return new StageLattice(stage, size, size, Periodicity.NONE, null);
  }

  /** The same scene at the coarsest stage. */
  StageLattice ofCoarsest(Pieces coarsestPieces) {
    return new StageLattice(0, coarsest, coarsest, periodicity, coarsestPieces);
  }
}
