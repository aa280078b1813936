package org.sceneremix.scenes.check;

import static org.sceneremix.scenes.check.Findings.named;

import java.util.Comparator;
import java.util.List;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.UprightWorld;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.volume.Aabb;

/** Number, pose and intrinsics of a capture's cameras. */
final class CameraCheck {

  /** Views that a fit needs to tell where anything is. */
  private static final int LEAST_VIEWS = 3;

  /** Views below which a fit shows what no view has seen. */
  private static final int FEW_VIEWS = 25;

  /** Side of a picture below which there is nothing to fit to. */
  private static final int LEAST_PIXELS = 16;

  private static final double WIDE_GAP = 120;

  /** Angle between the cameras' mean up direction and z from which on the world lies, degrees. */
  private static final double LYING = 60;

  /** Mean -z of directions from which on cameras look down, so that their up says nothing. */
  private static final double DOWN = 0.8;

  private static final int COVERAGE_PARTS = 16;
  private static final int COVERING_VIEWS = 3;

  /** Length of the mean viewing direction below which cameras do not all look the same way. */
  private static final double ALL_WAYS = 0.9;

  private final Capture capture;
  private final List<View> views;
  private final Aabb box;
  private final Findings findings;

  CameraCheck(Capture capture, Aabb box, Findings findings) {
    this.capture = capture;
    this.views = capture.views();
    this.box = box;
    this.findings = findings;
  }

  /** Says what can be said without looking at pictures. */
  void check() {
    if (!looksPast()) {
      // axes that are wrong turn the up directions as well
      compareUp();
    }
    countViews();
    compareSizes();
  }

  /** Share of the cameras that have the middle of the box in their picture. */
  double looking() {
    return 1 - (double) lookingAway().size() / views.size();
  }

  /** Whether most cameras do not look at the box. */
  boolean looksPast() {
    return looking() < 0.5;
  }

  /** Views whose principal point is not in their picture, or said as a share of its sides. */
  List<View> uncentred() {
    return views.stream().filter(view -> !isCentreInside(view.camera().intrinsics())).toList();
  }

  /** Views that do not have the middle of the box in their picture. */
  private List<String> lookingAway() {
    Vector3d middle = new Vector3d(box.centreX(), box.centreY(), box.centreZ());
    return views.stream().filter(view -> !view.camera().sees(middle)).map(View::name).toList();
  }

  /** Share of the box's parts that are in the picture of several cameras. */
  double coverage() {
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
          views.stream().filter(view -> view.camera().sees(point)).limit(COVERING_VIEWS).count();
      covered += seeing >= COVERING_VIEWS ? 1 : 0;
    }
    return (double) covered / (n * n * n);
  }

  /** Largest angle between neighbouring cameras seen from above, degrees. */
  double largestGap() {
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
    return Math.toDegrees(gap);
  }

  /** Says where cameras look, and from where, whose pictures match their poses. */
  void compareDirections() {
    List<String> away = lookingAway();
    double gap = largestGap();
    if (looksPast()) {
      Vector3d forward = new Vector3d();
      views.forEach(view -> forward.add(view.camera().forward()));
      boolean outwards = forward.length() < ALL_WAYS * views.size();
      findings.add(
          Finding.Weight.ERROR,
          "%s (%d of %d cameras do not have the middle of the scene's box in their picture), though"
              + " pictures and poses belong together; %s",
          outwards
              ? "the cameras stand inside the scene and look outwards: there is no box that they"
                  + " all look at"
              : "the cameras look past the scene's box",
          away.size(),
          views.size(),
          outwards
              ? "photograph a scene from around it, or give --box for one thing that most of them"
                  + " see"
              : "give --box around what they see");
      return;
    }
    if (!away.isEmpty()) {
      findings.add(
          Finding.Weight.WARNING,
          "%d of %d cameras do not look at the middle of the scene's box: %s",
          away.size(),
          views.size(),
          named(away));
    }
    if (gap > WIDE_GAP) {
      findings.add(
          Finding.Weight.WARNING,
          "no camera stands within %.0f degrees on one side, so that side of the scene is guessed;"
              + " photograph all around",
          gap);
    }
  }

  private void compareUp() {
    List<Camera> cameras = views.stream().map(View::camera).toList();
    double tilt = UprightWorld.tilt(cameras);
    double down = cameras.stream().mapToDouble(camera -> -camera.forward().z).average().orElse(0);
    if (tilt > LYING && down < DOWN) {
      findings.add(
          Finding.Weight.WARNING,
          "the cameras' own up directions are %.0f degrees off z on average, but z should be up:"
              + " remixes move things along x and y and keep their height; turn the poses",
          tilt);
    }
  }

  private void countViews() {
    if (views.size() < LEAST_VIEWS) {
      findings.add(
          Finding.Weight.ERROR,
          "%d views tell nothing of depth; take at least %d, better 50 or more",
          views.size(),
          FEW_VIEWS);
    } else if (views.size() < FEW_VIEWS) {
      findings.add(
          Finding.Weight.WARNING,
          "%d views are few; from %d on fits hold up from new directions, 50 to 100 are better",
          views.size(),
          FEW_VIEWS);
    }
    if (!capture.hasAlpha()) {
      findings.add(
          Finding.Weight.NOTE,
          "there is neither alpha nor masks, so what is far behind the scene is fitted as a"
              + " backdrop, and what is near it as part of it; masks (folder masks, white = scene)"
              + " make the scene clean");
    }
  }

  private void compareSizes() {
    List<String> small =
        views.stream()
            .filter(view -> isTooSmall(view.camera().intrinsics()))
            .map(View::name)
            .toList();
    if (!small.isEmpty()) {
      findings.add(
          2 * small.size() > views.size() ? Finding.Weight.ERROR : Finding.Weight.WARNING,
          "%d of %d pictures are less than %d pixels wide or high (%s), which shows nothing; take"
              + " larger ones",
          small.size(),
          views.size(),
          LEAST_PIXELS,
          named(small));
    }
    List<String> sizes =
        views.stream()
            .map(view -> view.camera().intrinsics())
            .sorted(Comparator.comparingInt(i -> i.width() * i.height()))
            .map(i -> i.width() + "x" + i.height())
            .distinct()
            .toList();
    if (sizes.size() > 1) {
      findings.add(
          Finding.Weight.WARNING,
          "the pictures have %d sizes, from %s to %s pixels; every pixel counts alike in a fit, so"
              + " the larger ones decide",
          sizes.size(),
          sizes.get(0),
          sizes.get(sizes.size() - 1));
    }
  }

  private static boolean isTooSmall(Intrinsics camera) {
    return Math.min(camera.width(), camera.height()) < LEAST_PIXELS;
  }

  /**
   * Says why pictures do not match their poses.
   *
   * @param matching how well they do
   * @param chance how well they would by chance
   */
  void sayWhyNothingMatches(double matching, double chance) {
    List<View> uncentred = uncentred();
    List<String> away = lookingAway();
    if (!uncentred.isEmpty()) {
      Intrinsics first = uncentred.get(0).camera().intrinsics();
      findings.add(
          Finding.Weight.ERROR,
          "the principal point (cx %s, cy %s) is not in the picture of %dx%d pixels, in %d of %d"
              + " views (%s): give cx, cy and the focal length in pixels of these pictures, or the"
              + " size w, h that they are said for",
          first.cx(),
          first.cy(),
          first.width(),
          first.height(),
          uncentred.size(),
          views.size(),
          named(uncentred.stream().map(View::name).toList()));
    } else if (looksPast()) {
      findings.add(
          Finding.Weight.ERROR,
          "%d of %d cameras do not have the middle of the scene's box in their picture (%s), and"
              + " pictures were not found to match their poses: check the axes of the poses"
              + " (OpenGL: looking along -z), or give --box",
          away.size(),
          views.size(),
          named(away));
    } else {
      findings.add(
          Finding.Weight.ERROR,
          "the pictures do not match the poses (patches are found in other views with correlation"
              + " %.2f, by chance %.2f); check that poses and pictures are of one capture, in the"
              + " same order, and that axes are OpenGL's",
          matching,
          chance);
    }
  }

  private static boolean isCentreInside(Intrinsics i) {
    return isInside(i.cx(), i.width()) && isInside(i.cy(), i.height());
  }

  /** Whether a coordinate is in a picture, and not a share of its side. */
  private static boolean isInside(double coordinate, int side) {
    return coordinate > Math.min(1, 0.25 * side) && coordinate < side;
  }
}
