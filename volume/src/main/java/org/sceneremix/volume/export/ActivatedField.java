package org.sceneremix.volume.export;

import org.sceneremix.volume.VoxelGrid;

/** A grid's field at its voxel centres, after the activation. */
final class ActivatedField {

  private final float[] data;
  private final float densityScale;

  ActivatedField(VoxelGrid grid) {
    this.data = grid.data();
    this.densityScale = grid.densityScale();
  }

  /** Extinction per world unit of the voxel whose first value has this index. */
  float extinction(int index) {
    return densityScale * Math.max(0, data[index + VoxelGrid.DENSITY]);
  }

  /** Red, green or blue (0 to 2) in [0, 1] of the voxel whose first value has this index. */
  float colour(int index, int channel) {
    return Math.max(0, Math.min(1, 0.5f * (data[index + channel] + 1)));
  }
}
