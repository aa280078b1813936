package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.flag.ImGuiCol;
import imgui.flag.ImGuiCond;
import imgui.flag.ImGuiWindowFlags;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sceneremix.viewer.session.Session;

/** What to begin with where nothing is open, and the offer of a session that was cut off. */
final class Welcome {

  /** Recent files that are offered; the menu has more. */
  private static final int MOST_RECENT = 5;

  private static final int FLAGS =
      ImGuiWindowFlags.NoDecoration
          | ImGuiWindowFlags.NoMove
          | ImGuiWindowFlags.NoSavedSettings
          | ImGuiWindowFlags.NoFocusOnAppearing
          | ImGuiWindowFlags.AlwaysAutoResize;

  private final Session session;
  private final Widgets widgets;
  private final Dialogs dialogs;

  Welcome(Session session, Widgets widgets, Dialogs dialogs) {
    this.session = session;
    this.widgets = widgets;
    this.dialogs = dialogs;
  }

  void draw(SceneView.Rectangle area) {
    boolean nothingIsOpen =
        session.state().scenes().isEmpty() && session.captureCameras().all().isEmpty();
    if (nothingIsOpen && !session.isBusy()) {
      drawBeginnings(area);
    }
    session.autosave().abandoned().ifPresent(lost -> drawRescue(area, lost));
  }

  private void drawBeginnings(SceneView.Rectangle area) {
    ImGui.setNextWindowPos(
        area.x() + 0.5f * area.width(),
        area.y() + 0.5f * area.height(),
        ImGuiCond.Always,
        0.5f,
        0.5f);
    ImGui.setNextWindowBgAlpha(0);
    ImGui.begin("Welcome", FLAGS);
    float width = Math.min(24 * ImGui.getFontSize(), 0.8f * area.width());
    if (widgets.primaryButton(
        "Open ...##Open",
        "A scene (.grid), a model, a capture or a session (Ctrl+O)",
        width,
        2.2f * ImGui.getFontSize())) {
      dialogs.open();
    }
    Widgets.quiet("or drop a scene, model, capture or session here");
    Optional<Path> last = session.autosave().last();
    if (last.isPresent()) {
      ImGui.spacing();
      if (widgets.button("Last session", "Go on where you were", width)) {
        session.open(last.get());
      }
    }
    List<String> recent = session.settings().preferences().recent();
    for (String path : recent.subList(0, Math.min(MOST_RECENT, recent.size()))) {
      drawRecent(Path.of(path), width);
    }
    ImGui.end();
  }

  private void drawRecent(Path path, float width) {
    ImGui.pushStyleColor(ImGuiCol.Button, 0, 0, 0, 0);
    String label = Widgets.fitting(path.getFileName() + "   " + path.getParent(), 0.93f * width);
    if (widgets.button(label + "##Recent " + path, path.toString(), width)) {
      session.open(path);
    }
    ImGui.popStyleColor();
  }

  private void drawRescue(SceneView.Rectangle area, Path lost) {
    ImGui.setNextWindowPos(
        area.x() + 0.5f * area.width(), area.y() + area.height() - 16, ImGuiCond.Always, 0.5f, 1);
    ImGui.begin("Rescue", FLAGS);
    ImGui.textUnformatted("A session ended without warning. It was saved.");
    if (widgets.button("Go on with it", "Opens what was saved")) {
      session.open(lost);
    }
    ImGui.sameLine();
    if (widgets.button("Later", "Ask again at the next start")) {
      session.autosave().postpone();
    }
    ImGui.sameLine();
    if (widgets.button("Discard", "Deletes what was saved")) {
      session.autosave().discard(lost);
    }
    ImGui.end();
  }
}
