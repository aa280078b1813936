package org.sceneremix.scenes.check;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.volume.Aabb;

/**
 * Views in which the surfaces of a view are seen, too, judging by the cameras: points of its
 * picture at the distance of the scene are in the other picture, from a direction that does not
 * differ much.
 */
final class SharedSurfaces {

  /** Angle between two lines of sight from which on a surface looks too different. */
  private static final double WIDEST = Math.toRadians(50);

  /** Points that are tried along each side of the picture. */
  private static final int POINTS = 5;

  /** Share of the points that both must see. */
  private static final double LEAST_SHARE = 0.3;

  private final List<GreyPicture> pictures;
  private final Vector3d middle;
  private final double inside;

  SharedSurfaces(List<GreyPicture> pictures, Aabb box) {
    this.pictures = pictures;
    this.middle = new Vector3d(box.centreX(), box.centreY(), box.centreZ());
    this.inside = 0.25 * box.diagonal();
  }

  /** Distance from a camera at which the scene is, about; cameras may stand in it. */
  double distance(Camera camera) {
    return Math.max(inside, camera.position().distance(middle));
  }

  /**
   * Views that share surfaces with a view, the one with the most similar lines of sight first.
   *
   * @param trusted which views may be among them
   */
  int[] of(int view, IntPredicate trusted) {
    double[] angles =
        IntStream.range(0, pictures.size())
            .mapToDouble(
                other -> other == view || !trusted.test(other) ? Math.PI : angle(view, other))
            .toArray();
    return IntStream.range(0, angles.length)
        .filter(other -> angles[other] < WIDEST)
        .boxed()
        .sorted(Comparator.comparingDouble(other -> angles[other]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Mean angle between two views' lines of sight to what both see; a straight one if too little.
   */
  private double angle(int view, int other) {
    Camera camera = pictures.get(view).camera();
    Camera second = pictures.get(other).camera();
    Intrinsics pinhole = camera.intrinsics();
    Vector3d eye = camera.position();
    Vector3d secondEye = second.position();
    double distance = distance(camera);
    int shared = 0;
    double sum = 0;
    for (int i = 0; i < POINTS * POINTS; i++) {
      double u = (i % POINTS + 0.5) / POINTS * pinhole.width();
      double v = (i / POINTS + 0.5) / POINTS * pinhole.height();
      Vector3d point =
          new Vector3d((u - pinhole.cx()) / pinhole.fx(), (pinhole.cy() - v) / pinhole.fy(), -1)
              .normalize(distance);
      camera.cameraToWorld().transformPosition(point);
      if (second.sees(point)) {
        shared++;
        sum += new Vector3d(point).sub(eye).angle(new Vector3d(point).sub(secondEye));
      }
    }
    return shared < LEAST_SHARE * POINTS * POINTS ? Math.PI : sum / shared;
  }
}
