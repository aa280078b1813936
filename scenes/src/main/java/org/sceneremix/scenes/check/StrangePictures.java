package org.sceneremix.scenes.check;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sceneremix.volume.Aabb;

/**
 * Pictures that do not belong to their poses, among others that do.
 *
 * <p>A blurred picture or one that shows what lies around the scene matches badly, too; so a
 * picture that does is looked at again, half and a quarter as large and over more of its rays,
 * among views beyond doubt, and is a stranger only if it matches none of the times.
 */
final class StrangePictures {

  /** Share of the median view's margin over chance below which a view is looked at again. */
  private static final double SUSPECT = 0.5;

  /** Share of it below which a view is a stranger, unless it matches when it is looked at again. */
  private static final double STRANGER = 0.25;

  /** Standard errors from which on a margin is no chance. */
  private static final double SURE = 3;

  private static final int HALVINGS = 2;

  /** How much further than through the box it is looked, along rays. */
  private static final double DEPTH = 3;

  private StrangePictures() {}

  /**
   * The strangers.
   *
   * @param scores of all views in all others
   * @return views, in ascending order
   */
  static Set<Integer> among(
      List<GreyPicture> pictures, Aabb box, List<PhotoConsistency.Score> scores) {
    double median = median(scores);
    Set<Integer> suspects = new TreeSet<>();
    for (int view = 0; view < scores.size(); view++) {
      // one that shows nothing spoils its neighbours' scores as a stranger does
      if (!(scores.get(view).margin() >= SUSPECT * median)) {
        suspects.add(view);
      }
    }
    PhotoConsistency first = new PhotoConsistency(pictures, box, 1);
    Set<Integer> strangers = new TreeSet<>();
    for (int view : suspects) {
      if (again(first, view, suspects).margin() < STRANGER * median) {
        strangers.add(view);
      }
    }
    List<GreyPicture> smaller = pictures;
    for (int halving = 0; halving <= HALVINGS && !strangers.isEmpty(); halving++) {
      PhotoConsistency deep = new PhotoConsistency(smaller, box, DEPTH);
      PhotoConsistency small = new PhotoConsistency(smaller, box, 1);
      strangers.removeIf(
          view ->
              matches(again(deep, view, suspects), median)
                  || matches(again(small, view, suspects), median));
      smaller = smaller.stream().map(GreyPicture::halved).toList();
    }
    return strangers;
  }

  private static PhotoConsistency.Score again(
      PhotoConsistency consistency, int view, Set<Integer> suspects) {
    return consistency.score(view, other -> !suspects.contains(other));
  }

  /** The median of the views' margins; NaN if none is known. */
  static double median(List<PhotoConsistency.Score> scores) {
    double[] sorted =
        scores.stream()
            .mapToDouble(PhotoConsistency.Score::margin)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  private static boolean matches(PhotoConsistency.Score score, double median) {
    return score.margin() >= SUSPECT * median
        && PairedMean.of(score.chance(), score.matching()).sigmas() > SURE;
  }
}
