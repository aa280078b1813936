package org.sceneremix.scenes.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.volume.Aabb;

/**
 * Other intrinsics, the same for all pictures, with which these agree better: found by climbing the
 * same patches' photo-consistency, in steps that are halved.
 *
 * <p>Cameras around a scene tell its focal length by perspective alone, as a scene that is smaller
 * by as much as the focal length is longer looks nearly the same: differences are small, but each
 * patch is compared with itself.
 */
final class Calibration {

  /** Views and patches of each that are looked at. */
  private static final int VIEWS = 24;

  private static final int PATCHES = 16;

  private static final double FIRST_FACTOR = 1.6;
  private static final double FIRST_SHIFT = 0.1;
  private static final int HALVINGS = 3;
  private static final int MOST_STEPS = 12;

  /** Standard errors from which on a step is one. */
  private static final double STEP = 2;

  /** Changes that are worth a word, and the standard errors that make them sure. */
  private static final double WORTH_FACTOR = 1.15;

  private static final double WORTH_SHIFT = 0.03;
  private static final double SURE = 5;

  private final List<GreyPicture> pictures;
  private final Aabb box;
  private final int[] views;
  private final int[][] neighbours;

  /**
   * A change of all intrinsics.
   *
   * @param focal what focal lengths are multiplied by
   * @param right what is added to principal points, in widths of the picture
   * @param down the same, in heights
   */
  record Change(double focal, double right, double down) {

    static final Change NONE = new Change(1, 0, 0);

    boolean isWorthAWord() {
      return changesFocal() || changesCentre();
    }

    boolean changesFocal() {
      return Math.max(focal, 1 / focal) >= WORTH_FACTOR;
    }

    boolean changesCentre() {
      return Math.max(Math.abs(right), Math.abs(down)) >= WORTH_SHIFT;
    }

    GreyPicture of(GreyPicture picture) {
      return picture.takenBy(
          new Camera(of(picture.camera().intrinsics()), picture.camera().cameraToWorld()));
    }

    Intrinsics of(Intrinsics i) {
      return new Intrinsics(
          i.width(),
          i.height(),
          focal * i.fx(),
          focal * i.fy(),
          i.cx() + right * i.width(),
          i.cy() + down * i.height());
    }
  }

  /**
   * A better calibration.
   *
   * @param before mean correlation of the patches as it is
   * @param after with the change
   */
  record Better(Change change, double before, double after) {}

  private Calibration(List<GreyPicture> pictures, Aabb box) {
    this.pictures = pictures;
    this.box = box;
    int count = Math.min(VIEWS, pictures.size());
    PhotoConsistency consistency = new PhotoConsistency(pictures, box, 1);
    this.views = IntStream.range(0, count).map(i -> i * pictures.size() / count).toArray();
    this.neighbours =
        Arrays.stream(views)
            .mapToObj(view -> consistency.neighbours(view, other -> true))
            .toArray(int[][]::new);
  }

  /** The change with which pictures agree best, if that is sure and worth a word. */
  static Optional<Better> better(List<GreyPicture> pictures, Aabb box) {
    return new Calibration(pictures, box).climb();
  }

  private Optional<Better> climb() {
    double[] before = matching(Change.NONE);
    Change best = Change.NONE;
    double[] reached = before;
    int halvings = 0;
    for (int step = 0; step < MOST_STEPS && halvings < HALVINGS; step++) {
      double factor = Math.pow(FIRST_FACTOR, Math.pow(0.5, halvings));
      double shift = FIRST_SHIFT * Math.pow(0.5, halvings);
      PairedMean most = new PairedMean(0, 1);
      Change next = best;
      double[] nextMatching = reached;
      for (Change change : around(best, factor, shift)) {
        double[] matching = matching(change);
        PairedMean gain = PairedMean.of(reached, matching);
        if (gain.mean() > most.mean() && gain.sigmas() > STEP) {
          most = gain;
          next = change;
          nextMatching = matching;
        }
      }
      halvings += next.equals(best) ? 1 : 0;
      best = next;
      reached = nextMatching;
    }
    boolean sure = PairedMean.of(before, reached).sigmas() > SURE;
    return best.isWorthAWord() && sure
        ? Optional.of(new Better(best, mean(before), mean(reached)))
        : Optional.empty();
  }

  private static List<Change> around(Change at, double factor, double shift) {
    return List.of(
        new Change(at.focal * factor, at.right, at.down),
        new Change(at.focal / factor, at.right, at.down),
        new Change(at.focal, at.right + shift, at.down),
        new Change(at.focal, at.right - shift, at.down),
        new Change(at.focal, at.right, at.down + shift),
        new Change(at.focal, at.right, at.down - shift));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN);
  }

  /** Correlations of all patches. */
  private double[] matching(Change change) {
    List<GreyPicture> changed = pictures.stream().map(change::of).toList();
    // a longer focal length sees a smaller scene: as many pixels are searched with each
    PhotoConsistency consistency = new PhotoConsistency(changed, box, 1 / change.focal);
    return IntStream.range(0, views.length)
        .parallel()
        .mapToObj(i -> consistency.matching(views[i], neighbours[i], PATCHES))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }
}
