package org.sceneremix.gan.metric;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Shares of the things of a scene that are whole, as {@code ThingMatcher} tells them.
 *
 * @param count number of things
 * @param whole share that agrees with a thing of the reference
 * @param cut share that is a part of one
 * @param merged share that holds one and more
 * @param mixed share that is none of these
 * @param floating share, of all kinds, that does not hang together with the largest part of the
 *     scene
 */
public record ThingShares(
    double count, double whole, double cut, double merged, double mixed, double floating) {

  static ThingShares mean(List<ThingShares> all) {
    return new ThingShares(
        mean(all, ThingShares::count),
        mean(all, ThingShares::whole),
        mean(all, ThingShares::cut),
        mean(all, ThingShares::merged),
        mean(all, ThingShares::mixed),
        mean(all, ThingShares::floating));
  }

  private static double mean(List<ThingShares> all, ToDoubleFunction<ThingShares> figure) {
    return all.stream().mapToDouble(figure).average().orElse(0);
  }
}
