package org.sceneremix.gan.lattice;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sceneremix.volume.GridPyramid;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * The reference as the stages see it: a pyramid in which a stored density means the same opacity
 * <em>per voxel</em> at every level.
 *
 * <p>A fitted scene has one extinction for all, so that a voxel of the coarsest level, three times
 * as long, is opaque at a stored density of a few hundredths: what a network leaves as noise would
 * be fog, and its gradient saturates. Here every level has a density scale of {@link
 * #OPTICAL_DEPTH} per voxel edge, and upsampling from stage to stage keeps the stored values.
 *
 * <p>The coarsest level is not for looking at: patches of it are compared. It is averaged over two
 * of its voxels along each axis, so that patches that differ by a part of a voxel differ little.
 * The others look like the scene from a distance ({@link org.sceneremix.volume.AntialiasedShrink}).
 */
public final class StageGrids {

  /** Optical depth of a voxel edge at stored density 1. */
  public static final double OPTICAL_DEPTH = 6;

  /** Weight of colour where nothing is. */
  private static final double COLOUR_EPSILON = 1e-3;

  private StageGrids() {}

  /**
   * Shrinks a scene to the sizes of the stages.
   *
   * @param sizes coarsest first
   */
  public static List<VoxelGrid> of(VoxelGrid scene, List<GridSize> sizes) {
    List<VoxelGrid> levels =
        new ArrayList<>(
            GridPyramid.of(scene, sizes).levels().stream().map(StageGrids::rescaled).toList());
    if (sizes.size() > 1) {
      levels.set(0, averaged(source(levels), levels.get(0)));
    }
    return levels;
  }

  /**
   * The finest level that has at most twice as many voxels along x as the coarsest: fitted things
   * can be hollow, and a mean of much finer voxels would be thin.
   */
  private static VoxelGrid source(List<VoxelGrid> levels) {
    VoxelGrid source = levels.get(0);
    for (VoxelGrid level : levels) {
      source = level.nx() <= 2 * levels.get(0).nx() ? level : source;
    }
    return source;
  }

  /**
   * Weighted means of voxels, with weights that fall to zero at the neighbouring coarse centres: of
   * the opacity {@code (density + 1) / 2}, and of colour in proportion to it.
   *
   * @param coarse grid of the size and density scale that is wanted
   */
  private static VoxelGrid averaged(VoxelGrid fine, VoxelGrid coarse) {
    double[][] alongX = tents(fine.nx(), coarse.nx());
    double[][] alongY = tents(fine.ny(), coarse.ny());
    double[][] alongZ = tents(fine.nz(), coarse.nz());
    float[] means = new float[coarse.data().length];
    IntStream.range(0, coarse.nz())
        .parallel()
        .forEach(
            z -> {
              for (int y = 0; y < coarse.ny(); y++) {
                for (int x = 0; x < coarse.nx(); x++) {
                  mean(fine, alongX[x], alongY[y], alongZ[z], means, coarse.index(x, y, z));
                }
              }
            });
    return coarse.withData(means);
  }

  private static void mean(
      VoxelGrid fine, double[] alongX, double[] alongY, double[] alongZ, float[] means, int to) {
    double[] colour = new double[VoxelGrid.DENSITY];
    double opacity = 0;
    double weights = 0;
    for (int z = 0; z < fine.nz(); z++) {
      for (int y = 0; y < fine.ny() && alongZ[z] > 0; y++) {
        for (int x = 0; x < fine.nx() && alongY[y] > 0; x++) {
          double weight = alongX[x] * alongY[y] * alongZ[z];
          if (weight > 0) {
            int at = fine.index(x, y, z);
            double ofVoxel = (fine.data()[at + VoxelGrid.DENSITY] + 1) / 2;
            for (int c = 0; c < VoxelGrid.DENSITY; c++) {
              colour[c] += weight * (ofVoxel + COLOUR_EPSILON) * fine.data()[at + c];
            }
            opacity += weight * ofVoxel;
            weights += weight;
          }
        }
      }
    }
    for (int c = 0; c < VoxelGrid.DENSITY; c++) {
      means[to + c] = (float) (colour[c] / (opacity + COLOUR_EPSILON * weights));
    }
    means[to + VoxelGrid.DENSITY] = (float) (2 * opacity / weights - 1);
  }

  /** For every coarse voxel the weights of the fine ones. */
  private static double[][] tents(int fine, int coarse) {
    double[][] weights = new double[coarse][fine];
    double ratio = (double) fine / coarse;
    for (int i = 0; i < coarse; i++) {
      for (int k = 0; k < fine; k++) {
        weights[i][k] = Math.max(0, 1 - Math.abs((k + 0.5) / ratio - (i + 0.5)));
      }
    }
    return weights;
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
