package org.sceneremix.scenes.check;

import java.util.ArrayList;
import java.util.List;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.volume.Aabb;

/** Pictures that several views show. */
final class RepeatedPictures {

  /** Correlation of whole pictures from which on they are the same one, stored again perhaps. */
  private static final double SAME = 0.9995;

  /** Likeness of the small pictures, compared first, from which on the pictures are compared. */
  private static final double SIMILAR = 0.99;

  private static final int SMALL = 32;

  /** Pixels by which poses must move the scene's corners for pictures to differ, on average. */
  private static final double MOVED = 2;

  private final Aabb box;

  /**
   * Two views with one picture.
   *
   * @param moved whether their poses say that the pictures differ
   */
  record Pair(int first, int second, boolean moved) {}

  private RepeatedPictures(Aabb box) {
    this.box = box;
  }

  /** All pairs, in ascending order. */
  static List<Pair> of(List<GreyPicture> pictures, Aabb box) {
    RepeatedPictures repeated = new RepeatedPictures(box);
    List<GreyPicture> small = pictures.stream().map(RepeatedPictures::small).toList();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      for (int j = i + 1; j < pictures.size(); j++) {
        if (small.get(i).likeness(small.get(j)) > SIMILAR
            && pictures.get(i).likeness(pictures.get(j)) > SAME) {
          pairs.add(new Pair(i, j, repeated.motion(pictures.get(i), pictures.get(j)) > MOVED));
        }
      }
    }
    return pairs;
  }

  private static GreyPicture small(GreyPicture picture) {
    return Math.max(picture.width(), picture.height()) <= SMALL ? picture : small(picture.halved());
  }

  /** Mean distance between where two cameras see the corners of a part of the scene, pixels. */
  private double motion(GreyPicture first, GreyPicture second) {
    double sum = 0;
    for (int corner = 0; corner < 8; corner++) {
      Vector3d point =
          new Vector3d(
              box.centreX() + ((corner & 1) - 0.5) * 0.5 * box.sizeX(),
              box.centreY() + ((corner >> 1 & 1) - 0.5) * 0.5 * box.sizeY(),
              box.centreZ() + ((corner >> 2) - 0.5) * 0.5 * box.sizeZ());
      Vector3d a = first.camera().project(point);
      Vector3d b = second.camera().project(point);
      Intrinsics i = first.camera().intrinsics();
      double far = i.width() + i.height();
      // what one of them does not see has moved out of the picture
      sum += a.z > 0 && b.z > 0 ? Math.min(far, Math.hypot(a.x - b.x, a.y - b.y)) : far;
    }
    return sum / 8;
  }
}
