package org.sceneremix.viewer.ui;

import imgui.ImDrawList;
import imgui.ImGui;
import imgui.flag.ImGuiCol;
import java.util.Arrays;
import java.util.Locale;
import org.sceneremix.viewer.session.Curve;

/** A curve with its name, its latest value and the ends of its scale; as tall when it is empty. */
final class CurvePlot {

  private static final float HEIGHT = 5.2f;
  private static final float LINE = 1.8f;

  private CurvePlot() {}

  /**
   * Draws it as wide as there is room.
   *
   * @param format of a value, such as {@code %.1f dB}
   */
  static void draw(
      Widgets widgets, String name, String tooltip, String format, Curve.Points points) {
    float text = ImGui.getFontSize();
    float width = ImGui.getContentRegionAvailX();
    String value = points.count() == 0 ? "" : String.format(Locale.ROOT, format, points.last());
    ImGui.textUnformatted(name);
    ImGui.sameLine(Math.max(0, width - ImGui.calcTextSize(value).x));
    ImGui.textUnformatted(value);
    float x = ImGui.getCursorScreenPosX();
    float y = ImGui.getCursorScreenPosY();
    float height = HEIGHT * text;
    ImGui.dummy(width, height);
    widgets.remember(name, tooltip);
    ImDrawList list = ImGui.getWindowDrawList();
    list.addRectFilled(x, y, x + width, y + height, ImGui.getColorU32(ImGuiCol.FrameBg), 5);
    if (points.count() < 2) {
      return;
    }
    double least = Arrays.stream(points.ys()).min().orElseThrow();
    double most = Arrays.stream(points.ys()).max().orElseThrow();
    double from = points.xs()[0];
    double wide = Math.max(1e-9, points.xs()[points.count() - 1] - from);
    double high = Math.max(1e-9, most - least);
    float margin = 0.35f * text;
    float innerWidth = width - 2 * margin;
    float innerHeight = height - 2 * margin;
    int quiet = ImGui.getColorU32(ImGuiCol.TextDisabled);
    list.addText(x + margin, y + 2, quiet, String.format(Locale.ROOT, format, most));
    list.addText(
        x + margin, y + height - text - 2, quiet, String.format(Locale.ROOT, format, least));
    for (int i = 1; i < points.count(); i++) {
      list.addLine(
          x + margin + innerWidth * (float) ((points.xs()[i - 1] - from) / wide),
          y + margin + innerHeight * (float) ((most - points.ys()[i - 1]) / high),
          x + margin + innerWidth * (float) ((points.xs()[i] - from) / wide),
          y + margin + innerHeight * (float) ((most - points.ys()[i]) / high),
          Theme.ACCENT,
          LINE);
    }
  }
}
