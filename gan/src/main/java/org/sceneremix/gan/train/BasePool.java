package org.sceneremix.gan.train;

import java.util.HashMap;
import java.util.Map;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.StageLattice;
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

  /** Which renewal a place holds, and what. */
  private record Place(int number, StageTrainer.Base base) {}

  private final Cascade cascade;
  private final CascadeStage stage;
  private final long seed;
  private final float[] reconstruction;
  private final Map<Integer, Place> places = new HashMap<>();

  /**
   * @param cascade the finished stages
   * @param stage in training
   * @param reconstruction what those make of the reconstruction's latents, upsampled ({@link
   *     #refined})
   */
  BasePool(Cascade cascade, CascadeStage stage, float[] reconstruction, long seed) {
    this.cascade = cascade;
    this.stage = stage;
    this.reconstruction = reconstruction;
    this.seed = seed;
  }

  /**
   * What the finished stages make of latents, upsampled.
   *
   * @param size voxels of the next stage
   * @return {@code [z][y][x][4]}
   */
  static float[] refined(Cascade cascade, Latents latents, GridSize size) {
    GridSize before = cascade.stage(cascade.stageCount() - 1).trainingSize();
    return Cascade.upsample(cascade.generate(latents, before, 1), before, size);
  }

  private StageTrainer.Base make(Latents latents) {
    float[] values = refined(cascade, latents, stage.trainingSize());
    PieceTarget target = null;
    if (stage.hasLayout()) {
      StageLattice lattice = stage.trainingLattice(cascade.stage(0));
      CascadeStage.layOver(values, latents, lattice);
      target = PieceTarget.of(lattice, latents);
    }
    return new StageTrainer.Base(values, target);
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
      held = new Place(number, make(Latents.ofSeed(seed * 31 + number)));
      places.put(place, held);
    }
    return held.base();
  }
}
