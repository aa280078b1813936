package org.sceneremix.gan.sample;

import org.sceneremix.volume.GridSize;

/**
 * Latents as a pure function of seed, stage, voxel and channel.
 *
 * @param key mixed from the seed
 * @param coarsestOnly whether there is no noise above the coarsest stage
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
      int stage, GridSize size, int x, int y, int z, float amplitude, float[] out, int offset) {
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

  /** Finaliser of SplitMix64 (Steele et al. 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
