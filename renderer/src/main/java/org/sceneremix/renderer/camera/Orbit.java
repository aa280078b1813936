package org.sceneremix.renderer.camera;

import java.util.ArrayList;
import java.util.List;
import org.joml.Vector3d;
import org.joml.Vector3dc;
import org.sceneremix.volume.Aabb;

/**
 * Cameras on a circle around a box, all at one distance, looking at its centre, with z up: the
 * first one on the side of +x, the next ones counter-clockwise seen from above.
 *
 * @param count number of cameras, evenly spread over the whole circle
 * @param elevation angle above the horizon, degrees, in (-90, 90)
 */
public record Orbit(int count, double elevation) {

  /** A little air around the box, as a factor on the distance. */
  private static final double MARGIN = 1.04;

  /**
   * @throws IllegalArgumentException if there is not one camera, or the elevation is not in (-90,
   *     90)
   */
  public Orbit {
    if (count < 1) {
      throw new IllegalArgumentException("an orbit needs at least one camera, not " + count);
    }
    if (!(elevation > -90 && elevation < 90)) {
      throw new IllegalArgumentException(
          "the elevation lies between -90 and 90 degrees, not at " + elevation);
    }
  }

  /**
   * The cameras, near enough that the box fills the picture and far enough that all of it shows.
   */
  public List<Camera> cameras(Aabb box, Intrinsics pinhole) {
    double distance = 0;
    for (int i = 0; i < count; i++) {
      distance = Math.max(distance, distanceToShow(box, pinhole, direction(i)));
    }
    Vector3d centre = new Vector3d(box.centreX(), box.centreY(), box.centreZ());
    List<Camera> cameras = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Vector3d eye = direction(i).mul(MARGIN * distance).add(centre);
      cameras.add(Camera.lookAt(pinhole, eye, centre, new Vector3d(0, 0, 1)));
    }
    return cameras;
  }

  /** Unit vector from the centre of the box to camera {@code i}. */
  private Vector3d direction(int i) {
    double azimuth = 2 * Math.PI * i / count;
    double height = Math.toRadians(elevation);
    return new Vector3d(
        Math.cos(azimuth) * Math.cos(height),
        Math.sin(azimuth) * Math.cos(height),
        Math.sin(height));
  }

  private static double distanceToShow(Aabb box, Intrinsics pinhole, Vector3d back) {
    double tangentX = Math.min(pinhole.cx(), pinhole.width() - pinhole.cx()) / pinhole.fx();
    double tangentY = Math.min(pinhole.cy(), pinhole.height() - pinhole.cy()) / pinhole.fy();
    Vector3d right = new Vector3d(0, 0, 1).cross(back).normalize();
    Vector3d up = new Vector3d(back).cross(right);
    return distanceToShow(box, right, up, back, tangentX, tangentY);
  }

  /**
   * Least distance of a camera from the centre of a box, in world units, from which every corner is
   * in the picture. A corner with coordinates (x right, y up, z towards the camera) from the centre
   * is seen at x / (d - z), which must not exceed the tangent of the half field of view.
   *
   * @param right unit vector along the picture's rows, world frame
   * @param up unit vector along the picture's columns, upwards, world frame
   * @param back unit vector from the centre of the box to the camera, world frame
   * @param tangentX tangent of the half field of view along a row
   * @param tangentY the same along a column
   */
  public static double distanceToShow(
      Aabb box, Vector3dc right, Vector3dc up, Vector3dc back, double tangentX, double tangentY) {
    double distance = 0;
    for (int corner = 0; corner < 8; corner++) {
      Vector3d p =
          new Vector3d(
              ((corner & 1) == 0 ? -0.5 : 0.5) * box.sizeX(),
              ((corner & 2) == 0 ? -0.5 : 0.5) * box.sizeY(),
              ((corner & 4) == 0 ? -0.5 : 0.5) * box.sizeZ());
      double wide = Math.max(Math.abs(p.dot(right)) / tangentX, Math.abs(p.dot(up)) / tangentY);
      distance = Math.max(distance, wide + p.dot(back));
    }
    return distance;
  }
}
