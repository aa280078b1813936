package org.sceneremix.gan.train;

import org.sceneremix.gan.compute.Tensor;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.ResidentCascade;
import org.sceneremix.gan.sample.ResidentStage;

/**
 * What samples are refined from, where an engine keeps it: made there, from layouts that are sent,
 * by the finished stages.
 */
final class ResidentBases {

  /**
   * One of them.
   *
   * @param values {@code [1, nz, ny, nx, 4]}
   * @param layout {@code [1, 1, ny, nx, 1]}, as {@link ResidentStage} has it
   */
  record Resident(Tensor values, Tensor layout) {}

  private final ResidentStage stage;

  /** The finished stages; null at the coarsest one. */
  private final ResidentCascade cascade;

  private final BasePool<Resident> pool;
  private final Resident reconstruction;

  /** At the coarsest stage those of an iteration's remixes. */
  private final Resident[] laidOut;

  /**
   * @param cascade the finished stages; null at the coarsest one
   * @param earlier the same on the processor
   * @param batch remixes of an iteration
   */
  ResidentBases(
      ResidentStage stage, ResidentCascade cascade, EarlierStages earlier, int batch, long seed) {
    this.stage = stage;
    this.cascade = cascade;
    this.pool = new BasePool<>(seed, (latents, replaced) -> made(latents, replaced));
    this.laidOut = new Resident[batch];
    if (cascade == null) {
      this.reconstruction = made(Latents.ofReconstruction(), null);
    } else {
      this.reconstruction = new Resident(stage.scene(), stage.layout());
      reconstruction.values().load(earlier.reconstruction(), 0);
      stage.loadLayout(Latents.ofReconstruction(), reconstruction.layout());
    }
  }

  private Resident made(Latents latents, Resident replaced) {
    Resident base = replaced == null ? new Resident(stage.scene(), stage.layout()) : replaced;
    stage.loadLayout(latents, base.layout());
    Tensor before = cascade == null ? null : cascade.generate(latents);
    stage.fillBase(before, base.layout(), base.values());
    return base;
  }

  Resident reconstruction() {
    return reconstruction;
  }

  /**
   * What a remix is refined from; the next iteration may overwrite it.
   *
   * @param i number of the remix in its batch
   */
  Resident of(Draw draw, int i, int iteration) {
    if (cascade != null) {
      return pool.random(iteration, draw.choice);
    }
    laidOut[i] = made(draw.latents, laidOut[i]);
    return laidOut[i];
  }
}
