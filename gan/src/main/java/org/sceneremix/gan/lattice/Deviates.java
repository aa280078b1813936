package org.sceneremix.gan.lattice;

/**
 * Noise as a pure function of a key, a voxel and a channel: independent standard normal deviates,
 * the same in whatever order they are asked for.
 */
public final class Deviates {

  /** Deviates of a voxel. */
  public static final int CHANNELS = 4;

  /** Factors of a voxel's coordinates before they are mixed in. */
  static final long ALONG_X = 0xD1B54A32D192ED03L;

  static final long ALONG_Y = 0xABC98388FB8FAC03L;
  static final long ALONG_Z = 0x8CB92BA72F3D8DD7L;

  /** Factors of {@link #mix}. */
  static final long MIX_1 = 0xBF58476D1CE4E5B9L;

  static final long MIX_2 = 0x94D049BB133111EBL;

  private Deviates() {}

  /** Adds {@code amplitude} times the deviates of a voxel to {@code out[offset ...]}. */
  public static void add(long key, int x, int y, int z, float amplitude, float[] out, int offset) {
    long voxel = mix(key ^ (x * ALONG_X));
    voxel = mix(voxel ^ (y * ALONG_Y));
    voxel = mix(voxel ^ (z * ALONG_Z));
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
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * MIX_1;
    z = (z ^ (z >>> 27)) * MIX_2;
    return z ^ (z >>> 31);
  }
}
