package org.sceneremix.gan.lattice;

import java.util.List;
import java.util.stream.IntStream;
import org.sceneremix.volume.AntialiasedShrink;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * The reference as the stages see it: a pyramid in which a stored density means the same opacity
 * <em>per voxel</em> at every level.
 *
 * <p>A fitted scene has one extinction for all, so that a voxel of the coarsest level, three times
 * as long, is opaque at a stored density of a few hundredths: what a network leaves as noise would
 * be fog, and its gradient saturates. Here every level has a density scale of {@link
 * #OPTICAL_DEPTH} per voxel edge, and upsampling from stage to stage keeps the stored values.
 *
 * <p>What networks see of the coarsest level is {@link #softened}, so that patches that differ by a
 * part of a voxel differ little.
 */
public final class StageGrids {

  /** Optical depth of a voxel edge at stored density 1. */
  public static final double OPTICAL_DEPTH = 6;

  /** Weight of colour where nothing is. */
  private static final double COLOUR_EPSILON = 1e-3;

  /**
   * Weights in a mean at the coarsest level of a voxel and of neighbours along one to three axes.
   */
  private static final double[] NEIGHBOURS =
      IntStream.rangeClosed(0, 3).mapToDouble(axes -> Math.pow(1 / 3.0, axes)).toArray();

  private StageGrids() {}

  /**
   * Shrinks a scene to the sizes of the stages; each from the finest, so that errors do not add up.
   *
   * @param sizes coarsest first, none larger than the grid; the last may equal it
   * @throws IllegalArgumentException if there is no size, or one is smaller than the one before
   */
  public static List<VoxelGrid> of(VoxelGrid scene, List<GridSize> sizes, Workers workers) {
    requireGrowing(sizes);
    return sizes.stream()
        .map(size -> rescaled(AntialiasedShrink.shrink(scene, size, workers)))
        .toList();
  }

  private static void requireGrowing(List<GridSize> sizes) {
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException("a pyramid needs at least one size");
    }
    for (int i = 1; i < sizes.size(); i++) {
      GridSize below = sizes.get(i - 1);
      GridSize above = sizes.get(i);
      if (above.nx() < below.nx() || above.ny() < below.ny() || above.nz() < below.nz()) {
        throw new IllegalArgumentException(
            "pyramid sizes go from coarse to fine, but " + above + " comes after " + below);
      }
    }
  }

  /**
   * Means over a voxel and its 26 neighbours, those beside it along an axis with a third of its
   * weight: of the opacity {@code (density + 1) / 2}, and of colour in proportion to it.
   */
  public static VoxelGrid softened(VoxelGrid level) {
    float[] means = new float[level.data().length];
    for (int z = 0; z < level.nz(); z++) {
      for (int y = 0; y < level.ny(); y++) {
        for (int x = 0; x < level.nx(); x++) {
          writeMean(level, x, y, z, means);
        }
      }
    }
    return level.withData(means);
  }

  private static void writeMean(VoxelGrid level, int x, int y, int z, float[] means) {
    double[] colour = new double[VoxelGrid.DENSITY];
    double opacity = 0;
    double weights = 0;
    for (int k = Math.max(0, z - 1); k <= Math.min(level.nz() - 1, z + 1); k++) {
      for (int j = Math.max(0, y - 1); j <= Math.min(level.ny() - 1, y + 1); j++) {
        for (int i = Math.max(0, x - 1); i <= Math.min(level.nx() - 1, x + 1); i++) {
          double weight = NEIGHBOURS[Math.abs(i - x) + Math.abs(j - y) + Math.abs(k - z)];
          int at = level.index(i, j, k);
          double ofVoxel = (level.data()[at + VoxelGrid.DENSITY] + 1) / 2;
          for (int c = 0; c < VoxelGrid.DENSITY; c++) {
            colour[c] += weight * (ofVoxel + COLOUR_EPSILON) * level.data()[at + c];
          }
          opacity += weight * ofVoxel;
          weights += weight;
        }
      }
    }
    int to = level.index(x, y, z);
    for (int c = 0; c < VoxelGrid.DENSITY; c++) {
      means[to + c] = (float) (colour[c] / (opacity + COLOUR_EPSILON * weights));
    }
    means[to + VoxelGrid.DENSITY] = (float) (2 * opacity / weights - 1);
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
