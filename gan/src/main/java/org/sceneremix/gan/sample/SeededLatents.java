package org.sceneremix.gan.sample;

import org.sceneremix.volume.GridSize;

/**
 * Latents as a pure function of seed, stage, voxel and channel: independent deviates, and at the
 * coarsest stage {@link Pieces}.
 *
 * @param key mixed from the seed
 * @param coarsestOnly whether these are the latents of the reconstruction
 */
record SeededLatents(long key, boolean coarsestOnly) implements Latents {

  static final SeededLatents RECONSTRUCTION = new SeededLatents(mix(0x7265636F6E737472L), true);

  static SeededLatents ofSeed(long seed) {
    return new SeededLatents(mix(seed ^ 0x5DEECE66DL), false);
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
    Pieces pieces = lattice.pieces();
    int column;
    if (coarsestOnly) {
      GridSize n = pieces.trained();
      column = Math.floorMod(x, n.nx()) + n.nx() * Math.floorMod(y, n.ny());
    } else {
      column = pieces.column(key, lattice, x, y);
    }
    pieces.addScene(column, z, weight, out, offset);
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
    long voxel = key + 0x9E3779B97F4A7C15L * (stage + 1L);
    voxel = mix(voxel ^ (x * 0xD1B54A32D192ED03L));
    voxel = mix(voxel ^ (y * 0xABC98388FB8FAC03L));
    voxel = mix(voxel ^ (z * 0x8CB92BA72F3D8DD7L));
    for (int pair = 0; pair < CHANNELS; pair += 2) {
      long bits = mix(voxel + pair);
      // Box and Muller 1958; the first uniform lies in (0, 1]
      double u = ((bits >>> 40) + 1) * 0x1p-24;
      double angle = (bits & 0xFFFFFFL) * (2 * Math.PI * 0x1p-24);
      double radius = amplitude * Math.sqrt(-2 * StrictMath.log(u));
      out[offset + pair] += (float) (radius * StrictMath.cos(angle));
      out[offset + pair + 1] += (float) (radius * StrictMath.sin(angle));
    }
  }

  /** Random bits for a place of a lattice. */
  static long mixed(long key, int i, int j) {
    return mix(mix(key + i * 0xD1B54A32D192ED03L) + j * 0xABC98388FB8FAC03L);
  }

  /** One of several numbers in [0, 1) that follow from random bits. */
  static double uniform(long bits, int which) {
    return (mix(bits + which) >>> 11) * 0x1p-53;
  }

  /** Finaliser of SplitMix64 (Steele et al. 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
