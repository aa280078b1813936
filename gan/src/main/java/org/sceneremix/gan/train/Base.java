package org.sceneremix.gan.train;

import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.StageLattice;

/** What a remix is refined from. */
final class Base {

  private final float[] values;
  private final PieceTarget target;
  private final Latents latents;

  /**
   * @param values {@code [z][y][x][4]}; null at a coarsest stage without a layout
   * @param target what it is to become where that is known; null where it is not
   * @param latents whose layout lies in it
   */
  Base(float[] values, PieceTarget target, Latents latents) {
    this.values = values;
    this.target = target;
    this.latents = latents;
  }

  float[] values() {
    return values;
  }

  PieceTarget target() {
    return target;
  }

  /** Whose layout lies in it: what the layout leaves to the networks follows from these. */
  Latents latents() {
    return latents;
  }

  /**
   * That of the coarsest stage.
   *
   * @param lattice of the stage
   */
  static Base ofCoarsest(CascadeStage stage, StageLattice lattice, Latents latents) {
    return stage.hasLayout()
        ? new Base(CascadeStage.layout(latents, lattice), PieceTarget.of(lattice, latents), latents)
        : new Base(null, null, latents);
  }

  /**
   * That of a finer stage.
   *
   * @param lattice of the stage
   */
  static Base of(EarlierStages earlier, CascadeStage stage, StageLattice lattice, Latents latents) {
    float[] values = earlier.refined(latents);
    if (!stage.hasLayout()) {
      return new Base(values, null, latents);
    }
    CascadeStage.layOver(values, latents, lattice);
    return new Base(values, PieceTarget.of(lattice, latents), latents);
  }
}
