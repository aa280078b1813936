package org.sceneremix.volume.export;

import org.sceneremix.volume.VoxelGrid;

/**
 * A grid's field at its voxel centres, after the activation.
 *
 * @param densityScale extinction of stored density 1, per world unit
 */
public record ActivatedField(float densityScale) {

  /** Extinction per world unit where this density is stored. */
  public float extinction(float density) {
    return densityScale * Math.max(0, density);
  }

  /** Extinction of the voxel whose first value has this index. */
  public float extinction(float[] samples, int index) {
    return extinction(samples[index + VoxelGrid.DENSITY]);
  }

  /** Red, green or blue in [0, 1] where this value of it is stored. */
  public static float colour(float stored) {
    return Math.max(0, Math.min(1, 0.5f * (stored + 1)));
  }
}
