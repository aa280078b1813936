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

  /** Weight in a mean at the coarsest level of a neighbour along an axis. */
  private static final double NEIGHBOUR = 1 / 3.0;

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
    double[] values = new double[level.data().length];
    for (int i = 0; i < values.length; i += VoxelGrid.CHANNELS) {
      double opacity = (level.data()[i + VoxelGrid.DENSITY] + 1) / 2;
      for (int c = 0; c < VoxelGrid.DENSITY; c++) {
        values[i + c] = (opacity + COLOUR_EPSILON) * level.data()[i + c];
      }
      values[i + VoxelGrid.DENSITY] = opacity;
    }
    double[] means = means(values, GridSize.of(level));
    float[] samples = new float[means.length];
    for (int i = 0; i < samples.length; i += VoxelGrid.CHANNELS) {
      double opacity = means[i + VoxelGrid.DENSITY];
      for (int c = 0; c < VoxelGrid.DENSITY; c++) {
        samples[i + c] = (float) (means[i + c] / (opacity + COLOUR_EPSILON));
      }
      samples[i + VoxelGrid.DENSITY] = (float) (2 * opacity - 1);
    }
    return level.withData(samples);
  }

  /**
   * The same means of any values.
   *
   * @param values {@code [z][y][x][channel]}
   */
  public static float[] softened(float[] values, GridSize size) {
    double[] all = IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    double[] means = means(all, size);
    float[] softened = new float[means.length];
    for (int i = 0; i < softened.length; i++) {
      softened[i] = (float) means[i];
    }
    return softened;
  }

  private static double[] means(double[] values, GridSize size) {
    int channels = values.length / size.voxelCount();
    int row = channels * size.nx();
    double[] alongX = meansAlong(values, channels, size.nx());
    double[] alongY = meansAlong(alongX, row, size.ny());
    return meansAlong(alongY, row * size.ny(), size.nz());
  }

  /** Means of neighbours along an axis of n voxels that are a stride apart. */
  private static double[] meansAlong(double[] values, int stride, int n) {
    double[] means = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int at = i / stride % n;
      double sum = values[i];
      double weights = 1;
      if (at > 0) {
        sum += NEIGHBOUR * values[i - stride];
        weights += NEIGHBOUR;
      }
      if (at < n - 1) {
        sum += NEIGHBOUR * values[i + stride];
        weights += NEIGHBOUR;
      }
      means[i] = sum / weights;
    }
    return means;
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
