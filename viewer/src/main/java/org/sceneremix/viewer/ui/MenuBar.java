package org.sceneremix.viewer.ui;

import imgui.ImGui;
import java.nio.file.Path;
import java.util.Optional;
import org.sceneremix.viewer.session.Session;

/** The menus: every command, by group, and the files that were opened before. */
final class MenuBar {

  /** Dear ImGui's name of the window that the bar is in. */
  static final String WINDOW = "##MainMenuBar";

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
  float draw(Commands commands) {
    float height = 0;
    if (ImGui.beginMainMenuBar()) {
      height = ImGui.getWindowSizeY();
      for (String group : commands.all().stream().map(Command::group).distinct().toList()) {
        boolean isOpen = ImGui.beginMenu(group);
        widgets.remember(group + " menu", "");
        if (isOpen) {
          if (group.equals("File")) {
            drawRecent();
          }
          for (Command command : commands.all()) {
            if (command.group().equals(group)) {
              drawItem(commands, command);
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

  private void drawItem(Commands commands, Command command) {
    String name =
        switch (command.name()) {
          case Commands.UNDO -> labelled(command, session.timeline().undoLabel());
          case Commands.REDO -> labelled(command, session.timeline().redoLabel());
          default -> command.name();
        };
    if (ImGui.menuItem(name, command.keys(), false, command.isPossible())) {
      commands.run(command);
    }
    widgets.remember(command.name() + " item", command.obstacle().get().orElse(""));
  }

  private static String labelled(Command command, Optional<String> step) {
    return command.name() + step.map(label -> ": " + label).orElse("");
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
