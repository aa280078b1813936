package org.sceneremix.gan.sample;

import org.sceneremix.gan.net.Generator;

/**
 * Spatial latent noise: independent standard normal deviates as a pure function of seed, stage,
 * voxel and channel.
 *
 * <p>Because a deviate belongs to a voxel and not to a place in a stream, a larger remix continues
 * a smaller one of the same seed, and a tile sees the noise that the whole would.
 */
public final class Latents {

  /** Latents of a voxel. */
  public static final int CHANNELS = Generator.INPUT_CHANNELS - 1;

  private final long seed;
  private final boolean reconstruction;

  private Latents(long seed, boolean reconstruction) {
    this.seed = seed;
    this.reconstruction = reconstruction;
  }

  /** The latents of remix number {@code seed}. */
  public static Latents ofSeed(long seed) {
    return new Latents(mix(seed ^ 0x5DEECE66DL), false);
  }

  /**
   * The latents that a model learns to turn into its reference: fixed noise at the coarsest stage,
   * none above (Shaham et al. 2019, "SinGAN", section 3.2).
   */
  public static Latents ofReconstruction() {
    return new Latents(mix(0x7265636F6E737472L), true);
  }

  /** Whether there is any noise at this stage. */
  public boolean present(int stage) {
    return stage == 0 || !reconstruction;
  }

  /**
   * Adds {@code amplitude} times the {@value #CHANNELS} latents of a voxel to {@code out[offset
   * ...]}.
   *
   * @param stage 0 is the coarsest
   */
  public void addTo(int stage, int x, int y, int z, float amplitude, float[] out, int offset) {
    long key = seed + 0x9E3779B97F4A7C15L * (stage + 1L);
    key = mix(key ^ (x * 0xD1B54A32D192ED03L));
    key = mix(key ^ (y * 0xABC98388FB8FAC03L));
    key = mix(key ^ (z * 0x8CB92BA72F3D8DD7L));
    for (int pair = 0; pair < CHANNELS; pair += 2) {
      long bits = mix(key + pair);
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
