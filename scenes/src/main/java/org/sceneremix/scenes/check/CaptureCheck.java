package org.sceneremix.scenes.check;

import static org.sceneremix.scenes.check.Findings.named;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.joml.Matrix4d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureException;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;

/** Looks at a capture's cameras and pictures before hours are spent on it. */
public final class CaptureCheck {

  private static final int SELF_SIMILARITY_VIEWS = 4;

  /**
   * Ratio of a picture's mean brightness to that of the others, which changes with what is in it as
   * well: 1.27 in a sound capture.
   */
  private static final double MEANS_APART = 1.6;

  /** Mean brightness of a black picture, to divide by. */
  private static final double DARK = 1e-3;

  /** Least distance of matching scores from chance. */
  private static final double LEAST_MARGIN = 0.05;

  /** Share of views with pictures that others have, too, from which on a fit makes no sense. */
  private static final double MANY_REPEATED = 0.25;

  private static final double LITTLE_RECURS = 0.5;

  private final Capture capture;
  private final List<View> views;
  private final Aabb box;
  private final Findings findings = new Findings();
  private final CameraCheck cameras;

  private CaptureCheck(Capture capture) {
    this.capture = capture;
    this.views = capture.views();
    this.box = capture.box().orElse(capture.surroundings());
    this.cameras = new CameraCheck(capture, box, findings);
  }

  /**
   * Checks a capture.
   *
   * @throws CaptureException if a picture cannot be read
   * @throws CancellationException if the progress is cancelled
   */
  public static CaptureReport check(Capture capture, Progress progress) throws CaptureException {
    return new CaptureCheck(capture).check(progress);
  }

  private CaptureReport check(Progress progress) throws CaptureException {
    capture.remarks().forEach(remark -> findings.add(Finding.Weight.WARNING, "%s", remark));
    cameras.check();
    List<GreyPicture> pictures = new ArrayList<>();
    for (View view : views) {
      begin(progress, 0.4 * pictures.size() / views.size(), "pictures");
      pictures.add(GreyPicture.of(view));
    }
    Set<Integer> repeated = repeated(pictures);
    begin(progress, 0.4, "photo-consistency");
    PhotoConsistency consistency = new PhotoConsistency(pictures, box, 1);
    List<PhotoConsistency.Score> scores = scores(consistency);
    double matching = mean(scores.stream().flatMapToDouble(s -> Arrays.stream(s.matching())));
    double chance = mean(scores.stream().flatMapToDouble(s -> Arrays.stream(s.chance())));
    double exposure =
        exposure(pictures, judge(pictures, scores, repeated, matching, chance, progress));
    begin(progress, 0.9, "self-similarity");
    double similarity = similarity(pictures);
    progress.at(1, views.size() + " views");
    return new CaptureReport(
        views.size(),
        views.get(0).camera().intrinsics().width(),
        views.get(0).camera().intrinsics().height(),
        capture.hasAlpha(),
        cameras.looking(),
        cameras.coverage(),
        cameras.largestGap(),
        exposure,
        matching,
        chance,
        similarity,
        findings.sorted());
  }

  private static void begin(Progress progress, double fraction, String part) {
    if (progress.cancelled()) {
      throw new CancellationException("stopped");
    }
    progress.at(fraction, part);
  }

  private List<PhotoConsistency.Score> scores(PhotoConsistency consistency) {
    return IntStream.range(0, views.size())
        .parallel()
        .mapToObj(view -> consistency.score(view, other -> true))
        .toList();
  }

  /** The median of the views' margins; NaN if none is known. */
  private static double medianMargin(List<PhotoConsistency.Score> scores) {
    double[] sorted =
        scores.stream()
            .mapToDouble(PhotoConsistency.Score::margin)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  private static double mean(DoubleStream values) {
    return values.filter(Double::isFinite).average().orElse(Double.NaN);
  }

  /**
   * Looks for jumps of brightness.
   *
   * @param ratios between pictures that match their poses
   * @return the largest factor
   */
  private double exposure(List<GreyPicture> pictures, List<PhotoConsistency.Ratio> ratios) {
    ExposureJumps jumps = new ExposureJumps(pictures.size(), ratios);
    List<String> jumping = names(jumps.pictures());
    if (!jumping.isEmpty()) {
      findings.add(
          Finding.Weight.WARNING,
          "in %d of %d pictures the same spots are brighter or darker than in most, by a factor"
              + " of up to %.1f (%s); photograph with fixed exposure and white balance, or fit with"
              + " --exposures",
          jumping.size(),
          views.size(),
          jumps.pictures().stream().mapToDouble(jumps::factor).max().orElseThrow(),
          named(jumping));
    }
    compareMeans(pictures, jumps);
    return jumps.largest();
  }

  private List<String> names(Collection<Integer> some) {
    return some.stream().map(view -> views.get(view).name()).toList();
  }

  /** Compares pictures of which no spot was found in others, for example as they are black. */
  private void compareMeans(List<GreyPicture> pictures, ExposureJumps jumps) {
    double[] sorted = pictures.stream().mapToDouble(GreyPicture::brightness).sorted().toArray();
    double median = Math.max(DARK, sorted[sorted.length / 2]);
    List<String> off = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      double ratio = Math.max(DARK, pictures.get(i).brightness()) / median;
      if (!jumps.isCompared(i) && Math.max(ratio, 1 / ratio) > MEANS_APART) {
        off.add(views.get(i).name());
      }
    }
    if (!off.isEmpty()) {
      findings.add(
          Finding.Weight.WARNING,
          "the brightness of %d of %d pictures is far off the others' (%s); photograph with fixed"
              + " exposure and white balance",
          off.size(),
          views.size(),
          named(off));
    }
  }

  /** Looks for pictures that several views show; those views whose poses contradict that. */
  private Set<Integer> repeated(List<GreyPicture> pictures) {
    Set<Integer> contradicting = new TreeSet<>();
    Set<Integer> unmoved = new TreeSet<>();
    Set<String> names = new LinkedHashSet<>();
    Set<String> twice = new LinkedHashSet<>();
    for (RepeatedPictures.Pair pair : RepeatedPictures.of(pictures, box)) {
      String first = views.get(pair.first()).name();
      String second = views.get(pair.second()).name();
      (pair.moved() ? names : twice).add(first.equals(second) ? first : first + " = " + second);
      (pair.moved() ? contradicting : unmoved).addAll(List.of(pair.first(), pair.second()));
    }
    if (!names.isEmpty()) {
      findings.add(
          contradicting.size() < MANY_REPEATED * views.size()
              ? Finding.Weight.WARNING
              : Finding.Weight.ERROR,
          "%d views with different poses share pictures, so that all but one of each are wrong: %s;"
              + " correct their file names or leave them out",
          contradicting.size(),
          new Findings.Named(List.copyOf(names), names(contradicting)));
    }
    if (!twice.isEmpty()) {
      findings.add(
          Finding.Weight.NOTE,
          "%d pictures are there twice with the same pose: %s; where one of two is held out, its"
              + " figures flatter",
          twice.size(),
          new Findings.Named(List.copyOf(twice), names(unmoved)));
    }
    return contradicting;
  }

  /**
   * Judges whether pictures match their poses and intrinsics.
   *
   * @return how bright the same spots are in pictures that do; none where nothing is known of them
   */
  private List<PhotoConsistency.Ratio> judge(
      List<GreyPicture> pictures,
      List<PhotoConsistency.Score> scores,
      Set<Integer> repeated,
      double matching,
      double chance,
      Progress progress) {
    begin(progress, 0.6, "focal length and principal point");
    Optional<Calibration.Better> better = Calibration.better(pictures, box);
    List<GreyPicture> calibrated =
        better.isEmpty() ? pictures : pictures.stream().map(better.get().change()::of).toList();
    List<PhotoConsistency.Score> best =
        better.isEmpty()
            ? scores
            : scores(new PhotoConsistency(calibrated, box, 1 / better.get().change().focal()));
    double margin = medianMargin(best);
    boolean isUncentred = better.isPresent() && !cameras.uncentred().isEmpty();
    boolean isPast = cameras.looksPast();
    boolean isTurned = isPast && medianMargin(scores(turned(pictures))) > margin;
    if (margin < LEAST_MARGIN || isUncentred || isTurned || isPast && Double.isNaN(margin)) {
      cameras.sayWhyNothingMatches(matching, chance);
      return List.of();
    }
    cameras.compareDirections();
    if (Double.isNaN(margin)) {
      findings.add(
          Finding.Weight.WARNING,
          "the pictures share too little, or show too little structure, to tell whether they belong"
              + " to their poses");
      return List.of();
    }
    better.ifPresent(this::sayCalibration);
    begin(progress, 0.8, "pictures that do not match");
    StrangePictures.Judgement judgement = StrangePictures.of(calibrated, box, best);
    Set<Integer> strangers = judgement.strangers();
    List<String> names =
        names(strangers.stream().filter(view -> !repeated.contains(view)).toList());
    if (!names.isEmpty()) {
      findings.add(
          Finding.Weight.WARNING,
          "%d pictures do not match their poses: %s; remove them or correct their poses",
          names.size(),
          named(names));
    }
    Set<Integer> unknown = judgement.unknown();
    if (!unknown.isEmpty()) {
      findings.add(
          Finding.Weight.NOTE,
          "of %d pictures too little is seen in others to tell whether they match their poses: %s",
          unknown.size(),
          named(names(unknown)));
    }
    strangers.addAll(repeated);
    return best.stream()
        .flatMap(score -> score.ratios().stream())
        .filter(r -> !strangers.contains(r.view()) && !strangers.contains(r.other()))
        .toList();
  }

  /** As if axes were OpenCV's, y down and z forward, and had been taken for OpenGL's. */
  private PhotoConsistency turned(List<GreyPicture> pictures) {
    List<GreyPicture> turned =
        pictures.stream()
            .map(
                picture ->
                    picture.takenBy(
                        new Camera(
                            picture.camera().intrinsics(),
                            new Matrix4d(picture.camera().cameraToWorld()).rotateX(Math.PI))))
            .toList();
    return new PhotoConsistency(turned, box, 1);
  }

  private void sayCalibration(Calibration.Better better) {
    Intrinsics said = views.get(0).camera().intrinsics();
    Intrinsics fitting = better.change().of(said);
    List<String> changes = new ArrayList<>();
    if (better.change().changesFocal()) {
      changes.add(
          String.format(
              Locale.ROOT,
              "a focal length about %.2f times as long (%.0f pixels instead of %.0f)",
              better.change().focal(),
              fitting.fx(),
              said.fx()));
    }
    if (better.change().changesCentre()) {
      changes.add(
          String.format(
              Locale.ROOT,
              "the principal point at about (%.0f, %.0f) instead of (%.0f, %.0f)",
              fitting.cx(),
              fitting.cy(),
              said.cx(),
              said.cy()));
    }
    findings.add(
        Finding.Weight.WARNING,
        "the pictures agree better with %s: correlation %.3f instead of %.3f; check the focal"
            + " length, the principal point and the size that they are said for",
        String.join(" and ", changes),
        better.after(),
        better.before());
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
      findings.add(
          Finding.Weight.NOTE,
          "only %.0f %% of the patches recur elsewhere in their picture (in captures of blocks and"
              + " grass more than 90 %%), so expect remixes to repeat the same few parts",
          100 * share);
    }
    return share;
  }
}
