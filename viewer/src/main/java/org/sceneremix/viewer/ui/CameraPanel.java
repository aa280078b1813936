package org.sceneremix.viewer.ui;

import imgui.ImGui;
import java.util.List;
import org.sceneremix.viewer.session.CaptureView;
import org.sceneremix.viewer.session.LookSettings;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.ViewCamera;

/** Panel of the camera: field of view, cameras of the capture. */
final class CameraPanel implements Panel {

  private final Widgets widgets;

  CameraPanel(Widgets widgets) {
    this.widgets = widgets;
  }

  @Override
  public String title() {
    return "Camera";
  }

  @Override
  public void draw(Session session) {
    widgets.beginUnless(new Needs(session).anything());
    drawSides(session);
    ImGui.pushItemWidth(-0.36f * ImGui.getWindowWidth());
    ImGui.beginDisabled(!session.viewpoint().camera().hasPerspective());
    double degrees = Math.toDegrees(session.viewpoint().camera().fieldOfView());
    double chosen =
        widgets.slider("Field of view", "From top to bottom, degrees", degrees, 5, 120, "%.0f deg");
    ImGui.endDisabled();
    widgets.endUnless();
    ViewCamera camera = session.viewpoint().camera();
    boolean orthographic =
        widgets.checkbox(
            "Orthographic", "Without perspective (numpad 5)", !camera.hasPerspective());
    if (orthographic == camera.hasPerspective()) {
      session.viewpoint().jumpTo(camera.withOrthographic(orthographic));
    } else if (Math.abs(chosen - degrees) > 1e-3) {
      session
          .viewpoint()
          .lookAt(session.viewpoint().camera().withFieldOfView(Math.toRadians(chosen)));
    }
    drawCapture(session);
    ImGui.popItemWidth();
  }

  private void drawSides(Session session) {
    float width = 0.25f * (ImGui.getContentRegionAvailX() - 3 * ImGui.getStyle().getItemSpacingX());
    if (widgets.button("Reset", "All of the scene (Home)", width)) {
      session.viewpoint().reset();
    }
    drawSide(session, "Front", ViewCamera.Side.FRONT, ViewCamera.Side.BACK, width);
    drawSide(session, "Right", ViewCamera.Side.RIGHT, ViewCamera.Side.LEFT, width);
    drawSide(session, "Top", ViewCamera.Side.TOP, ViewCamera.Side.BOTTOM, width);
  }

  private void drawSide(
      Session session, String name, ViewCamera.Side side, ViewCamera.Side opposite, float width) {
    ImGui.sameLine();
    String tooltip = "Squarely from this side; with Ctrl from the other (numpad 1, 3, 7)";
    if (widgets.button(name, tooltip, width)) {
      session.viewpoint().lookFrom(ImGui.getIO().getKeyCtrl() ? opposite : side);
    }
  }

  private void drawCapture(Session session) {
    List<CaptureView> views = session.captureCameras().all();
    if (views.isEmpty()) {
      return;
    }
    int current = session.captureCameras().current().orElse(-1);
    int index =
        widgets.slider(
            "Photograph",
            "Look through a camera of the capture ([ and ])",
            current + 1,
            0,
            views.size(),
            "%d");
    if (index != current + 1 && index > 0) {
      session.captureCameras().lookThrough(index - 1);
    }
    LookSettings look = session.state().look();
    LookSettings changed = look;
    if (session.captureCameras().photograph().isPresent()) {
      changed =
          changed.withPhotograph(
              widgets.slider(
                  "Overlay", "Photograph over the scene", changed.photograph(), 0, 1, "%.2f"));
    }
    changed =
        changed.withFrusta(
            widgets.checkbox(
                "Show cameras",
                "The cameras that the scene was photographed with",
                changed.frusta()));
    if (!changed.equals(look)) {
      session.setLook(changed);
    }
  }
}
