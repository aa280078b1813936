package org.sceneremix.scenes.capture;

import java.util.List;
import org.joml.Matrix4d;
import org.joml.Matrix4dc;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;

/**
 * Turns a world whose axes are arbitrary, as structure from motion leaves it, so that z is up and
 * the origin is where the cameras look (or, if they all look the same way, among them). The motion
 * is rigid: lengths and poses stay what they were.
 *
 * <p>Up is the mean of the cameras' own up directions, because photographs are seldom taken upside
 * down. It is right for cameras that go around a scene; a camera that looks steeply down drags it
 * only where it has no partner on the other side.
 */
public final class UprightWorld {

  private UprightWorld() {}

  /** Sum of the cameras' own up directions. */
  private static Vector3d up(List<Camera> cameras) {
    Vector3d up = new Vector3d();
    for (Camera camera : cameras) {
      up.add(camera.cameraToWorld().transformDirection(new Vector3d(0, 1, 0)));
    }
    return up;
  }

  /** Angle between the cameras' mean up direction and z, degrees. */
  public static double tilt(List<Camera> cameras) {
    return Math.toDegrees(up(cameras).angle(new Vector3d(0, 0, 1)));
  }

  /** Motion from the cameras' world to the upright one. */
  static Matrix4dc motion(List<Camera> cameras) {
    Vector3d up = up(cameras);
    // Cameras that cancel out say nothing of up; then the world stays as it is.
    Quaterniond turn = new Quaterniond();
    if (up.length() > 1e-3 * cameras.size()) {
      turn.rotationTo(up.normalize(), new Vector3d(0, 0, 1));
    }
    Vector3d origin = Surroundings.centre(cameras);
    return new Matrix4d().rotate(turn).translate(origin.negate());
  }
}
