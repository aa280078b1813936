package org.sceneremix.gan.sample;

import org.sceneremix.gan.compute.Deviates;
import org.sceneremix.volume.GridSize;

/**
 * Latents as a pure function of seed, stage, voxel and channel: independent deviates, and at the
 * coarsest stage {@link Pieces}.
 *
 * @param key mixed from the seed
 * @param coarsestOnly whether these are the latents of the reconstruction
 */
record SeededLatents(long key, boolean coarsestOnly) implements Latents {

  static final SeededLatents RECONSTRUCTION =
      new SeededLatents(Deviates.mix(0x7265636F6E737472L), true);

  static SeededLatents ofSeed(long seed) {
    return new SeededLatents(Deviates.mix(seed ^ 0x5DEECE66DL), false);
  }

  @Override
  public boolean present(int stage) {
    return stage == 0 || !coarsestOnly;
  }

  @Override
  public void addTo(
      StageLattice lattice, int x, int y, int z, float amplitude, float[] out, int offset) {
    Pieces pieces = lattice.pieces();
    if (pieces == null) {
      addIndependent(lattice.stage(), x, y, z, amplitude, out, offset);
    } else if (pieces.isOfScene()) {
      if (!coarsestOnly) {
        addIndependent(lattice.stage(), x, y, z, amplitude, out, offset);
      }
    } else if (coarsestOnly) {
      pieces.addReconstruction(x, y, z, amplitude, out, offset);
    } else {
      int column = pieces.column(key, lattice, x, y);
      int across = pieces.trained().nx();
      pieces.addReconstruction(column % across, column / across, z, amplitude, out, offset);
    }
  }

  @Override
  public void addLayout(
      StageLattice lattice, int x, int y, int z, float weight, float[] out, int offset) {
    lattice.pieces().addScene(layoutColumn(lattice, x, y), z, weight, out, offset);
  }

  /**
   * Which column of the reference the layout has at a column of a scene.
   *
   * @return {@code x + nx * y} of the reference
   */
  int layoutColumn(StageLattice lattice, int x, int y) {
    if (coarsestOnly) {
      GridSize n = lattice.pieces().trained();
      return Math.floorMod(x, n.nx()) + n.nx() * Math.floorMod(y, n.ny());
    }
    return lattice.pieces().column(key, lattice, x, y);
  }

  @Override
  public void addPlace(StageLattice lattice, int x, int y, int z, double weight, double[] place) {
    if (coarsestOnly) {
      place[0] += weight * (x + 0.5);
      place[1] += weight * (y + 0.5);
    } else {
      Warp warp = lattice.pieces().warp(key, lattice);
      place[0] += weight * warp.placeX(x, y);
      place[1] += weight * warp.placeY(x, y);
    }
  }

  /** None for the reconstruction: with it, stages learn to sharpen what the stages before made. */
  @Override
  public float layoutShare(StageLattice lattice, int x, int y, int z) {
    return coarsestOnly || lattice.pieces().isBroken(key, lattice, x, y) ? 0 : 1;
  }

  /** Adds deviates that have nothing to do with those of other voxels. */
  void addIndependent(int stage, int x, int y, int z, float amplitude, float[] out, int offset) {
    Deviates.add(noiseKey(stage), x, y, z, amplitude, out, offset);
  }

  /** Whose deviates a stage's are. */
  long noiseKey(int stage) {
    return key + 0x9E3779B97F4A7C15L * (stage + 1L);
  }

  /** Random bits for a place of a lattice. */
  static long mixed(long key, int i, int j) {
    return Deviates.mix(Deviates.mix(key + i * 0xD1B54A32D192ED03L) + j * 0xABC98388FB8FAC03L);
  }

  /** One of several numbers in [0, 1) that follow from random bits. */
  static double uniform(long bits, int which) {
    return (Deviates.mix(bits + which) >>> 11) * 0x1p-53;
  }
}
