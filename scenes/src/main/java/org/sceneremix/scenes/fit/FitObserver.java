package org.sceneremix.scenes.fit;

import org.sceneremix.volume.VoxelGrid;

/** Eye on a fit. Called from the working thread after every step; must be quick. */
@FunctionalInterface
public interface FitObserver {

  /** Looks away. */
  FitObserver NONE = (iteration, psnr, grid) -> {};

  /**
   * A step is done.
   *
   * @param iteration steps that are done, those before a resumption too
   * @param psnr dB, on the training rays of this step
   * @param grid as it is now; goes on changing after this call, so whoever keeps it copies it
   */
  void stepped(int iteration, double psnr, VoxelGrid grid);
}
