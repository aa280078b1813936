package org.sceneremix.scenes.synth;

/**
 * Value noise: random values in [0, 1) at the points of the integer lattice, smoothly interpolated
 * in between. The same seed gives the same function.
 */
final class ValueNoise {

  private final long seed;

  ValueNoise(long seed) {
    this.seed = seed;
  }

  double at(double x, double y, double z) {
    long i = (long) Math.floor(x);
    long j = (long) Math.floor(y);
    long k = (long) Math.floor(z);
    double u = smooth(x - i);
    double v = smooth(y - j);
    double w = smooth(z - k);
    double value = 0;
    for (int corner = 0; corner < 8; corner++) {
      int di = corner & 1;
      int dj = corner >> 1 & 1;
      int dk = corner >> 2;
      value +=
          (di == 1 ? u : 1 - u)
              * (dj == 1 ? v : 1 - v)
              * (dk == 1 ? w : 1 - w)
              * lattice(i + di, j + dj, k + dk);
    }
    return value;
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  /** The finaliser of SplitMix64 over the mixed coordinates. */
  private double lattice(long i, long j, long k) {
    long h = seed + i * 0x9E3779B97F4A7C15L + j * 0xC2B2AE3D27D4EB4FL + k * 0x165667B19E3779F9L;
    h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    return ((h ^ (h >>> 31)) >>> 11) * 0x1p-53;
  }
}
