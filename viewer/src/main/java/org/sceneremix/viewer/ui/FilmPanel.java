package org.sceneremix.viewer.ui;

import imgui.ImGui;
import java.util.OptionalDouble;
import org.sceneremix.viewer.session.CameraPath;
import org.sceneremix.viewer.session.Session;

/** The camera path, and the film that is made along it. */
final class FilmPanel implements Panel {

  private static final int KEYS_A_ROW = 8;

  private final Widgets widgets;
  private final SceneView view;
  private final Dialogs dialogs;

  FilmPanel(Widgets widgets, SceneView view, Dialogs dialogs) {
    this.widgets = widgets;
    this.view = view;
    this.dialogs = dialogs;
  }

  @Override
  public String title() {
    return "Film";
  }

  @Override
  public void draw(Session session) {
    ImGui.pushItemWidth(-0.36f * ImGui.getWindowWidth());
    drawPath(session);
    ImGui.popItemWidth();
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
