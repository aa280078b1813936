package org.sceneremix.gan.detail;

import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** How much of what is where two grids of the same box have in common. */
public final class LayoutOverlap {

  private LayoutOverlap() {}

  /**
   * Intersection over union of the occupied voxels, at the coarser of the two resolutions. Occupied
   * are voxels with a mean opacity of at least one half along one edge; insides that nothing shows
   * count as solid.
   *
   * @return in [0, 1]; 1 if both are empty
   */
  public static double of(VoxelGrid a, VoxelGrid b) {
    GridSize size =
        new GridSize(Math.min(a.nx(), b.nx()), Math.min(a.ny(), b.ny()), Math.min(a.nz(), b.nz()));
    Features inA = Features.sampled(a, size);
    Features inB = Features.sampled(b, size);
    int first = inA.voxel(0, 0, 0);
    int both = 0;
    int either = 0;
    for (int v = first; v < first + size.voxelCount(); v++) {
      boolean occupiedA = inA.opacity(v) >= 0.5f;
      boolean occupiedB = inB.opacity(v) >= 0.5f;
      both += occupiedA && occupiedB ? 1 : 0;
      either += occupiedA || occupiedB ? 1 : 0;
    }
    return either == 0 ? 1 : (double) both / either;
  }
}
