package org.sceneremix.gan.lattice;

import java.util.List;
import org.sceneremix.volume.GridPyramid;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.TrilinearResize;
import org.sceneremix.volume.VoxelGrid;

/**
 * The reference as the stages see it: an antialiased pyramid in which a stored density means the
 * same opacity <em>per voxel</em> at every level.
 *
 * <p>A fitted scene has one extinction for all, so that a voxel of the coarsest level, three times
 * as long, is opaque at a stored density of a few hundredths: what a network leaves as noise would
 * be fog, and its gradient saturates. Here every level has a density scale of {@link
 * #OPTICAL_DEPTH} per voxel edge, and upsampling from stage to stage keeps the stored values.
 */
public final class StageGrids {

  /** Optical depth of a voxel edge at stored density 1. */
  public static final double OPTICAL_DEPTH = 6;

  private StageGrids() {}

  /**
   * Shrinks a scene to the sizes of the stages.
   *
   * @param sizes coarsest first
   */
  public static List<VoxelGrid> of(VoxelGrid scene, List<GridSize> sizes) {
    return GridPyramid.of(scene, sizes).levels().stream().map(StageGrids::rescaled).toList();
  }

  /**
   * A scene with another number of voxels, as stages see it: shrunk where those are larger than its
   * own, interpolated where they are smaller.
   */
  static VoxelGrid resized(VoxelGrid scene, GridSize size) {
    if (GridSize.of(scene).equals(size)) {
      return rescaled(scene);
    }
    return of(TrilinearResize.refined(scene, size), List.of(size)).get(0);
  }

  private static VoxelGrid rescaled(VoxelGrid level) {
    float scale = (float) (OPTICAL_DEPTH / level.shortestVoxelEdge());
    float factor = level.densityScale() / scale;
    float[] data = level.data().clone();
    for (int i = VoxelGrid.DENSITY; i < data.length; i += VoxelGrid.CHANNELS) {
      if (data[i] > 0) {
        data[i] = Math.min(1, factor * data[i]);
      }
    }
    return new VoxelGrid(level.nx(), level.ny(), level.nz(), level.box(), scale, data);
  }
}
