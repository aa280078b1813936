package org.sceneremix.renderer.trace;

/**
 * How a ray is sampled.
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
}
