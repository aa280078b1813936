package org.sceneremix.scenes.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.joml.Matrix4dc;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.volume.Aabb;

/**
 * Whether pictures and poses belong together, by plane sweep (Collins 1996, "A space-sweep approach
 * to true multi-image matching"): a patch of one picture is looked for in the pictures of all
 * cameras that {@linkplain SharedSurfaces share its surface}, at the points where its ray through
 * the scene is seen there. Its score is the mean normalised cross-correlation of the pictures that
 * agree best, at the distance where that is highest: not all of them, as the spot is hidden from
 * some. Where poses are wrong the best of many distances is still some chance match; how good, the
 * same search in pictures of other cameras tells.
 */
final class PhotoConsistency {

  /** Pictures that a patch is looked for in, at most, and how many of them have to agree. */
  private static final int MOST_NEIGHBOURS = 8;

  private static final int AGREEING = 4;

  /** One other picture agrees somewhere, whatever it shows. */
  private static final int LEAST_AGREEING = 2;

  /** Compared patches that tell something of a view. */
  private static final int LEAST_PATCHES = 10;

  private static final int PATCHES = 40;
  private static final int ATTEMPTS = 20;

  /** Share of the scene's distance within which nothing is looked for. */
  private static final double NEAREST = 0.2;

  /** Distances along a ray that are tried, at least, and halvings of the step around the best. */
  private static final int LEAST_DISTANCES = 112;

  private static final int HALVINGS = 3;

  /**
   * Widest step of inverse distance, in inverses of the scene's distance: half a patch or so for
   * cameras 50 degrees apart. Twice that steps over matches, and the more, the deeper is looked: of
   * the chair with a focal length 1.4 times too long, the right one was no better.
   */
  private static final double WIDEST_STEP = 0.015;

  /**
   * Correlation from which on two patches show the same spot. On hand-held photographs of shiny
   * metal at 0.7 chance matches spoil the ratios, at 0.9 there is hardly one.
   */
  private static final double SURE = 0.85;

  /** Pixels of a spot that must be seen in both pictures to tell how bright it is in them. */
  private static final int LEAST_PIXELS = 12;

  private final List<GreyPicture> pictures;
  private final Aabb box;
  private final SharedSurfaces shared;
  private final double reach;

  /**
   * Scores of one view's patches; those that too few views see are not among them.
   *
   * @param matching correlation of each patch with the pictures at their poses
   * @param chance correlation of each with pictures of other poses
   * @param ratios brightness of its spots relative to the same spots in its neighbours' pictures
   */
  record Score(double[] matching, double[] chance, List<Ratio> ratios) {

    /** Whether enough of the view is seen in others to tell anything. */
    boolean isKnown() {
      return matching.length >= LEAST_PATCHES;
    }

    /** Share of the patches that are found with a correlation; NaN if that is not known. */
    double found(double correlation) {
      return isKnown()
          ? Arrays.stream(matching).filter(m -> m > correlation).count() / (double) matching.length
          : Double.NaN;
    }

    /** Mean by which patches are found better than by chance; NaN if that is not known. */
    double margin() {
      return isKnown() ? PairedMean.of(chance, matching).mean() : Double.NaN;
    }
  }

  /** Brightness of a spot in the picture of one view, as a ratio to that in another's. */
  record Ratio(int view, int other, double ratio) {}

  /**
   * @param depth how deep the scene is looked for, in diagonals of its box
   */
  PhotoConsistency(List<GreyPicture> pictures, Aabb box, double depth) {
    this.pictures = pictures;
    this.box = box;
    this.shared = new SharedSurfaces(pictures, box);
    this.reach = 0.5 * depth * box.diagonal();
  }

  /** Number of views. */
  int views() {
    return pictures.size();
  }

  /**
   * Looks for patches of a view in the views that share surfaces with it.
   *
   * @param trusted which views may be among those
   */
  Score score(int view, IntPredicate trusted) {
    int[] neighbours = neighbours(view, trusted);
    int[] strangers = strangers(view, neighbours);
    List<Ratio> ratios = new ArrayList<>();
    List<double[]> found = new ArrayList<>();
    for (Sweep sweep : sweeps(view, neighbours, PATCHES)) {
      double matching = sweep.best(neighbours);
      if (!Double.isNaN(matching)) {
        sweep.compareBrightness(view, ratios);
        found.add(new double[] {matching, sweep.best(strangers)});
      }
    }
    return new Score(
        found.stream().mapToDouble(pair -> pair[0]).toArray(),
        found.stream().mapToDouble(pair -> pair[1]).toArray(),
        ratios);
  }

  /**
   * Best correlation of each patch of a view with its neighbours' pictures where the poses put it:
   * the same patches for the same picture, whatever its camera; NaN for patches that too few views
   * see.
   *
   * @param neighbours views whose pictures are searched
   * @param patches number of patches, at most
   */
  double[] matching(int view, int[] neighbours, int patches) {
    return sweeps(view, neighbours, patches).stream()
        .mapToDouble(sweep -> sweep.best(neighbours))
        .toArray();
  }

  /** Views that share surfaces with a view, spread evenly over all that do. */
  int[] neighbours(int view, IntPredicate trusted) {
    int[] all = shared.of(view, trusted);
    int count = Math.min(MOST_NEIGHBOURS, all.length);
    return IntStream.range(0, count).map(i -> all[i * all.length / count]).toArray();
  }

  /** As many views that look as differently as there are. */
  private int[] strangers(int view, int[] neighbours) {
    Vector3d forward = pictures.get(view).camera().forward();
    int[] others =
        IntStream.range(0, pictures.size())
            .filter(other -> other != view)
            .boxed()
            .sorted(
                Comparator.comparingDouble(
                    other -> pictures.get(other).camera().forward().dot(forward)))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] strangers = new int[neighbours.length];
    for (int i = 0; i < strangers.length; i++) {
      strangers[i] = others[others[i] == neighbours[i] ? (i + 1) % others.length : i];
    }
    return strangers;
  }

  private List<Sweep> sweeps(int view, int[] neighbours, int patches) {
    GreyPicture picture = pictures.get(view);
    Random random = new Random(view);
    List<Sweep> sweeps = new ArrayList<>();
    if (neighbours.length < LEAST_AGREEING) {
      return sweeps;
    }
    for (int attempt = 0; attempt < ATTEMPTS * patches && sweeps.size() < patches; attempt++) {
      int column = random.nextInt(picture.width());
      int row = random.nextInt(picture.height());
      float[] patch = new float[GreyPicture.PATCH];
      if (picture.patch(column, row, patch)) {
        sweeps.add(new Sweep(picture, column, row, patch, neighbours));
      }
    }
    return sweeps;
  }

  /** A patch of a picture, looked for along its ray. */
  private final class Sweep {

    private final float[] patch;
    private final float[] lumas = new float[GreyPicture.PATCH];
    private final int[] neighbours;
    private final double near;
    private final double far;
    private final int distances;

    /**
     * For each neighbour, of the patch's pixel, its right and its lower neighbour, in the
     * neighbour's camera space: the eye, then the directions of the three rays.
     */
    private final Vector3d[][] lines;

    private final float[] other = new float[GreyPicture.PATCH];

    /**
     * Positions of the pixel and its two neighbours in another picture: u and v of each, pixels.
     */
    private final double[] seen = new double[6];

    private final double[] correlations;

    /** Distance along the ray where {@link #best} found it. */
    private double found;

    Sweep(GreyPicture picture, int column, int row, float[] patch, int[] neighbours) {
      this.patch = patch;
      this.neighbours = neighbours;
      this.correlations = new double[neighbours.length];
      picture.lumas(column + 0.5, row + 0.5, 1, 0, 0, 1, lumas);
      Rays rays = new Rays(3);
      picture.camera().ray(column + 0.5, row + 0.5, rays, 0);
      picture.camera().ray(column + 1.5, row + 0.5, rays, 1);
      picture.camera().ray(column + 0.5, row + 1.5, rays, 2);
      Vector3d eye = picture.camera().position();
      lines = new Vector3d[neighbours.length][4];
      for (int i = 0; i < neighbours.length; i++) {
        Matrix4dc toCamera = pictures.get(neighbours[i]).toCamera();
        lines[i][0] = toCamera.transformPosition(eye, new Vector3d());
        for (int ray = 0; ray < 3; ray++) {
          lines[i][ray + 1] =
              toCamera.transformDirection(
                  new Vector3d(
                      rays.directions()[3 * ray],
                      rays.directions()[3 * ray + 1],
                      rays.directions()[3 * ray + 2]));
        }
      }
      double middle = eye.distance(box.centreX(), box.centreY(), box.centreZ());
      double distance = shared.distance(picture.camera());
      near = Math.max(NEAREST * distance, middle - reach);
      far = middle + reach;
      distances =
          Math.max(LEAST_DISTANCES, (int) Math.ceil((1 / near - 1 / far) * distance / WIDEST_STEP));
    }

    /**
     * The best agreement at one distance; NaN if too few neighbours see any part of the ray.
     *
     * @param shown the pictures that stand in for the neighbours'
     */
    double best(int[] shown) {
      // even steps of inverse distance are even steps in the other picture
      double width = (1 / near - 1 / far) / (distances - 1);
      double best = Double.NaN;
      double at = 0;
      for (int step = 0; step < distances; step++) {
        double inverse = 1 / far + step * width;
        double agreement = agreement(1 / inverse, shown);
        if (!(agreement <= best) && !Double.isNaN(agreement)) {
          best = agreement;
          at = inverse;
        }
      }
      for (int halving = 0; halving < HALVINGS; halving++) {
        width /= 2;
        double middle = at;
        for (double inverse : new double[] {middle - width, middle + width}) {
          double agreement = inverse > 0 ? agreement(1 / inverse, shown) : Double.NaN;
          if (agreement > best) {
            best = agreement;
            at = inverse;
          }
        }
      }
      found = 1 / at;
      return best;
    }

    /** Mean correlation of the pictures that agree best at a distance; NaN if too few see it. */
    private double agreement(double t, int[] shown) {
      int agreeing = Math.min(AGREEING, neighbours.length);
      int seeing = 0;
      for (int i = 0; i < neighbours.length; i++) {
        double correlation = correlation(t, i, pictures.get(shown[i]));
        if (!Double.isNaN(correlation)) {
          correlations[seeing++] = Math.max(0, correlation);
        }
      }
      if (seeing < agreeing) {
        return Double.NaN;
      }
      Arrays.sort(correlations, 0, seeing);
      double sum = 0;
      for (int i = seeing - agreeing; i < seeing; i++) {
        sum += correlations[i];
      }
      return sum / agreeing;
    }

    /**
     * The patch at a distance along its ray, compared with what another picture shows there; NaN if
     * it is not in that.
     */
    private double correlation(double t, int neighbour, GreyPicture picture) {
      Vector3d[] line = lines[neighbour];
      Intrinsics pinhole = pictures.get(neighbours[neighbour]).camera().intrinsics();
      for (int ray = 0; ray < 3; ray++) {
        double depth = -(line[0].z + t * line[ray + 1].z);
        if (depth <= 0) {
          return Double.NaN;
        }
        seen[2 * ray] = pinhole.cx() + pinhole.fx() * (line[0].x + t * line[ray + 1].x) / depth;
        seen[2 * ray + 1] = pinhole.cy() - pinhole.fy() * (line[0].y + t * line[ray + 1].y) / depth;
      }
      double ax = seen[2] - seen[0];
      double ay = seen[3] - seen[1];
      double bx = seen[4] - seen[0];
      double by = seen[5] - seen[1];
      if (!picture.holds(seen[0], seen[1], ax, ay, bx, by)) {
        return Double.NaN;
      }
      return picture.patch(seen[0], seen[1], ax, ay, bx, by, other)
          ? GreyPicture.correlation(patch, other)
          : 0;
    }

    /** Adds, for each neighbour that surely shows the patch, how much brighter it is here. */
    void compareBrightness(int view, List<Ratio> ratios) {
      for (int i = 0; i < neighbours.length; i++) {
        GreyPicture neighbour = pictures.get(neighbours[i]);
        if (correlation(found, i, neighbour) > SURE) {
          neighbour.lumas(
              seen[0],
              seen[1],
              seen[2] - seen[0],
              seen[3] - seen[1],
              seen[4] - seen[0],
              seen[5] - seen[1],
              other);
          double ratio = ratio(lumas, other);
          if (ratio > 0) {
            ratios.add(new Ratio(view, neighbours[i], ratio));
          }
        }
      }
    }

    /** Ratio of what two pictures show of a spot; NaN if one of them shows too little. */
    private static double ratio(float[] here, float[] there) {
      double sumHere = 0;
      double sumThere = 0;
      int pixels = 0;
      for (int i = 0; i < here.length; i++) {
        if (!Float.isNaN(here[i] + there[i])) {
          sumHere += here[i];
          sumThere += there[i];
          pixels++;
        }
      }
      return pixels < LEAST_PIXELS || sumThere <= 0 ? Double.NaN : sumHere / sumThere;
    }
  }
}
