package org.sceneremix.gan.train;

import java.util.HashMap;
import java.util.Map;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.volume.GridSize;

/**
 * Results of the finished stages for a stage in training to refine: a few at a time, renewed in
 * turn, because making one runs all stages before. Which result lies in which place at which
 * iteration is a function of the seed, so a resumed stage finds the same ones.
 */
final class BasePool implements StageTrainer.Bases {

  private static final int PLACES = 8;

  /** Iterations from one renewal to the next. */
  private static final int RENEWAL_INTERVAL = 6;

  /** Which renewal a place holds, and its values. */
  private static final class Base {
    final int number;
    final float[] values;

    Base(int number, float[] values) {
      this.number = number;
      this.values = values;
    }
  }

  private final Cascade cascade;
  private final GridSize before;
  private final GridSize size;
  private final long seed;
  private final float[] reconstruction;
  private final Map<Integer, Base> places = new HashMap<>();

  /**
   * @param cascade the finished stages
   * @param size voxels of the stage in training
   */
  BasePool(Cascade cascade, GridSize size, long seed) {
    this.cascade = cascade;
    this.before = cascade.stage(cascade.stageCount() - 1).trainingSize();
    this.size = size;
    this.seed = seed;
    this.reconstruction = make(Latents.ofReconstruction());
  }

  private float[] make(Latents latents) {
    return Cascade.upsample(cascade.generate(latents, before, 1), before, size);
  }

  @Override
  public float[] reconstruction() {
    return reconstruction;
  }

  @Override
  public float[] random(int iteration, int choice) {
    int place = choice % PLACES;
    int renewals = iteration / RENEWAL_INTERVAL;
    // renewal m fills place m mod PLACES; the first PLACES numbers were there from the start
    int number = renewals - Math.floorMod(renewals - place, PLACES) + PLACES;
    Base base = places.get(place);
    if (base == null || base.number != number) {
      base = new Base(number, make(Latents.ofSeed(seed * 31 + number)));
      places.put(place, base);
    }
    return base.values;
  }
}
