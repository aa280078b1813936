package org.sceneremix.scenes.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureException;
import org.sceneremix.scenes.capture.UprightWorld;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;

/** Looks at a capture's cameras and pictures before hours are spent on it. */
public final class CaptureCheck {

  /** Views that a fit needs to tell where anything is. */
  private static final int LEAST_VIEWS = 3;

  /** Views below which a fit shows what no view has seen. */
  private static final int FEW_VIEWS = 25;

  private static final double WIDE_GAP = 120;

  /** Angle between the cameras' mean up direction and z from which on the world lies, degrees. */
  private static final double LYING = 60;

  /** Of cameras that look straight down, whose up directions say nothing: mean of -z. */
  private static final double DOWN = 0.8;

  private static final int COVERAGE_PARTS = 16;
  private static final int COVERING_VIEWS = 3;
  private static final int SELF_SIMILARITY_VIEWS = 4;

  /**
   * Of the way from chance to the median, where a view's score counts as chance. The least of 479
   * views of four sound captures is 0.27.
   */
  private static final double STRANGER = 0.25;

  /** Of the same way, below which a view may be a stranger, or the neighbour of one. */
  private static final double SUSPECT = 0.5;

  /**
   * Ratio of a picture's mean brightness to that of the others, which changes with what is in it as
   * well: 1.27 in a sound capture.
   */
  private static final double MEANS_APART = 1.6;

  /** Mean brightness of a black picture, to divide by. */
  private static final double DARK = 1e-3;

  /** Least distance of matching scores from chance. */
  private static final double LEAST_MARGIN = 0.05;

  private static final double LITTLE_RECURS = 0.5;
  private static final int NAMED = 4;

  private final Capture capture;
  private final List<View> views;
  private final Aabb box;
  private final List<Finding> findings = new ArrayList<>();

  private CaptureCheck(Capture capture) {
    this.capture = capture;
    this.views = capture.views();
    this.box = capture.box().orElse(capture.surroundings());
  }

  /**
   * Checks a capture.
   *
   * @throws CaptureException if a picture cannot be read
   */
  public static CaptureReport check(Capture capture, Progress progress) throws CaptureException {
    return new CaptureCheck(capture).check(progress);
  }

  private CaptureReport check(Progress progress) throws CaptureException {
    capture.remarks().forEach(remark -> add(Finding.Weight.WARNING, remark));
    double looking = looking();
    double gap = largestGap();
    compareUp();
    countViews();
    compareSizes();
    List<GreyPicture> pictures = new ArrayList<>();
    for (View view : views) {
      progress.at(0.6 * pictures.size() / views.size(), "pictures");
      pictures.add(GreyPicture.of(view));
    }
    progress.at(0.6, "photo-consistency");
    PhotoConsistency consistency = new PhotoConsistency(pictures, box);
    List<PhotoConsistency.Score> scores =
        IntStream.range(0, views.size())
            .parallel()
            .mapToObj(view -> consistency.score(view, other -> true))
            .toList();
    double matching = mean(scores.stream().mapToDouble(PhotoConsistency.Score::matching));
    double chance = mean(scores.stream().mapToDouble(PhotoConsistency.Score::chance));
    double exposure = exposure(pictures, judge(consistency, scores, matching, chance));
    progress.at(0.9, "self-similarity");
    double similarity = similarity(pictures);
    progress.at(1, views.size() + " views");
    findings.sort(Comparator.comparing(Finding::weight));
    return new CaptureReport(
        views.size(),
        views.get(0).camera().intrinsics().width(),
        views.get(0).camera().intrinsics().height(),
        capture.hasAlpha(),
        looking,
        coverage(),
        gap,
        exposure,
        matching,
        chance,
        similarity,
        findings);
  }

  private void add(Finding.Weight weight, String sentence, Object... values) {
    findings.add(new Finding(weight, String.format(Locale.ROOT, sentence, values)));
  }

  private static double mean(DoubleStream values) {
    return values.filter(Double::isFinite).average().orElse(Double.NaN);
  }

  private double looking() {
    Vector3d middle = new Vector3d(box.centreX(), box.centreY(), box.centreZ());
    List<String> away =
        views.stream().filter(view -> !sees(view.camera(), middle)).map(View::name).toList();
    if (2 * away.size() > views.size()) {
      add(
          Finding.Weight.ERROR,
          "%d of %d cameras do not have the middle of the scene's box in their picture (%s):"
              + " check the axes of the poses (OpenGL: looking along -z), or give --box",
          away.size(),
          views.size(),
          named(away));
    } else if (!away.isEmpty()) {
      add(
          Finding.Weight.WARNING,
          "%d of %d cameras do not look at the middle of the scene's box: %s",
          away.size(),
          views.size(),
          named(away));
    }
    return 1 - (double) away.size() / views.size();
  }

  private static boolean sees(Camera camera, Vector3d point) {
    Vector3d at = camera.project(point);
    return at.z > 0
        && at.x >= 0
        && at.y >= 0
        && at.x <= camera.intrinsics().width()
        && at.y <= camera.intrinsics().height();
  }

  private static String named(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
        + (names.size() > NAMED ? " ..." : "");
  }

  private double coverage() {
    int covered = 0;
    int n = COVERAGE_PARTS;
    for (int part = 0; part < n * n * n; part++) {
      int i = part % n;
      int j = part / n % n;
      int k = part / n / n;
      Vector3d point =
          new Vector3d(
              box.minX() + (i + 0.5) / n * box.sizeX(),
              box.minY() + (j + 0.5) / n * box.sizeY(),
              box.minZ() + (k + 0.5) / n * box.sizeZ());
      long seeing =
          views.stream().filter(view -> sees(view.camera(), point)).limit(COVERING_VIEWS).count();
      covered += seeing >= COVERING_VIEWS ? 1 : 0;
    }
    return (double) covered / (n * n * n);
  }

  private double largestGap() {
    double[] angles =
        views.stream()
            .map(view -> view.camera().position())
            .mapToDouble(eye -> Math.atan2(eye.y - box.centreY(), eye.x - box.centreX()))
            .sorted()
            .toArray();
    double gap = 2 * Math.PI - (angles[angles.length - 1] - angles[0]);
    for (int i = 1; i < angles.length; i++) {
      gap = Math.max(gap, angles[i] - angles[i - 1]);
    }
    double degrees = Math.toDegrees(gap);
    if (degrees > WIDE_GAP) {
      add(
          Finding.Weight.WARNING,
          "no camera stands within %.0f degrees on one side, so that side of the scene is guessed;"
              + " photograph all around",
          degrees);
    }
    return degrees;
  }

  private void compareUp() {
    List<Camera> cameras = views.stream().map(View::camera).toList();
    double tilt = UprightWorld.tilt(cameras);
    double down = mean(cameras.stream().mapToDouble(camera -> -camera.forward().z));
    if (tilt > LYING && down < DOWN) {
      add(
          Finding.Weight.WARNING,
          "the cameras' own up directions are %.0f degrees off z on average, but z should be up:"
              + " remixes move things along x and y and keep their height; turn the poses",
          tilt);
    }
  }

  private void countViews() {
    if (views.size() < LEAST_VIEWS) {
      add(
          Finding.Weight.ERROR,
          "%d views tell nothing of depth; take at least %d, better 50 or more",
          views.size(),
          FEW_VIEWS);
    } else if (views.size() < FEW_VIEWS) {
      add(
          Finding.Weight.WARNING,
          "%d views are few; from %d on fits hold up from new directions, 50 to 100 are better",
          views.size(),
          FEW_VIEWS);
    }
    if (!capture.hasAlpha()) {
      add(
          Finding.Weight.NOTE,
          "there is neither alpha nor masks, so what is far behind the scene is fitted as a"
              + " backdrop, and what is near it as part of it; masks (folder masks, white = scene)"
              + " make the scene clean");
    }
  }

  private void compareSizes() {
    List<String> sizes =
        views.stream()
            .map(view -> view.camera().intrinsics())
            .sorted(Comparator.comparingInt(i -> i.width() * i.height()))
            .map(i -> i.width() + "x" + i.height())
            .distinct()
            .toList();
    if (sizes.size() > 1) {
      add(
          Finding.Weight.WARNING,
          "the pictures have %d sizes, from %s to %s pixels; every pixel counts alike in a fit, so"
              + " the larger ones decide",
          sizes.size(),
          sizes.get(0),
          sizes.get(sizes.size() - 1));
    }
  }

  /**
   * Looks for jumps of brightness.
   *
   * @param ratios between pictures that match their poses
   * @return the largest factor
   */
  private double exposure(List<GreyPicture> pictures, List<PhotoConsistency.Ratio> ratios) {
    double largest =
        ratios.stream().mapToDouble(PhotoConsistency.Ratio::factor).max().orElse(Double.NaN);
    List<String> jumping =
        ExposureJumps.pictures(ratios).stream().map(view -> views.get(view).name()).toList();
    if (!jumping.isEmpty()) {
      add(
          Finding.Weight.WARNING,
          "in at least %d of %d pictures the same spots are up to %.1f times brighter or darker"
              + " than in neighbouring pictures (%s); photograph with fixed exposure and white"
              + " balance, or fit with --exposures",
          jumping.size(),
          views.size(),
          largest,
          named(jumping));
    }
    compareMeans(pictures, ratios);
    return largest;
  }

  /** Compares pictures of which no spot was found in others, for example as they are black. */
  private void compareMeans(List<GreyPicture> pictures, List<PhotoConsistency.Ratio> ratios) {
    double[] sorted = pictures.stream().mapToDouble(GreyPicture::brightness).sorted().toArray();
    double median = Math.max(DARK, sorted[sorted.length / 2]);
    List<String> off = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      int view = i;
      boolean compared = ratios.stream().anyMatch(r -> r.view() == view || r.other() == view);
      double ratio = Math.max(DARK, pictures.get(i).brightness()) / median;
      if (!compared && Math.max(ratio, 1 / ratio) > MEANS_APART) {
        off.add(views.get(i).name());
      }
    }
    if (!off.isEmpty()) {
      add(
          Finding.Weight.WARNING,
          "the brightness of %d of %d pictures is far off the others' (%s); photograph with fixed"
              + " exposure and white balance",
          off.size(),
          views.size(),
          named(off));
    }
  }

  /** Judges whether pictures match their poses; the ratios between those that do. */
  private List<PhotoConsistency.Ratio> judge(
      PhotoConsistency consistency,
      List<PhotoConsistency.Score> first,
      double matching,
      double chance) {
    if (first.size() < LEAST_VIEWS || Double.isNaN(matching)) {
      add(
          Finding.Weight.WARNING,
          "the pictures show too little structure to tell whether they belong to their poses");
      return List.of();
    }
    double[] sorted =
        first.stream()
            .mapToDouble(PhotoConsistency.Score::matching)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    double median = sorted[sorted.length / 2];
    if (median - chance < LEAST_MARGIN) {
      add(
          Finding.Weight.ERROR,
          "the pictures do not match the poses (patches are found in other views with correlation"
              + " %.2f, by chance %.2f); check that poses and pictures are of one capture, in the"
              + " same order, and that axes are OpenGL's",
          matching,
          chance);
      return List.of();
    }
    // a wrong picture, or one that shows nothing, spoils the scores of its neighbours too: the
    // doubtful are looked for once more, among views beyond doubt only
    Set<Integer> suspects = below(first, chance + SUSPECT * (median - chance));
    IntStream.range(0, first.size())
        .filter(view -> Double.isNaN(first.get(view).matching()))
        .forEach(suspects::add);
    List<PhotoConsistency.Score> scores =
        IntStream.range(0, first.size())
            .parallel()
            .mapToObj(
                view ->
                    suspects.contains(view)
                        ? consistency.score(view, other -> !suspects.contains(other))
                        : first.get(view))
            .toList();
    Set<Integer> strangers = below(scores, chance + STRANGER * (median - chance));
    if (!strangers.isEmpty()) {
      add(
          Finding.Weight.WARNING,
          "%d pictures do not match their poses: %s; remove them or correct their poses",
          strangers.size(),
          named(strangers.stream().map(view -> views.get(view).name()).toList()));
    }
    return scores.stream()
        .flatMap(score -> score.ratios().stream())
        .filter(ratio -> !strangers.contains(ratio.view()) && !strangers.contains(ratio.other()))
        .toList();
  }

  private static Set<Integer> below(List<PhotoConsistency.Score> scores, double limit) {
    return IntStream.range(0, scores.size())
        .filter(view -> scores.get(view).matching() < limit)
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private double similarity(List<GreyPicture> pictures) {
    int count = Math.min(SELF_SIMILARITY_VIEWS, pictures.size());
    double[] shares =
        IntStream.range(0, count)
            .parallel()
            .mapToDouble(i -> SelfSimilarity.of(pictures.get(i * pictures.size() / count), i))
            .toArray();
    double share = mean(Arrays.stream(shares));
    if (share < LITTLE_RECURS) {
      add(
          Finding.Weight.NOTE,
          "only %.0f %% of the patches recur elsewhere in their picture (in captures of blocks and"
              + " grass more than 90 %%), so expect remixes to repeat the same few parts",
          100 * share);
    }
    return share;
  }
}
