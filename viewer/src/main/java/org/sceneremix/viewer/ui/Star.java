package org.sceneremix.viewer.ui;

import imgui.ImDrawList;
import imgui.ImGui;

/** A star of five points in the upper right corner of a picture: bright where it is a favourite. */
final class Star {

  /** Width and height of the corner, in heights of the text. */
  static final float CORNER = 1.5f;

  private Star() {}

  /**
   * Draws it.
   *
   * @param right edge of the picture, screen coordinates
   * @param top edge of the picture
   */
  static void draw(boolean on, float right, float top) {
    ImDrawList list = ImGui.getWindowDrawList();
    int colour = on ? Theme.ACCENT : 0x60FFFFFF;
    float x = right - 0.5f * CORNER * ImGui.getFontSize();
    float y = top + 0.5f * CORNER * ImGui.getFontSize();
    float radius = 0.45f * ImGui.getFontSize();
    for (int i = 0; i < 5; i++) {
      double angle = -Math.PI / 2 + i * 2 * Math.PI / 5;
      list.addTriangleFilled(
          x + radius * (float) Math.cos(angle),
          y + radius * (float) Math.sin(angle),
          x + 0.4f * radius * (float) Math.cos(angle + Math.PI / 5),
          y + 0.4f * radius * (float) Math.sin(angle + Math.PI / 5),
          x + 0.4f * radius * (float) Math.cos(angle - Math.PI / 5),
          y + 0.4f * radius * (float) Math.sin(angle - Math.PI / 5),
          colour);
    }
    list.addCircleFilled(x, y, 0.45f * radius, colour);
  }

  /** Whether the mouse is in its corner. */
  static boolean isUnderMouse(float right, float top) {
    float edge = CORNER * ImGui.getFontSize();
    return ImGui.getMousePosX() > right - edge && ImGui.getMousePosY() < top + edge;
  }
}
