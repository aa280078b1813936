package org.sceneremix.gan.train;

import java.util.HashMap;
import java.util.Map;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Results of the finished stages for a stage in training to refine: a few at a time, renewed in
 * turn, because making one runs all stages before. Which result lies in which place at which
 * iteration is a function of the seed, so a resumed stage finds the same ones.
 */
final class BasePool implements StageTrainer.Bases {

  private static final int PLACES = 8;

  /** Iterations from one renewal to the next. */
  private static final int RENEWAL_INTERVAL = 6;

  /** Which renewal a place holds, and what. */
  private record Place(int number, StageTrainer.Base base) {}

  private final Cascade cascade;
  private final GridSize before;
  private final VoxelGrid reference;
  private final long seed;
  private final float[] reconstruction;
  private final Map<Integer, Place> places = new HashMap<>();

  /**
   * @param cascade the finished stages
   * @param reference of the stage in training
   */
  BasePool(Cascade cascade, VoxelGrid reference, long seed) {
    this.cascade = cascade;
    this.before = cascade.stage(cascade.stageCount() - 1).trainingSize();
    this.reference = reference;
    this.seed = seed;
    this.reconstruction = make(Latents.ofReconstruction());
  }

  private float[] make(Latents latents) {
    return Cascade.upsample(cascade.generate(latents, before, 1), before, GridSize.of(reference));
  }

  @Override
  public float[] reconstruction() {
    return reconstruction;
  }

  @Override
  public StageTrainer.Base random(int iteration, int choice) {
    int place = choice % PLACES;
    int renewals = iteration / RENEWAL_INTERVAL;
    // renewal m fills place m mod PLACES; the first PLACES numbers were there from the start
    int number = renewals - Math.floorMod(renewals - place, PLACES) + PLACES;
    Place held = places.get(place);
    if (held == null || held.number() != number) {
      long remix = seed * 31 + number;
      PieceTarget target =
          cascade.stage(0).hasLayout() ? PieceTarget.of(cascade.stage(0), remix, reference) : null;
      held = new Place(number, new StageTrainer.Base(make(Latents.ofSeed(remix)), target));
      places.put(place, held);
    }
    return held.base();
  }
}
