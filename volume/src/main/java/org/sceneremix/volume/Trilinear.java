package org.sceneremix.volume;

import java.util.Arrays;

/**
 * Trilinear interpolation of a {@link VoxelGrid} at a movable point, and its adjoint.
 *
 * <p>With weights {@code w_k} on the eight samples {@code G_k} around the point,
 *
 * <pre>
 *   sample   f = sum_k w_k G_k              4 channels, before any activation
 *   scatter  dL/dG_k += w_k dL/df           the transpose of the above
 * </pre>
 *
 * <p>Beyond the outermost voxel centres, but inside the box, the outermost samples are continued.
 * Outside the box the field is empty: mid-grey (stored colour 0) with density {@value
 * VoxelGrid#EMPTY_DENSITY}, and nothing is scattered.
 *
 * <p>A new object stands outside the box. It keeps no copy of the samples, allocates nothing after
 * construction, and belongs to one thread.
 *
 * <pre>{@code
 * Trilinear point = new Trilinear(grid);
 * if (point.moveTo(x, y, z)) {
 *   point.sample(rgbDensity);
 *   point.scatter(rgbDensityGradient, gridGradient);
 * }
 * }</pre>
 */
public final class Trilinear {

  private static final int CORNERS = 8;

  private final VoxelGrid grid;
  private final int[] corner = new int[CORNERS];
  private final double[] weight = new double[CORNERS];
  private boolean inside;

  public Trilinear(VoxelGrid grid) {
    this.grid = grid;
  }

  /**
   * Moves to a world point.
   *
   * @return whether the point lies in the closed box of the grid; never for NaN
   */
  public boolean moveTo(double x, double y, double z) {
    Aabb box = grid.box();
    inside = box.contains(x, y, z);
    if (!inside) {
      return false;
    }
    double u = position(x, box.minX(), box.sizeX(), grid.nx());
    double v = position(y, box.minY(), box.sizeY(), grid.ny());
    double w = position(z, box.minZ(), box.sizeZ(), grid.nz());
    int i = lower(u, grid.nx());
    int j = lower(v, grid.ny());
    int k = lower(w, grid.nz());
    double fu = u - i;
    double fv = v - j;
    double fw = w - k;
    int right = grid.nx() > 1 ? VoxelGrid.CHANNELS : 0;
    int back = grid.ny() > 1 ? VoxelGrid.CHANNELS * grid.nx() : 0;
    int up = grid.nz() > 1 ? VoxelGrid.CHANNELS * grid.nx() * grid.ny() : 0;
    int base = grid.index(i, j, k);
    for (int c = 0; c < CORNERS; c++) {
      boolean isRight = (c & 1) != 0;
      boolean isBack = (c & 2) != 0;
      boolean isUp = (c & 4) != 0;
      corner[c] = base + (isRight ? right : 0) + (isBack ? back : 0) + (isUp ? up : 0);
      weight[c] = (isRight ? fu : 1 - fu) * (isBack ? fv : 1 - fv) * (isUp ? fw : 1 - fw);
    }
    return true;
  }

  /** Position in units of voxels from the first voxel centre, kept between the outermost ones. */
  private static double position(double p, double min, double size, int n) {
    return Math.max(0, Math.min(n - 1, (p - min) / size * n - 0.5));
  }

  /** Index of the sample below, such that there is one above (if the axis has two). */
  private static int lower(double position, int n) {
    return Math.max(0, Math.min(n - 2, (int) position));
  }

  /** Writes the interpolated stored values, red, green, blue, density, to {@code out[0..3]}. */
  public void sample(double[] out) {
    Arrays.fill(out, 0, VoxelGrid.CHANNELS, 0);
    if (!inside) {
      out[VoxelGrid.DENSITY] = VoxelGrid.EMPTY_DENSITY;
      return;
    }
    float[] data = grid.data();
    for (int c = 0; c < CORNERS; c++) {
      for (int channel = 0; channel < VoxelGrid.CHANNELS; channel++) {
        out[channel] += weight[c] * data[corner[c] + channel];
      }
    }
  }

  /** The interpolated stored density alone. */
  public double density() {
    if (!inside) {
      return VoxelGrid.EMPTY_DENSITY;
    }
    double density = 0;
    for (int c = 0; c < CORNERS; c++) {
      density += weight[c] * grid.data()[corner[c] + VoxelGrid.DENSITY];
    }
    return density;
  }

  /**
   * Adds to the gradient of the grid what a gradient of the sampled values contributes.
   *
   * @param sampleGradient dL/df, 4 values
   * @param gridGradient dL/dG, laid out as {@link VoxelGrid#data()}; added to
   */
  public void scatter(double[] sampleGradient, double[] gridGradient) {
    if (!inside) {
      return;
    }
    for (int c = 0; c < CORNERS; c++) {
      for (int channel = 0; channel < VoxelGrid.CHANNELS; channel++) {
        gridGradient[corner[c] + channel] += weight[c] * sampleGradient[channel];
      }
    }
  }
}
