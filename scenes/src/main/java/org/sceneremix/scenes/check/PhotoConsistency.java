package org.sceneremix.scenes.check;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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

  private final List<GreyPicture> pictures;
  private final Aabb box;

  /** Scores of one view. */
  record Score(double matching, double chance, int patches) {}

  PhotoConsistency(List<GreyPicture> pictures, Aabb box) {
    this.pictures = pictures;
    this.box = box;
  }

  Score score(int view) {
    GreyPicture picture = pictures.get(view);
    int[] neighbours = neighbours(view);
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
    for (int attempt = 0; attempt < ATTEMPTS * PATCHES && patches < PATCHES; attempt++) {
      int column = random.nextInt(picture.width());
      int row = random.nextInt(picture.height());
      if (picture.patch(column, row, patch)) {
        matching += best(picture, column, row, patch, neighbours, neighbours);
        chance += best(picture, column, row, patch, neighbours, strangers);
        patches++;
      }
    }
    return patches == 0
        ? new Score(Double.NaN, Double.NaN, 0)
        : new Score(matching / patches, chance / patches, patches);
  }

  private int[] neighbours(int view) {
    Vector3d forward = pictures.get(view).camera().forward();
    Vector3d eye = pictures.get(view).camera().position();
    return IntStream.range(0, pictures.size())
        .filter(other -> other != view)
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

  private double best(
      GreyPicture picture, int column, int row, float[] patch, int[] poses, int[] shown) {
    // the pixel, its right and its lower neighbour
    Rays rays = new Rays(3);
    picture.camera().ray(column + 0.5, row + 0.5, rays, 0);
    picture.camera().ray(column + 1.5, row + 0.5, rays, 1);
    picture.camera().ray(column + 0.5, row + 1.5, rays, 2);
    Vector3d eye = picture.camera().position();
    double middle = eye.distance(box.centreX(), box.centreY(), box.centreZ());
    double reach = 0.5 * box.diagonal();
    double near = Math.max(0.05 * middle, middle - reach);
    double far = middle + reach;
    float[] other = new float[GreyPicture.PATCH];
    Vector3d point = new Vector3d();
    Vector3d[] seen = {new Vector3d(), new Vector3d(), new Vector3d()};
    double best = 0;
    for (int step = 0; step < DEPTHS; step++) {
      // even steps of inverse depth are even steps in the other picture
      double t = 1 / (1 / far + (1 / near - 1 / far) * step / (DEPTHS - 1));
      double sum = 0;
      for (int i = 0; i < poses.length; i++) {
        for (int corner = 0; corner < 3; corner++) {
          point.set(
              eye.x + t * rays.directions()[3 * corner],
              eye.y + t * rays.directions()[3 * corner + 1],
              eye.z + t * rays.directions()[3 * corner + 2]);
          pictures.get(poses[i]).project(point, seen[corner]);
        }
        Vector3d at = seen[0];
        GreyPicture neighbour = pictures.get(shown[i]);
        if (at.z > 0 && neighbour.patch(at.x, at.y, seen[1].sub(at), seen[2].sub(at), other)) {
          sum += Math.max(0, GreyPicture.correlation(patch, other));
        }
      }
      best = Math.max(best, poses.length == 0 ? 0 : sum / poses.length);
    }
    return best;
  }
}
