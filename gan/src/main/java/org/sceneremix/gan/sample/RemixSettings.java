package org.sceneremix.gan.sample;

import java.util.Objects;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;

/**
 * Settings of a scene, whatever is in it.
 *
 * @param size voxels as large as those of the finest level that was trained; they keep the edges of
 *     the reference's voxels, so the box grows with the size
 * @param resolution voxels along the longest side of the reference that scenes are copied from in
 *     the end; 0 for the finest level that was trained
 * @param diversity from 0, the latents of the reference, to 1, latents of their own
 * @param fidelity from 0, small pieces of the exemplar, to 1, large ones
 * @param density from -1, as little as the exemplar has anywhere, over 0, as much as it has, to 1,
 *     as much as it has anywhere
 * @param periodicity whether its ends join
 */
public record RemixSettings(
    GridSize size,
    int resolution,
    double diversity,
    double fidelity,
    double density,
    Periodicity periodicity) {

  /** Fidelity of a model that has none of its own, and the largest that is taken unasked. */
  public static final double DEFAULT_FIDELITY = 0.375;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public RemixSettings {
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(periodicity, "periodicity");
    requireShare("diversity", diversity);
    requireShare("fidelity", fidelity);
    requireDensity(density);
    if (resolution < 0) {
      throw new IllegalArgumentException("a resolution is positive, not " + resolution);
    }
  }

  /**
   * Checks a number.
   *
   * @throws IllegalArgumentException if it does not lie between 0 and 1
   */
  public static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("the " + name + " lies between 0 and 1, not at " + value);
    }
  }

  /**
   * Checks a density.
   *
   * @throws IllegalArgumentException if it does not lie between -1 and 1
   */
  public static void requireDensity(double value) {
    if (!(value >= -1 && value <= 1)) {
      throw new IllegalArgumentException("the density lies between -1 and 1, not at " + value);
    }
  }

  /**
   * A scene of this size as the model was trained to make it, at the resolution of the training.
   */
  public static RemixSettings ofSize(GridSize size) {
    return new RemixSettings(size, 0, 1, DEFAULT_FIDELITY, 0, Periodicity.NONE);
  }

  /** These settings with another fidelity. */
  public RemixSettings withFidelity(double newFidelity) {
    return new RemixSettings(size, resolution, diversity, newFidelity, density, periodicity);
  }

  /** These settings with another resolution. */
  public RemixSettings withResolution(int newResolution) {
    return new RemixSettings(size, newResolution, diversity, fidelity, density, periodicity);
  }
}
