package org.sceneremix.viewer.ui;

import static org.lwjgl.glfw.GLFW.GLFW_KEY_DOWN;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_ENTER;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_ESCAPE;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_KP_ENTER;
import static org.lwjgl.glfw.GLFW.GLFW_KEY_UP;

import imgui.ImGui;
import imgui.flag.ImGuiCol;
import imgui.flag.ImGuiCond;
import imgui.flag.ImGuiWindowFlags;
import imgui.type.ImString;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finding a command by words of its name. */
final class CommandSearch {

  private static final String TITLE = "Find a command";
  private static final float WIDTH = 26;
  private static final int MOST = 12;

  private final Widgets widgets;
  private final ImString words = new ImString(64);
  private boolean begins;
  private boolean isOpen;
  private int chosen;

  CommandSearch(Widgets widgets) {
    this.widgets = widgets;
  }

  void open() {
    begins = true;
  }

  /** Whether a command is looked for. */
  boolean isOpen() {
    return isOpen;
  }

  /** Commands whose group and name hold all words, those whose name begins with them first. */
  static List<Command> matching(List<Command> commands, String words) {
    String wanted = words.strip().toLowerCase(Locale.ROOT);
    List<String> parts = List.of(wanted.split("\\s+"));
    return commands.stream()
        .filter(
            command -> {
              String text = (command.group() + " " + command.name()).toLowerCase(Locale.ROOT);
              return parts.stream().allMatch(text::contains);
            })
        .sorted(
            (a, b) ->
                Boolean.compare(
                    b.name().toLowerCase(Locale.ROOT).startsWith(wanted),
                    a.name().toLowerCase(Locale.ROOT).startsWith(wanted)))
        .toList();
  }

  /** Draws the search, if there is one; the command that was chosen. */
  Optional<Command> draw(List<Command> commands, SceneView.Rectangle area) {
    if (begins) {
      words.set("");
      chosen = 0;
      ImGui.openPopup(TITLE);
    }
    ImGui.setNextWindowPos(
        area.x() + 0.5f * area.width(),
        area.y() + 3 * ImGui.getFontSize(),
        ImGuiCond.Always,
        0.5f,
        0);
    isOpen = ImGui.beginPopup(TITLE, ImGuiWindowFlags.NoMove);
    if (!isOpen) {
      return Optional.empty();
    }
    if (begins) {
      ImGui.setKeyboardFocusHere();
      begins = false;
    }
    float width = WIDTH * ImGui.getFontSize();
    ImGui.setNextItemWidth(width);
    if (ImGui.inputTextWithHint("##words", "What shall be done?", words)) {
      chosen = 0;
    }
    boolean entered = ImGui.isKeyPressed(GLFW_KEY_ENTER) || ImGui.isKeyPressed(GLFW_KEY_KP_ENTER);
    widgets.remember("Command words", "");
    Optional<Command> result = drawMatches(matching(commands, words.get()), width, entered);
    if (result.isPresent() || ImGui.isKeyPressed(GLFW_KEY_ESCAPE)) {
      ImGui.closeCurrentPopup();
    }
    ImGui.endPopup();
    return result;
  }

  private Optional<Command> drawMatches(List<Command> matches, float width, boolean entered) {
    List<Command> shown = matches.subList(0, Math.min(MOST, matches.size()));
    chosen += ImGui.isKeyPressed(GLFW_KEY_DOWN) ? 1 : 0;
    chosen -= ImGui.isKeyPressed(GLFW_KEY_UP) ? 1 : 0;
    chosen = Math.max(0, Math.min(shown.size() - 1, chosen));
    Optional<Command> result =
        entered && !shown.isEmpty() ? Optional.of(shown.get(chosen)) : Optional.empty();
    for (int i = 0; i < shown.size(); i++) {
      Command command = shown.get(i);
      if (!command.isPossible()) {
        ImGui.pushStyleColor(ImGuiCol.Text, ImGui.getColorU32(ImGuiCol.TextDisabled));
      }
      String label = command.group() + ": " + command.name();
      boolean pressed = ImGui.selectable(label, i == chosen, 0, width, 0);
      widgets.remember("Found " + command.name(), command.obstacle().get().orElse(""));
      ImGui.sameLine(Math.max(0, width - ImGui.calcTextSize(command.keys()).x));
      ImGui.textUnformatted(command.keys());
      if (!command.isPossible()) {
        ImGui.popStyleColor();
      }
      result = pressed ? Optional.of(command) : result;
    }
    if (shown.isEmpty()) {
      Widgets.quiet("No command is called so.");
    } else if (matches.size() > shown.size()) {
      Widgets.quiet("and " + (matches.size() - shown.size()) + " more");
    }
    return result;
  }
}
