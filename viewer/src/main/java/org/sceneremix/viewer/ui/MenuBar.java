package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_KEY_ESCAPE;

import imgui.ImGui;
import java.nio.file.Path;
import java.util.List;
import org.sceneremix.viewer.session.Session;

/** The menus: every command, by group, and the files that were opened before. */
final class MenuBar {

  private static final double[] SCALES = {0.8, 1, 1.25, 1.5, 2};

  private final Session session;
  private final Widgets widgets;

  MenuBar(Session session, Widgets widgets) {
    this.session = session;
    this.widgets = widgets;
  }

  /**
   * Draws the bar.
   *
   * @return its height
   */
  float draw(List<Command> commands) {
    float height = 0;
    if (ImGui.beginMainMenuBar()) {
      height = ImGui.getWindowSizeY();
      for (String group : commands.stream().map(Command::group).distinct().toList()) {
        boolean isOpen = ImGui.beginMenu(group);
        widgets.remember(group + " menu", "");
        if (isOpen) {
          if (ImGui.isKeyPressed(GLFW_KEY_ESCAPE)) {
            ImGui.closeCurrentPopup();
          }
          if (group.equals("File")) {
            drawRecent();
          }
          for (Command command : commands) {
            if (command.group().equals(group)) {
              drawItem(command);
            }
          }
          if (group.equals("View")) {
            drawScales();
          }
          ImGui.endMenu();
        }
      }
      ImGui.endMainMenuBar();
    }
    return height;
  }

  private void drawItem(Command command) {
    boolean enabled =
        switch (command.name()) {
          case "Undo" -> session.timeline().undoLabel().isPresent();
          case "Redo" -> session.timeline().redoLabel().isPresent();
          default -> true;
        };
    String name =
        switch (command.name()) {
          case "Undo" -> "Undo " + session.timeline().undoLabel().orElse("");
          case "Redo" -> "Redo " + session.timeline().redoLabel().orElse("");
          default -> command.name();
        };
    if (ImGui.menuItem(name, command.keys(), false, enabled)) {
      command.action().run();
    }
    widgets.remember(command.name() + " item", "");
  }

  private void drawRecent() {
    if (ImGui.beginMenu("Open recent", !session.settings().preferences().recent().isEmpty())) {
      for (String path : session.settings().preferences().recent()) {
        if (ImGui.menuItem(path)) {
          session.open(Path.of(path));
        }
      }
      ImGui.endMenu();
    }
    session
        .autosave()
        .last()
        .ifPresent(
            last -> {
              if (ImGui.menuItem("Open last session")) {
                session.open(last);
              }
            });
    ImGui.separator();
  }

  private void drawScales() {
    if (ImGui.beginMenu("Size of text")) {
      for (double scale : SCALES) {
        String name = Math.round(100 * scale) + " %";
        if (ImGui.menuItem(name, "", session.settings().preferences().scale() == scale)) {
          session.settings().setScale(scale);
        }
      }
      ImGui.endMenu();
    }
  }
}
