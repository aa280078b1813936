package org.sceneremix.renderer.trace;

/**
 * Settings of a ray's sampling.
 *
 * @param step distance between samples, in units of the grid's shortest voxel edge
 * @param jitterSeed 0: samples at the middle of their intervals; otherwise the samples of each ray
 *     are shifted together by a fraction of a step that is a function of this seed and the ray's
 *     index (stratified over rays, reproducible)
 * @param minTransmittance a ray ends where its transmittance falls below this: an error of at most
 *     this in colour and opacity; 0 follows every ray to its end
 */
public record TraceSettings(double step, long jitterSeed, double minTransmittance) {

  /** Half a voxel a step, no jitter, rays end at transmittance 1e-4. */
  public static final TraceSettings DEFAULT = new TraceSettings(0.5, 0, 1e-4);

  /**
   * @throws IllegalArgumentException if the step is not positive or the transmittance not in [0, 1)
   */
  public TraceSettings {
    if (!(step > 0) || Double.isInfinite(step)) {
      throw new IllegalArgumentException("the step must be positive, not " + step);
    }
    if (!(minTransmittance >= 0 && minTransmittance < 1)) {
      throw new IllegalArgumentException(
          "the least transmittance lies in [0, 1), not at " + minTransmittance);
    }
  }

  public TraceSettings withStep(double newStep) {
    return new TraceSettings(newStep, jitterSeed, minTransmittance);
  }

  public TraceSettings withJitterSeed(long seed) {
    return new TraceSettings(step, seed, minTransmittance);
  }

  /**
   * Place of every sample of a ray in its interval: 0.5 without jitter, else a number in [0, 1)
   * that looks random (SplitMix64 of Steele et al. 2014 on seed and index). Every tracer uses this
   * one, so that they sample the same points.
   *
   * @param ray index of the ray in its batch
   */
  public double sampleOffset(int ray) {
    if (jitterSeed == 0) {
      return 0.5;
    }
    return (mix(mix(jitterSeed) + ray) >>> 11) * 0x1p-53;
  }

  private static long mix(long state) {
    long z = state + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
