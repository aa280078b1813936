package org.sceneremix.viewer.ui;

import imgui.ImDrawList;
import imgui.ImGui;

/** Titles of the two scenes of a split view, on either side of the line. */
final class CompareLabels {

  private CompareLabels() {}

  /**
   * Draws them.
   *
   * @param line where the split is, screen coordinates
   */
  static void draw(
      ImDrawList list, SceneView.Rectangle area, float line, String left, String right) {
    float gap = 0.6f * ImGui.getFontSize();
    String onLeft = Widgets.fitting(left, Math.max(1, line - area.x() - 4 * gap));
    String onRight = Widgets.fitting(right, Math.max(1, area.x() + area.width() - line - 4 * gap));
    label(list, line - 2 * gap - ImGui.calcTextSize(onLeft).x, area.y() + gap, onLeft);
    label(list, line + 2 * gap, area.y() + gap, onRight);
  }

  private static void label(ImDrawList list, float x, float y, String text) {
    float pad = 0.35f * ImGui.getFontSize();
    list.addRectFilled(
        x - pad,
        y,
        x + ImGui.calcTextSize(text).x + pad,
        y + ImGui.getFontSize() + pad,
        Theme.SHADE,
        4);
    list.addText(x, y + 0.4f * pad, Theme.TEXT, text);
  }
}
