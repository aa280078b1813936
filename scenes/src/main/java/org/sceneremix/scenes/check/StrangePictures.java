package org.sceneremix.scenes.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.sceneremix.volume.Aabb;

/**
 * Pictures that do not belong to their poses, among others that do.
 *
 * <p>A patch counts as found if it correlates better than {@value #CHANCE} of all patches do by
 * chance, which tells views apart more surely than the mean correlation: where light comes from one
 * side and a table has one edge, pictures of any poses correlate a little everywhere, but hardly a
 * patch is found.
 *
 * <p>In a blurred picture, or one that shows what lies around the scene, few patches are found,
 * too; so it is looked at again, half and a quarter as large and over more of its rays, among views
 * beyond doubt, and is a stranger only if it matches none of the times.
 *
 * <p>Those looks excuse pictures of two near views that were exchanged, as what is blurred matches
 * where it nearly belongs. But with these two exchanged again far more of both is found.
 */
final class StrangePictures {

  /** Share of the correlations by chance that are smaller than those of patches that are found. */
  private static final double CHANCE = 0.95;

  /**
   * Share of the median view's found patches below which a view does not match. Of the views of
   * five sound captures the least has 0.52; with pictures of other views it was at most 0.49, and
   * 0.37 in 98 of 100.
   */
  private static final double LEAST_FOUND = 0.5;

  /**
   * Share of the median view's patches that must be found for the rest to mean anything: with less,
   * as in pictures of a few dozen pixels, sound views are below half of it by chance, and strangers
   * above.
   */
  private static final double LEAST_TELLING = 0.5;

  /** Factor by which each of two exchanged pictures must match better at the other's pose. */
  private static final double BETTER = 1.5;

  /**
   * Views beyond doubt that must share surfaces with a view for it to be held against others, which
   * have eight: where four of four must agree, fewer patches are found. Of sparse sound captures
   * views with up to four were below half of the median view's.
   */
  private static final int LEAST_OTHERS = 6;

  private static final int HALVINGS = 2;

  /** Length of the second search along rays, in diagonals of the box; the first takes one. */
  private static final double DEPTH = 3;

  /** Views that tell what is usual when some are looked at again. */
  private static final int SAMPLE = 24;

  private StrangePictures() {}

  /**
   * Scores of views that match their poses.
   *
   * @param found correlation from which on a patch counts as found
   * @param share of the median view's patches that are
   */
  private record Usual(double found, double share) {

    static Usual of(List<PhotoConsistency.Score> scores) {
      double[] chances =
          scores.stream()
              .flatMapToDouble(score -> Arrays.stream(score.chance()))
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      double found = chances.length == 0 ? Double.NaN : chances[(int) (CHANCE * chances.length)];
      double[] shares =
          scores.stream()
              .mapToDouble(score -> score.found(found))
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      return new Usual(found, shares.length == 0 ? Double.NaN : shares[shares.length / 2]);
    }

    boolean tells() {
      return share >= LEAST_TELLING;
    }

    boolean matches(PhotoConsistency.Score score) {
      return score.found(found) >= LEAST_FOUND * share;
    }
  }

  /**
   * Verdict on the views, by their numbers in ascending order.
   *
   * @param strangers views that do not match their poses
   * @param unknown views of which too little is seen in others to tell
   */
  record Judgement(Set<Integer> strangers, Set<Integer> unknown) {}

  /**
   * Judges all views; none is a stranger where of most it is not known whether they match, so that
   * there is nothing to hold the others against.
   *
   * @param scores of all views in all others
   */
  static Judgement of(List<GreyPicture> pictures, Aabb box, List<PhotoConsistency.Score> scores) {
    Usual usual = Usual.of(scores);
    Set<Integer> unknown = new TreeSet<>();
    Set<Integer> suspects = new TreeSet<>();
    for (int view = 0; view < scores.size(); view++) {
      if (!scores.get(view).isKnown()) {
        unknown.add(view);
      }
      // one that shows nothing spoils its neighbours' scores as a stranger does
      if (!usual.matches(scores.get(view))) {
        suspects.add(view);
      }
    }
    if (!usual.tells() || 2 * unknown.size() > scores.size()) {
      return new Judgement(new TreeSet<>(), unknown);
    }
    PhotoConsistency all = new PhotoConsistency(pictures, box, 1);
    for (int view : suspects) {
      if (all.neighbours(view, other -> !suspects.contains(other)).length < LEAST_OTHERS) {
        unknown.add(view);
      }
    }
    Set<Integer> strangers = new TreeSet<>(suspects);
    strangers.removeAll(unknown);
    List<GreyPicture> smaller = pictures;
    for (int halving = 0; halving <= HALVINGS; halving++) {
      for (double depth : new double[] {1, DEPTH}) {
        if (!strangers.isEmpty()) {
          removeMatching(strangers, suspects, new PhotoConsistency(smaller, box, depth));
        }
      }
      smaller = smaller.stream().map(GreyPicture::halved).toList();
    }
    strangers.addAll(exchanged(pictures, box, scores, usual, strangers));
    unknown.removeAll(strangers);
    return new Judgement(strangers, unknown);
  }

  /** Views each of which matches far better with the picture of another. */
  private static Set<Integer> exchanged(
      List<GreyPicture> pictures,
      Aabb box,
      List<PhotoConsistency.Score> scores,
      Usual usual,
      Set<Integer> strangers) {
    int[] doubtful =
        IntStream.range(0, scores.size())
            .filter(view -> BETTER * scores.get(view).found(usual.found) < usual.share)
            .toArray();
    Set<Integer> exchanged = new TreeSet<>();
    for (int a : doubtful) {
      Arrays.stream(doubtful)
          .filter(b -> b > a && !(strangers.contains(a) && strangers.contains(b)))
          .filter(b -> pictures.get(a).isAsLargeAs(pictures.get(b)))
          .parallel()
          .filter(b -> matchBetterExchanged(a, b, pictures, box, scores, usual))
          .boxed()
          .toList()
          .forEach(b -> exchanged.addAll(List.of(a, b)));
    }
    return exchanged;
  }

  private static boolean matchBetterExchanged(
      int a,
      int b,
      List<GreyPicture> pictures,
      Aabb box,
      List<PhotoConsistency.Score> scores,
      Usual usual) {
    List<GreyPicture> back = new ArrayList<>(pictures);
    back.set(a, pictures.get(b).takenBy(pictures.get(a).camera()));
    back.set(b, pictures.get(a).takenBy(pictures.get(b).camera()));
    PhotoConsistency consistency = new PhotoConsistency(back, box, 1);
    return IntStream.of(a, b)
        .allMatch(
            view -> {
              double own = Math.max(scores.get(view).found(usual.found), LEAST_FOUND * usual.share);
              return consistency.score(view, other -> true).found(usual.found) > BETTER * own;
            });
  }

  /** Takes those out that match when they are looked at again, among views beyond doubt. */
  private static void removeMatching(
      Set<Integer> strangers, Set<Integer> suspects, PhotoConsistency consistency) {
    int[] trusted =
        IntStream.range(0, consistency.views()).filter(view -> !suspects.contains(view)).toArray();
    int count = Math.min(SAMPLE, trusted.length);
    Usual usual =
        Usual.of(
            IntStream.range(0, count)
                .map(i -> trusted[i * trusted.length / count])
                .parallel()
                .mapToObj(view -> consistency.score(view, other -> !suspects.contains(other)))
                .toList());
    strangers.removeIf(
        view ->
            usual.tells()
                && usual.matches(consistency.score(view, other -> !suspects.contains(other))));
  }
}
