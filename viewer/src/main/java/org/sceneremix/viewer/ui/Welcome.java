package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.flag.ImGuiCol;
import imgui.flag.ImGuiCond;
import imgui.flag.ImGuiWindowFlags;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sceneremix.viewer.session.Session;

/** The page to begin with where nothing is open, and the offer of a session that was cut off. */
final class Welcome {

  /** Recent files that are offered; the menu has more. */
  private static final int MOST_RECENT = 5;

  private static final float WIDTH = 26;

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
        session.state().scenes().isEmpty()
            && session.captureCameras().all().isEmpty()
            && !session.project().isOpen();
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
    ImGui.begin("Welcome", FLAGS);
    float width = Math.min(WIDTH * ImGui.getFontSize(), 0.9f * area.width());
    float tall = 2.2f * ImGui.getFontSize();
    ImGui.pushTextWrapPos(ImGui.getCursorPosX() + width);
    if (widgets.primaryButton(
        "Built-in sample##Sample",
        "Photographs of toy blocks: from there to remixes in a few minutes",
        width,
        tall)) {
      session.project().openSample();
    }
    Widgets.quiet("Toy blocks, to try everything on.");
    ImGui.spacing();
    if (widgets.button(
        "Photographs ...##Photographs",
        "A folder of photographs of one scene, with or without poses",
        width,
        tall)) {
      dialogs.openFolder("Open photographs");
    }
    Widgets.quiet("Your own, taken from all around something that repeats itself.");
    ImGui.spacing();
    if (widgets.button(
        "Scene, model or session ...##Open",
        "A scene (.grid), a model, a capture or a session (Ctrl+O)",
        width,
        tall)) {
      dialogs.open();
    }
    Widgets.quiet("What was made before. Anything can be dropped on this window, too.");
    ImGui.popTextWrapPos();
    Optional<Path> last = session.autosave().last();
    List<String> recent = session.settings().preferences().recent();
    if (last.isPresent() || !recent.isEmpty()) {
      ImGui.spacing();
      ImGui.separator();
    }
    if (last.isPresent() && widgets.button("Last session", "Go on where you were", width)) {
      session.open(last.get());
    }
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
