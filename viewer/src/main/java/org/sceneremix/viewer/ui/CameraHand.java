package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_KEY_A;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_D;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_E;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_Q;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_S;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_W;

import imgui.ImGui;
import imgui.ImGuiIO;
import imgui.flag.ImGuiPopupFlags;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.ViewCamera;

/** Moves the camera as mouse and keys say, over whatever it looks at. */
final class CameraHand {

  /** Radians a full height of the view. */
  private static final double ORBIT_SPEED = 3.2;

  private static final double WHEEL_FACTOR = 0.88;

  /** Half heights of the picture, where it turns around, a second. */
  private static final double FLY_SPEED = 1.65;

  /** After a move another one is likely for so long, and refining would only be in its way. */
  private static final double STILL_MOVING_SECONDS = 0.15;

  /** Turns of the wheel and pressed keys with shorter pauses between them are one step. */
  private static final double REST_SECONDS = 0.5;

  private final Session session;
  private boolean moved;
  private double lastMove = -1;
  private boolean stepIsOpen;

  CameraHand(Session session) {
    this.session = session;
  }

  private ViewCamera camera() {
    return session.viewpoint().camera();
  }

  /**
   * Nearer or farther.
   *
   * @param turns of the wheel, away from the person where positive
   */
  void zoom(double turns) {
    session.viewpoint().lookAt(camera().zoomed(Math.pow(WHEEL_FACTOR, turns)));
  }

  /**
   * Turned around what it looks at, as the mouse was dragged.
   *
   * @param dx to the right, heights of the picture
   * @param dy down, the same
   */
  void orbit(double dx, double dy) {
    session.viewpoint().lookAt(camera().orbited(-ORBIT_SPEED * dx, ORBIT_SPEED * dy));
  }

  /** Moved in the plane of the picture, as the mouse was dragged; as {@link #orbit}. */
  void pan(double dx, double dy) {
    session.viewpoint().lookAt(camera().panned(-dx, dy));
  }

  /**
   * Flies as long as its keys are down, unless they are meant for something else.
   *
   * @return whether it flew
   */
  boolean fly() {
    ImGuiIO io = ImGui.getIO();
    boolean isAsked = ImGui.isPopupOpen("", ImGuiPopupFlags.AnyPopupId);
    if (io.getWantTextInput() || isAsked || io.getKeyCtrl() || io.getKeySuper()) {
      return false;
    }
    double right = axis(GLFW_KEY_D, GLFW_KEY_A);
    double up = axis(GLFW_KEY_E, GLFW_KEY_Q);
    double forward = axis(GLFW_KEY_W, GLFW_KEY_S);
    if (right == 0 && up == 0 && forward == 0) {
      return false;
    }
    double way = FLY_SPEED * camera().reach() * Math.min(0.1, io.getDeltaTime());
    if (io.getKeyShift()) {
      way *= 4;
    }
    session.viewpoint().lookAt(camera().flown(way * right, way * up, way * forward));
    return true;
  }

  private static double axis(int positive, int negative) {
    return (ImGui.isKeyDown(positive) ? 1 : 0) - (ImGui.isKeyDown(negative) ? 1 : 0);
  }

  /**
   * A camera that has come to rest ends the step that undoing takes back.
   *
   * @param before the camera of the frame before
   * @param playing whether it flies by itself
   */
  void notice(ViewCamera before, boolean playing) {
    double now = ImGui.getTime();
    if (!camera().equals(before)) {
      lastMove = now;
      stepIsOpen = true;
    }
    moved = now - lastMove < STILL_MOVING_SECONDS;
    boolean atRest = now - lastMove > REST_SECONDS && !ImGui.isAnyMouseDown() && !playing;
    if (stepIsOpen && atRest) {
      session.endGesture();
      stepIsOpen = false;
    }
  }

  /** Whether the camera is about to move again. */
  boolean isMoving() {
    return moved;
  }

  /** The clock begins anew. */
  void forgetClock() {
    lastMove = -1;
  }
}
