package org.sceneremix.viewer.picture;

import org.joml.Vector3d;
import org.sceneremix.volume.Aabb;

/** Distances of a box from a camera, between which depth pictures run. World units. */
public final class BoxDistance {

  private BoxDistance() {}

  /** To the nearest point of the box; 0 inside. */
  public static double nearest(Aabb box, Vector3d eye) {
    return eye.distance(
        Math.max(box.minX(), Math.min(box.maxX(), eye.x)),
        Math.max(box.minY(), Math.min(box.maxY(), eye.y)),
        Math.max(box.minZ(), Math.min(box.maxZ(), eye.z)));
  }

  /** To the farthest corner. */
  public static double farthest(Aabb box, Vector3d eye) {
    return eye.distance(
        eye.x < box.centreX() ? box.maxX() : box.minX(),
        eye.y < box.centreY() ? box.maxY() : box.minY(),
        eye.z < box.centreZ() ? box.maxZ() : box.minZ());
  }
}
