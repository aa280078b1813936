package org.sceneremix.gan.train;

import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.StageLattice;
import org.sceneremix.gan.sample.Window;
import org.sceneremix.gan.sample.Windows;
import org.sceneremix.volume.GridSize;

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
   * Reads a window.
   *
   * @param size voxels of the scene
   * @param wanted receives its values, {@code [z][y][x][4]}
   * @param share receives for every voxel 1 where it lies inside a piece, else 0
   */
  void read(Window window, GridSize size, float[] wanted, float[] share) {
    Windows.read(values, size, window, wanted, 0);
    for (int voxel = 0; voxel < share.length; voxel++) {
      int x = window.x0() + voxel % window.size().nx();
      int y = window.y0() + voxel / window.size().nx() % window.size().ny();
      int z = window.z0() + voxel / (window.size().nx() * window.size().ny());
      boolean inside =
          x >= 0 && x < size.nx() && y >= 0 && y < size.ny() && z >= 0 && z < size.nz();
      share[voxel] = inside && known[x + size.nx() * y] ? 1 : 0;
    }
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
