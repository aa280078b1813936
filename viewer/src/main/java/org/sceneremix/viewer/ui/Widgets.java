package org.sceneremix.viewer.ui;

import imgui.ImGui;
import imgui.flag.ImGuiCol;
import imgui.flag.ImGuiHoveredFlags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Controls with tooltips, which remember where they are: so that tests can find them as a person
 * would, by name.
 */
final class Widgets {

  /** Rectangle of a control, window coordinates from the upper left corner. */
  record Place(float x, float y, float width, float height) {}

  /** A mouse that only passes by shall not have everything explained to it. */
  private static final double TOOLTIP_SECONDS = 0.5;

  private final Map<String, Place> places = new LinkedHashMap<>();
  private String hovered = "";
  private String hoveredBefore = "";
  private double hoveredSince;
  private boolean isAboutToExplain;
  private Optional<String> obstacle = Optional.empty();

  /** Forgets the places of the frame before. */
  void beginFrame() {
    places.clear();
    hoveredBefore = hovered;
    hovered = "";
    isAboutToExplain = false;
    obstacle = Optional.empty();
  }

  /** Whether a tooltip will appear unless the mouse moves on. */
  boolean isAboutToExplain() {
    return isAboutToExplain;
  }

  /** Rectangles of this frame's controls, by name. */
  Map<String, Place> places() {
    return places;
  }

  /** The item that was drawn last is this control. */
  void remember(String name, String tooltip) {
    remember(name, tooltip, ImGui.getItemRectMaxX() - ImGui.getItemRectMinX());
  }

  /** The window that is being drawn is this one. */
  void rememberWindow(String name) {
    places.put(
        name,
        new Place(
            ImGui.getWindowPosX(),
            ImGui.getWindowPosY(),
            ImGui.getWindowSizeX(),
            ImGui.getWindowSizeY()));
  }

  private void remember(String name, String tooltip, float width) {
    float x = ImGui.getItemRectMinX();
    float y = ImGui.getItemRectMinY();
    places.put(name, new Place(x, y, width, ImGui.getItemRectMaxY() - y));
    if (!tooltip.isEmpty()
        && !ImGui.isItemActive()
        && ImGui.isItemHovered(ImGuiHoveredFlags.AllowWhenDisabled)) {
      explain(name, obstacle.orElse(tooltip));
    }
  }

  /**
   * Controls from here on do nothing while there is an obstacle, which their tooltips say; until
   * {@link #endUnless}.
   */
  void beginUnless(Optional<String> newObstacle) {
    obstacle = newObstacle;
    ImGui.beginDisabled(obstacle.isPresent());
  }

  void endUnless() {
    obstacle = Optional.empty();
    ImGui.endDisabled();
  }

  /** Shows a tooltip once the mouse has rested. */
  private void explain(String name, String tooltip) {
    hovered = name;
    if (!name.equals(hoveredBefore)) {
      hoveredSince = ImGui.getTime();
    }
    if (ImGui.getTime() - hoveredSince > TOOLTIP_SECONDS) {
      ImGui.setTooltip(plain(tooltip));
    } else {
      isAboutToExplain = true;
    }
  }

  boolean button(String label, String tooltip) {
    return button(label, tooltip, 0);
  }

  /**
   * @param width pixels; 0 as wide as the text, -1 as wide as there is room
   */
  boolean button(String label, String tooltip, float width) {
    return button(label, tooltip, width, 0);
  }

  /**
   * @param width pixels; 0 as wide as the text, -1 as wide as there is room
   * @param height pixels; 0 as tall as the text
   */
  boolean button(String label, String tooltip, float width, float height) {
    boolean pressed = ImGui.button(label, width, height);
    remember(name(label), tooltip);
    return pressed;
  }

  /** The button that is meant to be pressed first. */
  boolean primaryButton(String label, String tooltip, float width, float height) {
    ImGui.pushStyleColor(ImGuiCol.Button, 0.94f, 0.64f, 0.24f, 1);
    ImGui.pushStyleColor(ImGuiCol.ButtonHovered, 1f, 0.71f, 0.32f, 1);
    ImGui.pushStyleColor(ImGuiCol.ButtonActive, 0.86f, 0.57f, 0.18f, 1);
    ImGui.pushStyleColor(ImGuiCol.Text, 0.1f, 0.09f, 0.08f, 1);
    boolean pressed = ImGui.button(label, width, height);
    ImGui.popStyleColor(4);
    remember(name(label), tooltip);
    return pressed;
  }

  /** A button that looks pressed while something is on. */
  boolean toggle(String label, String tooltip, boolean on, float width) {
    if (on) {
      ImGui.pushStyleColor(ImGuiCol.Button, 0.94f, 0.64f, 0.24f, 0.85f);
      ImGui.pushStyleColor(ImGuiCol.ButtonHovered, 0.94f, 0.64f, 0.24f, 1);
      ImGui.pushStyleColor(ImGuiCol.Text, 0.1f, 0.09f, 0.08f, 1);
    }
    boolean pressed = ImGui.button(label, width, 0);
    if (on) {
      ImGui.popStyleColor(3);
    }
    remember(name(label), tooltip);
    return pressed;
  }

  /** Returns the new value, or the old one where nothing was changed. */
  boolean checkbox(String label, String tooltip, boolean on) {
    boolean pressed = ImGui.checkbox(label, on);
    remember(name(label), tooltip);
    return pressed ? !on : on;
  }

  double slider(
      String label, String tooltip, double value, double least, double most, String format) {
    // the item is the slider with its label
    float width = ImGui.calcItemWidth();
    float[] values = {(float) value};
    boolean changed = ImGui.sliderFloat(label, values, (float) least, (float) most, format);
    remember(name(label), tooltip, width);
    return changed ? values[0] : value;
  }

  int slider(String label, String tooltip, int value, int least, int most, String format) {
    float width = ImGui.calcItemWidth();
    int[] values = {value};
    ImGui.sliderInt(label, values, least, most, format);
    remember(name(label), tooltip, width);
    return values[0];
  }

  /** Grey text that explains. */
  static void quiet(String text) {
    ImGui.pushStyleColor(ImGuiCol.Text, ImGui.getColorU32(ImGuiCol.TextDisabled));
    ImGui.textWrapped(plain(text));
    ImGui.popStyleColor();
  }

  /** A text for what would take it for a format of C. */
  static String plain(String text) {
    return text.replace("%", "%%");
  }

  /** A text, shortened at its end where it is wider than that many pixels. */
  static String fitting(String text, float width) {
    String shortened = text;
    while (shortened.length() > 3 && ImGui.calcTextSize(shortened).x > width) {
      shortened = shortened.substring(0, shortened.length() - 1);
    }
    return shortened.equals(text)
        ? text
        : shortened.substring(0, shortened.length() - 2).strip() + "...";
  }

  /** Name in an ImGui label: the text after ##, or all of it. */
  private static String name(String label) {
    int mark = label.indexOf("##");
    return mark < 0 ? label : label.substring(mark + 2);
  }
}
