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

  /** Share of it below which a view is a stranger. */
  private static final double STRANGER = 0.25;

  /** Standard errors that a stranger's margin must stay below {@link #SUSPECT} by. */
  private static final double SURE = 2;

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
    Set<Integer> strangers = new TreeSet<>();
    suspects.stream().filter(view -> scores.get(view).isKnown()).forEach(strangers::add);
    List<GreyPicture> smaller = pictures;
    for (int halving = 0; halving <= HALVINGS && !strangers.isEmpty(); halving++) {
      for (double depth : new double[] {1, DEPTH}) {
        PhotoConsistency consistency = new PhotoConsistency(smaller, box, depth);
        strangers.removeIf(
            view ->
                !isStranger(consistency.score(view, other -> !suspects.contains(other)), median));
      }
      smaller = smaller.stream().map(GreyPicture::halved).toList();
    }
    return strangers;
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

  private static boolean isStranger(PhotoConsistency.Score score, double median) {
    PairedMean margin = PairedMean.of(score.chance(), score.matching());
    return !score.isKnown()
        || margin.mean() < STRANGER * median
            && margin.mean() + SURE * margin.error() < SUSPECT * median;
  }
}
