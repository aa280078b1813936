package org.sceneremix.gan.train;

import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.StageLattice;

/** What a remix is to look like inside its pieces: the reference, moved as they are. */
final class PieceTarget {

  private final float[] values;
  private final boolean[] known;

  private PieceTarget(float[] values, boolean[] known) {
    this.values = values;
    this.known = known;
  }

  /** Whether column {@code x + nx * y} lies inside a piece. */
  boolean isKnown(int column) {
    return known[column];
  }

  /** A value of the scene, {@code [z][y][x][4]} of the size of the reference. */
  float value(int index) {
    return values[index];
  }

  /**
   * @param lattice of a stage with a layout
   * @param latents of the remix
   */
  static PieceTarget of(StageLattice lattice, Latents latents) {
    int nx = lattice.size().nx();
    boolean[] known = new boolean[nx * lattice.size().ny()];
    for (int column = 0; column < known.length; column++) {
      known[column] = latents.layoutShare(lattice, column % nx, column / nx, 0) == 1;
    }
    return new PieceTarget(CascadeStage.layout(latents, lattice), known);
  }
}
