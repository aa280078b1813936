package org.sceneremix.scenes.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.joml.Vector3d;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.volume.Aabb;

/**
 * Whether pictures and poses belong together, by plane sweep (Collins 1996, "A space-sweep approach
 * to true multi-image matching"): a patch of one picture is looked for in the pictures of the
 * nearest cameras, at the points where its ray through the scene's box is seen there. Its score is
 * the mean over those cameras of the normalised cross-correlation at the depth where that is best.
 * Where poses are wrong the best of many depths is still some chance match; how good, the same
 * search in pictures of other cameras tells.
 */
final class PhotoConsistency {

  private static final int PATCHES = 40;
  private static final int ATTEMPTS = 20;
  private static final int DEPTHS = 96;
  private static final int NEIGHBOURS = 2;

  /**
   * Correlation from which on two patches show the same spot. On hand-held photographs of shiny
   * metal median ratios are 0.87 to 1.22 for it; at 0.7 chance matches reach 1.30, at 0.9 hardly a
   * pair has spots enough.
   */
  private static final double SURE = 0.85;

  /** Spots that tell how bright two pictures are beside each other. */
  private static final int LEAST_SPOTS = 5;

  private static final Vector3d RIGHT = new Vector3d(1, 0, 0);
  private static final Vector3d DOWN = new Vector3d(0, 1, 0);

  private final List<GreyPicture> pictures;
  private final Aabb box;

  /**
   * Scores of one view.
   *
   * @param matching how well its patches are found where its pose says; NaN where no patch shows
   *     enough or the view has no neighbours
   * @param chance how well they are found in pictures of other poses
   * @param ratios how much brighter its spots are than the same spots in its neighbours' pictures
   */
  record Score(double matching, double chance, List<Ratio> ratios) {
    Score {
      ratios = List.copyOf(ratios);
    }
  }

  /**
   * How much brighter one picture shows the same spots than another, as the median of their ratios.
   */
  record Ratio(int view, int other, double ratio) {
    /** The same, whichever of the two is the brighter one; at least 1. */
    double factor() {
      return Math.max(ratio, 1 / ratio);
    }
  }

  PhotoConsistency(List<GreyPicture> pictures, Aabb box) {
    this.pictures = pictures;
    this.box = box;
  }

  /**
   * Looks for patches of a view in its nearest neighbours.
   *
   * @param trusted which views may be neighbours
   */
  Score score(int view, IntPredicate trusted) {
    GreyPicture picture = pictures.get(view);
    int[] neighbours = neighbours(view, trusted);
    // as far from the neighbours as can be, where there are enough views
    int[] strangers = new int[neighbours.length];
    for (int i = 0; i < strangers.length; i++) {
      strangers[i] = (neighbours[i] + pictures.size() / 2) % pictures.size();
    }
    Random random = new Random(view);
    float[] patch = new float[GreyPicture.PATCH];
    double matching = 0;
    double chance = 0;
    int patches = 0;
    List<List<Double>> ratios =
        Stream.generate(() -> (List<Double>) new ArrayList<Double>())
            .limit(neighbours.length)
            .toList();
    for (int attempt = 0; attempt < ATTEMPTS * PATCHES && patches < PATCHES; attempt++) {
      int column = random.nextInt(picture.width());
      int row = random.nextInt(picture.height());
      if (picture.patch(column, row, patch)) {
        Sweep sweep = new Sweep(picture, column, row, patch);
        matching += sweep.best(neighbours, neighbours);
        sweep.compareBrightness(neighbours, ratios);
        chance += sweep.best(neighbours, strangers);
        patches++;
      }
    }
    if (patches == 0 || neighbours.length == 0) {
      return new Score(Double.NaN, Double.NaN, List.of());
    }
    List<Ratio> medians = new ArrayList<>();
    for (int i = 0; i < neighbours.length; i++) {
      if (ratios.get(i).size() >= LEAST_SPOTS) {
        medians.add(new Ratio(view, neighbours[i], median(ratios.get(i))));
      }
    }
    return new Score(matching / patches, chance / patches, medians);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private int[] neighbours(int view, IntPredicate trusted) {
    Vector3d forward = pictures.get(view).camera().forward();
    Vector3d eye = pictures.get(view).camera().position();
    return IntStream.range(0, pictures.size())
        .filter(other -> other != view)
        .filter(trusted)
        // cameras that look the other way see nothing of the same surface
        .filter(other -> pictures.get(other).camera().forward().dot(forward) > 0)
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                other -> pictures.get(other).camera().position().distance(eye)))
        .limit(NEIGHBOURS)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** A patch of a picture, looked for along its ray. */
  private final class Sweep {

    private final float[] patch;
    private final double brightness;
    private final Vector3d eye;
    private final double near;
    private final double far;

    /** Of the pixel, its right and its lower neighbour. */
    private final Rays rays = new Rays(3);

    private final float[] other = new float[GreyPicture.PATCH];
    private final Vector3d point = new Vector3d();
    private final Vector3d[] seen = {new Vector3d(), new Vector3d(), new Vector3d()};

    /** Distance along the ray where {@link #best} found it. */
    private double found;

    Sweep(GreyPicture picture, int column, int row, float[] patch) {
      this.patch = patch;
      picture.camera().ray(column + 0.5, row + 0.5, rays, 0);
      picture.camera().ray(column + 1.5, row + 0.5, rays, 1);
      picture.camera().ray(column + 0.5, row + 1.5, rays, 2);
      brightness = picture.brightness(column + 0.5, row + 0.5, RIGHT, DOWN);
      eye = picture.camera().position();
      double middle = eye.distance(box.centreX(), box.centreY(), box.centreZ());
      double reach = 0.5 * box.diagonal();
      near = Math.max(0.05 * middle, middle - reach);
      far = middle + reach;
    }

    double best(int[] poses, int[] shown) {
      double best = 0;
      for (int step = 0; step < DEPTHS; step++) {
        // even steps of inverse depth are even steps in the other picture
        double t = 1 / (1 / far + (1 / near - 1 / far) * step / (DEPTHS - 1));
        double sum = 0;
        for (int i = 0; i < poses.length; i++) {
          sum += Math.max(0, correlation(t, poses[i], pictures.get(shown[i])));
        }
        if (sum / poses.length > best) {
          best = sum / poses.length;
          found = t;
        }
      }
      return best;
    }

    /** The patch at a distance along its ray, compared with what another picture shows there. */
    private double correlation(double t, int pose, GreyPicture neighbour) {
      for (int corner = 0; corner < 3; corner++) {
        point.set(
            eye.x + t * rays.directions()[3 * corner],
            eye.y + t * rays.directions()[3 * corner + 1],
            eye.z + t * rays.directions()[3 * corner + 2]);
        pictures.get(pose).project(point, seen[corner]);
      }
      Vector3d at = seen[0];
      boolean shows =
          at.z > 0 && neighbour.patch(at.x, at.y, seen[1].sub(at), seen[2].sub(at), other);
      return shows ? GreyPicture.correlation(patch, other) : 0;
    }

    /** Adds, for each neighbour that surely shows the patch, how much brighter it is here. */
    void compareBrightness(int[] neighbours, List<List<Double>> ratios) {
      for (int i = 0; i < neighbours.length; i++) {
        GreyPicture neighbour = pictures.get(neighbours[i]);
        if (found > 0 && correlation(found, neighbours[i], neighbour) > SURE) {
          double there = neighbour.brightness(seen[0].x, seen[0].y, seen[1], seen[2]);
          if (there > 0) {
            ratios.get(i).add(brightness / there);
          }
        }
      }
    }
  }
}
