package org.sceneremix.gan.compute;

import org.sceneremix.renderer.trace.RayPatches;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.VoxelGrid;

/**
 * {@link org.sceneremix.renderer.trace.VolumeTracer} on tensors: grids, pictures and gradients stay
 * where the engine keeps them.
 *
 * <p>Grids are {@code [.., nz, ny, nx, 4]}, pictures {@code [.., 4]} with one voxel a ray:
 * premultiplied colour, and opacity.
 */
public interface TensorTracer {

  /**
   * Takes rays to trace by.
   *
   * @param frame of the grids: box, size, density scale; its values do not matter
   * @param settings without jitter
   */
  Look look(VoxelGrid frame, RayPatches patches, TraceSettings settings);

  /** Rays, ready to be traced; void when the engine is closed. */
  interface Look extends AutoCloseable {

    /** Traces a grid. */
    void trace(Tensor grid, Tensor picture);

    /**
     * Adds the gradient of a loss with respect to the grid.
     *
     * @param picture what {@link #trace} made of the grid
     * @param pictureGradient the loss's gradient with respect to that
     * @param gradient of the grid; added to
     */
    void addAdjoint(Tensor grid, Tensor picture, Tensor pictureGradient, Tensor gradient);

    @Override
    void close();
  }
}
