package org.sceneremix.gan.train;

import java.util.HashMap;
import java.util.Map;
import org.sceneremix.gan.sample.Latents;

/**
 * Results of the finished stages for a stage in training to refine: a few at a time, renewed in
 * turn, because making one runs all stages before. Which result lies in which place at which
 * iteration is a function of the seed, so a resumed stage finds the same ones.
 *
 * @param <B> a result, wherever it is kept
 */
final class BasePool<B> {

  private static final int PLACES = 8;

  /** Iterations from one renewal to the next. */
  private static final int RENEWAL_INTERVAL = 6;

  /** Makes what a stage refines. */
  @FunctionalInterface
  interface Maker<B> {
    /**
     * What the finished stages make of latents.
     *
     * @param replaced what nobody needs any more and may be overwritten; null if there is none
     */
    B make(Latents latents, B replaced);
  }

  /** Which renewal a place holds, and what. */
  private record Place<B>(int number, B base) {}

  private final long seed;
  private final Maker<B> maker;
  private final Map<Integer, Place<B>> places = new HashMap<>();

  BasePool(long seed, Maker<B> maker) {
    this.seed = seed;
    this.maker = maker;
  }

  /**
   * One of the results.
   *
   * @param choice which, of all numbers alike
   */
  B random(int iteration, int choice) {
    int place = choice % PLACES;
    int renewals = iteration / RENEWAL_INTERVAL;
    // renewal m fills place m mod PLACES; the first PLACES numbers were there from the start
    int number = renewals - Math.floorMod(renewals - place, PLACES) + PLACES;
    Place<B> held = places.get(place);
    if (held == null || held.number() != number) {
      Latents latents = Latents.ofSeed(seed * 31 + number);
      held = new Place<>(number, maker.make(latents, held == null ? null : held.base()));
      places.put(place, held);
    }
    return held.base();
  }
}
