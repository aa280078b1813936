package org.sceneremix.viewer.ui;

import imgui.ImGui;
import java.util.List;
import java.util.OptionalDouble;
import org.sceneremix.viewer.session.CameraPath;
import org.sceneremix.viewer.session.CaptureView;
import org.sceneremix.viewer.session.LookSettings;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.ViewCamera;

/** Where it is looked from: field of view, cameras of the capture, camera paths. */
final class CameraPanel implements Panel {

  private static final int KEYS_A_ROW = 8;

  private final Widgets widgets;
  private final SceneView view;
  private final Dialogs dialogs;

  CameraPanel(Widgets widgets, SceneView view, Dialogs dialogs) {
    this.widgets = widgets;
    this.view = view;
    this.dialogs = dialogs;
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
    ImGui.separator();
    drawPath(session);
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
    if (current >= 0 && views.get(current).photograph().isPresent()) {
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

  private void drawPath(Session session) {
    CameraPath path = session.state().path();
    float half = 0.5f * (ImGui.getContentRegionAvailX() - ImGui.getStyle().getItemSpacingX());
    Needs needs = new Needs(session);
    widgets.beginUnless(needs.anything());
    if (widgets.button("Add key", "This view becomes a key of the camera path (K)", half)) {
      session.paths().addKey();
    }
    widgets.endUnless();
    ImGui.sameLine();
    if (widgets.button("Turntable", "Once around what is looked at, in 8 s", -1)) {
      session.paths().turntable();
    }
    widgets.beginUnless(needs.path());
    if (widgets.toggle(
        view.isPlaying() ? "Stop" : "Play", "Fly along the path (Space)", view.isPlaying(), half)) {
      view.togglePlaying();
    }
    widgets.endUnless();
    ImGui.sameLine();
    boolean framed =
        widgets.checkbox(
            "Safe frame", "What the film will show, and its safe middle", view.showsFrame());
    view.showFrame(framed ? OptionalDouble.of(dialogs.aspect()) : OptionalDouble.empty());
    if (path.keys().isEmpty()) {
      Widgets.quiet("Add keys where the camera shall fly through.");
      if (widgets.button("Load path ...", "Cameras of a transforms.json", -1)) {
        dialogs.loadPath();
      }
      return;
    }
    drawKeys(session, path);
    CameraPath changed = session.state().path();
    if (changed.keys().isEmpty()) {
      return;
    }
    double seconds =
        widgets.slider(
            "Seconds a key",
            "Time from every key to the next; the timeline has it for each",
            path.secondsPerKey(),
            0.2,
            10,
            "%.1f s");
    if (Math.abs(seconds - path.secondsPerKey()) > 1e-4) {
      changed = changed.withSecondsPerKey(seconds);
    }
    changed =
        changed.withClosed(
            widgets.checkbox("Closed path", "Go on from the last key to the first", path.closed()));
    if (widgets.button("Save path ...", "As a transforms.json for 'remix render'", half)) {
      dialogs.savePath();
    }
    ImGui.sameLine();
    widgets.beginUnless(needs.film());
    if (widgets.button("Render film ...", "The flight as an MP4, a GIF or PNGs", -1)) {
      dialogs.film();
    }
    widgets.endUnless();
    if (!changed.equals(path)) {
      session.paths().set(changed);
    }
  }

  /** The keys as buttons, each with a menu. */
  private void drawKeys(Session session, CameraPath path) {
    for (int i = 0; i < path.keys().size(); i++) {
      if (i % KEYS_A_ROW != 0) {
        ImGui.sameLine();
      }
      boolean isHere = path.keys().get(i).equals(session.viewpoint().camera());
      if (widgets.toggle(
          (i + 1) + "##Key " + (i + 1),
          "Look from this key; right click to change it",
          isHere,
          1.9f * ImGui.getFontSize())) {
        session.viewpoint().jumpTo(path.keys().get(i));
      }
      if (ImGui.beginPopupContextItem("key menu " + i)) {
        drawKeyMenu(session, path, i);
        ImGui.endPopup();
      }
    }
  }

  private void drawKeyMenu(Session session, CameraPath path, int index) {
    CameraPath changed = path;
    if (item("Replace by this view", true)) {
      changed = path.withKeyAt(index, session.viewpoint().camera());
    }
    if (item("Earlier", index > 0)) {
      changed = path.withKeyMoved(index, index - 1);
    }
    if (item("Later", index < path.keys().size() - 1)) {
      changed = path.withKeyMoved(index, index + 1);
    }
    if (item("Remove", true)) {
      changed = path.withoutKey(index);
    }
    if (!changed.equals(path)) {
      session.endGesture();
      session.paths().set(changed);
      session.endGesture();
    }
  }

  private boolean item(String name, boolean enabled) {
    boolean pressed = ImGui.menuItem(name, "", false, enabled);
    widgets.remember(name + " key", "");
    return pressed;
  }
}
