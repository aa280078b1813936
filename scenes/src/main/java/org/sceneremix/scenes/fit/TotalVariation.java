package org.sceneremix.scenes.fit;

import java.util.SplittableRandom;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Roughness of a grid: its total variation, which smooths what the views leave open (Fridovich-Keil
 * et al. 2022, "Plenoxels", equation 3). With the differences of a stored value x to the next
 * voxels along the three axes,
 *
 * <pre>
 *   TV = mean over voxels, sum over channels of  sqrt(dx^2 + dy^2 + dz^2 + epsilon)
 * </pre>
 *
 * <p>The gradient is that of a part of the grid, {@code 1 / }{@value #STRIDE} of its layers drawn
 * at random, as much larger: in the mean over the steps it is the same.
 */
final class TotalVariation {

  private static final int STRIDE = 8;

  /** Keeps the gradient finite where nothing varies. */
  private static final float EPSILON = 1e-4f;

  private static final int C = VoxelGrid.CHANNELS;

  private TotalVariation() {}

  /**
   * Adds the gradient of {@code weight * TV}.
   *
   * @param active for each voxel whether it counts; differences to voxels that do not are none
   * @param gradient laid out as the grid's data; added to
   * @param workers to share the work
   */
  static void addGradient(
      VoxelGrid grid,
      boolean[] active,
      double weight,
      SplittableRandom random,
      float[] gradient,
      Workers workers) {
    int first = random.nextInt(STRIDE);
    float scale = (float) (weight * STRIDE / grid.voxelCount());
    int layers = Math.max(0, (grid.nz() - first + STRIDE - 1) / STRIDE);
    // layers of one draw are so far apart that no two of them add to the same voxel
    workers.forEach(layers, i -> addLayer(grid, active, scale, first + i * STRIDE, gradient));
  }

  private static void addLayer(
      VoxelGrid grid, boolean[] active, float scale, int z, float[] gradient) {
    float[] x = grid.data();
    int row = grid.nx();
    int layer = grid.nx() * grid.ny();
    for (int v = z * layer; v < (z + 1) * layer; v++) {
      if (!active[v]) {
        continue;
      }
      int right = v % row + 1 < row && active[v + 1] ? v + 1 : v;
      int behind = v / row % grid.ny() + 1 < grid.ny() && active[v + row] ? v + row : v;
      int above = z + 1 < grid.nz() && active[v + layer] ? v + layer : v;
      for (int c = 0; c < C; c++) {
        float dx = x[right * C + c] - x[v * C + c];
        float dy = x[behind * C + c] - x[v * C + c];
        float dz = x[above * C + c] - x[v * C + c];
        float slope = scale / (float) Math.sqrt(dx * dx + dy * dy + dz * dz + EPSILON);
        gradient[right * C + c] += slope * dx;
        gradient[behind * C + c] += slope * dy;
        gradient[above * C + c] += slope * dz;
        gradient[v * C + c] -= slope * (dx + dy + dz);
      }
    }
  }
}
