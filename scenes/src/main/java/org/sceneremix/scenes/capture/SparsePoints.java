package org.sceneremix.scenes.capture;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.joml.Matrix4dc;
import org.joml.Vector3d;
import org.sceneremix.volume.Aabb;

/**
 * Points that structure from motion found on the scene and around it. They tell where the scene is:
 * the box around nearly all points that lie where the cameras look, and a little more.
 */
final class SparsePoints {

  /** Share of the points at each end of an axis that count as stray. */
  private static final double STRAY = 0.01;

  /** Margin of the box of the points on each side, as a share of its size. */
  private static final double MARGIN = 0.05;

  /** Fewer points tell nothing of the scene's extent. */
  private static final int LEAST_POINTS = 50;

  private SparsePoints() {}

  /**
   * The box of the scene, if there are points enough.
   *
   * @param points world positions
   * @param motion what takes them to the capture's world
   * @param seen where the cameras look, in the capture's world
   */
  static Optional<Aabb> box(List<Vector3d> points, Matrix4dc motion, Aabb seen) {
    List<Vector3d> near =
        points.stream()
            .map(point -> motion.transformPosition(point, new Vector3d()))
            .filter(point -> seen.contains(point.x, point.y, point.z))
            .toList();
    if (near.size() < LEAST_POINTS) {
      return Optional.empty();
    }
    double[] min = new double[3];
    double[] max = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      int component = axis;
      double[] sorted = near.stream().mapToDouble(point -> point.get(component)).toArray();
      Arrays.sort(sorted);
      int stray = (int) (STRAY * sorted.length);
      double low = sorted[stray];
      double high = sorted[sorted.length - 1 - stray];
      double margin = MARGIN * Math.max(high - low, 1e-9);
      min[axis] = low - margin;
      max[axis] = high + margin;
    }
    return Optional.of(new Aabb(min[0], min[1], min[2], max[0], max[1], max[2]));
  }
}
