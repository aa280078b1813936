package org.sceneremix.gan.train;

import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.volume.GridSize;

/** The finished stages, whose results a stage in training refines. */
final class EarlierStages {

  private final Cascade cascade;
  private final GridSize size;
  private final float[] reconstruction;

  /**
   * @param cascade with at least one stage
   * @param size voxels of the stage in training
   */
  EarlierStages(Cascade cascade, GridSize size) {
    this.cascade = cascade;
    this.size = size;
    this.reconstruction = refined(Latents.ofReconstruction());
  }

  Cascade cascade() {
    return cascade;
  }

  CascadeStage coarsest() {
    return cascade.stage(0);
  }

  /** What the finished stages make of the reconstruction's latents, as {@link #refined}. */
  float[] reconstruction() {
    return reconstruction;
  }

  /**
   * What the finished stages make of latents, brought to the size of the stage in training.
   *
   * @return {@code [z][y][x][4]}
   */
  float[] refined(Latents latents) {
    GridSize before = cascade.stage(cascade.stageCount() - 1).trainingSize();
    return Cascade.upsample(cascade.generate(latents, before, 1), before, size);
  }
}
