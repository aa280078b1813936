package org.sceneremix.viewer.ui;

import imgui.ImDrawList;
import imgui.ImGui;
import imgui.flag.ImGuiWindowFlags;
import java.util.Locale;
import org.sceneremix.viewer.session.CameraPath;
import org.sceneremix.viewer.session.Easing;
import org.sceneremix.viewer.session.KeyTiming;
import org.sceneremix.viewer.session.Session;

/**
 * The camera path as a line of time over the lower edge of the picture: dragging over it scrubs,
 * dragging a key moves it in time, a right click says how it goes on from a key.
 */
final class FilmTimeline {

  private static final int TRACK_COLOUR = 0xFF8A8A88;
  private static final int KEY_COLOUR = 0xFF60D890;
  private static final int NONE = -1;

  private final Session session;
  private final Widgets widgets;
  private final SceneView view;

  /** The key that is dragged. */
  private int dragged = NONE;

  /** The key whose menu is open. */
  private int asked = NONE;

  FilmTimeline(Session session, Widgets widgets, SceneView view) {
    this.session = session;
    this.widgets = widgets;
    this.view = view;
  }

  /** Draws it, where there is a flight. */
  void draw(SceneView.Rectangle area) {
    CameraPath path = session.state().path();
    if (path.seconds() == 0) {
      dragged = NONE;
      return;
    }
    float text = ImGui.getFontSize();
    float height = 3.2f * text;
    ImGui.setNextWindowPos(area.x() + text, area.y() + area.height() - height - 0.5f * text);
    ImGui.setNextWindowSize(area.width() - 2 * text, height);
    ImGui.setNextWindowBgAlpha(0.75f);
    ImGui.begin(
        "Timeline",
        ImGuiWindowFlags.NoDecoration
            | ImGuiWindowFlags.NoMove
            | ImGuiWindowFlags.NoSavedSettings
            | ImGuiWindowFlags.NoFocusOnAppearing
            | ImGuiWindowFlags.NoBringToFrontOnFocus);
    float width = Math.max(1, ImGui.getContentRegionAvailX());
    ImGui.invisibleButton("##Timeline", width, Math.max(1, ImGui.getContentRegionAvailY()));
    widgets.remember(
        "Timeline", "Drag to scrub, a key to move it in time; right click on a key for its time");
    float left = ImGui.getItemRectMinX() + text;
    float scale = (float) ((width - 2 * text) / path.seconds());
    drag(path, left, scale, text);
    drawTrack(path, left, scale, ImGui.getItemRectMinY(), ImGui.getItemRectMaxY());
    if (ImGui.beginPopup("key timing")) {
      drawTiming(session.state().path());
      ImGui.endPopup();
    }
    ImGui.end();
  }

  private void drag(CameraPath path, float left, float scale, float reach) {
    double seconds = (ImGui.getMousePosX() - left) / scale;
    int near = keyAt(path, seconds, 0.6 * reach / scale);
    if (ImGui.isItemActivated()) {
      dragged = isBetween(path, near) ? near : NONE;
    }
    if (ImGui.isItemActive()) {
      if (dragged == NONE) {
        view.scrubTo(Math.max(0, Math.min(path.seconds(), seconds)));
      } else if (dragged < path.keys().size()) {
        session.paths().set(path.withKeyAtSeconds(dragged, seconds));
      }
    } else {
      dragged = NONE;
    }
    if (ImGui.isItemHovered() && ImGui.isMouseClicked(1) && near != NONE) {
      asked = near;
      ImGui.openPopup("key timing");
    }
  }

  /** The key nearest to a time, if it is near enough. */
  private static int keyAt(CameraPath path, double seconds, double reach) {
    int nearest = NONE;
    double least = reach;
    for (int i = 0; i < path.keys().size(); i++) {
      double far = Math.abs(path.secondsOf(i) - seconds);
      if (far <= least) {
        least = far;
        nearest = i;
      }
    }
    return nearest;
  }

  /** Whether a key can be moved in time without the film becoming longer. */
  private static boolean isBetween(CameraPath path, int key) {
    return key > 0 && (path.closed() || key < path.keys().size() - 1);
  }

  private void drawTrack(CameraPath path, float left, float scale, float top, float bottom) {
    ImDrawList list = ImGui.getWindowDrawList();
    float middle = 0.5f * (top + bottom);
    float right = left + scale * (float) path.seconds();
    list.addLine(left, middle, right, middle, TRACK_COLOUR, 2);
    for (int i = 0; i < path.keys().size(); i++) {
      float x = left + scale * (float) path.secondsOf(i);
      float size = i == dragged ? 8 : 6;
      list.addQuadFilled(
          x - size, middle, x, middle - size, x + size, middle, x, middle + size, KEY_COLOUR);
      list.addText(x - 3, bottom - ImGui.getFontSize(), TRACK_COLOUR, Integer.toString(i + 1));
    }
    float x = left + scale * (float) Math.min(path.seconds(), view.playedSeconds());
    list.addLine(x, top, x, bottom, Theme.ACCENT, 2);
    String now = String.format(Locale.ROOT, "%.1f of %.1f s", view.playedSeconds(), path.seconds());
    list.addText(Math.min(x + 5, right - ImGui.calcTextSize(now).x), top, Theme.ACCENT, now);
  }

  private void drawTiming(CameraPath path) {
    if (asked >= path.keys().size()) {
      ImGui.closeCurrentPopup();
      return;
    }
    KeyTiming timing = path.timings().get(asked);
    ImGui.text("From key " + (asked + 1) + " to the next");
    double seconds =
        widgets.slider("Seconds##Seconds from key", "", timing.seconds(), 0.2, 20, "%.1f s");
    if (Math.abs(seconds - timing.seconds()) > 1e-4) {
      session.paths().set(path.withTiming(asked, timing.withSeconds(seconds)));
    }
    for (Easing easing : Easing.values()) {
      boolean isNow = timing.easing() == easing;
      if (ImGui.menuItem(easing.label(), "", isNow) && !isNow) {
        session.endGesture();
        session.paths().set(path.withTiming(asked, timing.withEasing(easing)));
      }
      widgets.remember(easing.label() + " key", "");
    }
  }
}
