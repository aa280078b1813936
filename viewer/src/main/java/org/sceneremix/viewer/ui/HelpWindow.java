package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_KEY_ESCAPE;

import imgui.ImGui;
import imgui.flag.ImGuiCond;
import imgui.flag.ImGuiWindowFlags;
import imgui.type.ImBoolean;
import java.util.List;
import org.sceneremix.viewer.session.Session;

/** The list of shortcuts (F1), and the hint for who starts the viewer for the first time. */
final class HelpWindow {

  private static final String[][] MOUSE = {
    {"Drag", "turn around the scene"},
    {"Right drag, Shift+drag", "move sideways"},
    {"Wheel", "nearer and farther"},
    {"Double click", "turn around this point"},
    {"Click on a camera", "look through it"},
    {"Ctrl+drag", "mark a box"},
    {"Drag a dot", "change box, cut or path"},
    {"Click on a remix", "open it (in Explore)"},
    {"Click on an axis", "look from that side"},
    {"W A S D, Q E", "fly (Shift: faster)"},
  };

  private static final String HINT =
      "Drag to turn, wheel to zoom.  N makes a new remix, P pins it.  F1 lists all keys.";

  /** Group of commands that begins the second column, so that both are about as long. */
  private static final String FIRST_ON_THE_RIGHT = "View";

  private final Session session;
  private final Widgets widgets;
  private final ImBoolean open = new ImBoolean(false);

  HelpWindow(Session session, Widgets widgets) {
    this.session = session;
    this.widgets = widgets;
  }

  void toggle() {
    open.set(!open.get());
  }

  void draw(List<Command> commands, SceneView.Rectangle area) {
    if (open.get()) {
      open.set(!ImGui.isKeyPressed(GLFW_KEY_ESCAPE));
      drawShortcuts(commands, area);
    } else if (!session.settings().preferences().hintSeen()
        && !session.state().scenes().isEmpty()) {
      drawHint(area);
    }
  }

  private void drawShortcuts(List<Command> commands, SceneView.Rectangle area) {
    // over the strip of scenes too where the picture is too low
    float height = Math.min(43 * ImGui.getFontSize(), ImGui.getIO().getDisplaySizeY() - area.y());
    float margin = Math.max(0, 0.5f * (area.height() - height));
    ImGui.setNextWindowPos(
        area.x() + 0.5f * area.width(), area.y() + margin, ImGuiCond.Appearing, 0.5f, 0);
    ImGui.setNextWindowSize(
        Math.min(54 * ImGui.getFontSize(), area.width()), height, ImGuiCond.Appearing);
    if (ImGui.begin(
        "Shortcuts", open, ImGuiWindowFlags.NoCollapse | ImGuiWindowFlags.NoSavedSettings)) {
      ImGui.columns(2, "shortcuts", false);
      heading("Mouse");
      for (String[] row : MOUSE) {
        row(row[0], row[1]);
      }
      String group = "";
      for (Command command : commands) {
        if (command.keys().isEmpty()) {
          continue;
        }
        if (!command.group().equals(group)) {
          group = command.group();
          if (group.equals(FIRST_ON_THE_RIGHT)) {
            ImGui.nextColumn();
          }
          heading(group);
        }
        row(command.keys(), command.name());
      }
      ImGui.columns(1);
    }
    ImGui.end();
  }

  private static void heading(String text) {
    ImGui.spacing();
    ImGui.textColored(0.94f, 0.64f, 0.24f, 1, text);
  }

  private static void row(String keys, String what) {
    ImGui.textUnformatted(keys);
    ImGui.sameLine(11 * ImGui.getFontSize());
    ImGui.textUnformatted(what);
  }

  private void drawHint(SceneView.Rectangle area) {
    float text = ImGui.calcTextSize(HINT).x;
    float around = 10 * ImGui.getFontSize();
    boolean isOneLine = text + around <= area.width();
    if (!isOneLine) {
      ImGui.setNextWindowSize(Math.max(1, Math.min(text, area.width() - 32)), 0);
    }
    ImGui.setNextWindowPos(area.x() + 0.5f * area.width(), area.y() + 16, 0, 0.5f, 0);
    ImGui.setNextWindowBgAlpha(0.93f);
    ImGui.begin(
        "Hint",
        ImGuiWindowFlags.NoDecoration
            | ImGuiWindowFlags.NoMove
            | ImGuiWindowFlags.NoSavedSettings
            | ImGuiWindowFlags.NoFocusOnAppearing
            | ImGuiWindowFlags.AlwaysAutoResize);
    if (isOneLine) {
      ImGui.alignTextToFramePadding();
      ImGui.textUnformatted(HINT);
      ImGui.sameLine();
    } else {
      ImGui.textWrapped(HINT);
    }
    if (widgets.button("Got it", "Do not show this again")) {
      session.settings().setHintSeen(true);
    }
    widgets.rememberWindow("Hint");
    ImGui.end();
  }
}
