package org.sceneremix.viewer.ui;

import imgui.ImDrawList;
import imgui.ImGui;
import java.util.Locale;
import org.sceneremix.viewer.picture.BoxDistance;
import org.sceneremix.viewer.session.ViewCamera;
import org.sceneremix.volume.Aabb;

/** Says in a corner of the picture what distances the greys of a depth picture stand for. */
final class DepthLegend {

  private static final int WHITE = 0xFFFFFFFF;
  private static final int BLACK = 0xFF000000;
  private static final int SHADE = 0xA0000000;

  private DepthLegend() {}

  /**
   * Draws it.
   *
   * @param box of the scene; white is its nearest point and black its farthest
   * @param camera whose distance it says; that of the nearest point without perspective, where
   *     there is no eye
   */
  static void draw(ImDrawList list, SceneView.Rectangle area, Aabb box, ViewCamera camera) {
    double nearest = BoxDistance.nearest(box, camera.eye());
    double farthest = BoxDistance.farthest(box, camera.eye());
    if (!camera.hasPerspective()) {
      farthest -= nearest;
      nearest = 0;
    }
    float text = ImGui.getFontSize();
    float width = 14 * text;
    float x = area.x() + area.width() - width - text;
    float y = area.y() + 9 * text;
    list.addRectFilled(
        x - 0.5f * text, y - 0.5f * text, x + width + 0.5f * text, y + 2.6f * text, SHADE);
    list.addRectFilledMultiColor(x, y, x + width, y + 0.8f * text, WHITE, BLACK, BLACK, WHITE);
    list.addRect(x, y, x + width, y + 0.8f * text, WHITE);
    String[] labels = {
      label(nearest), label(0.5 * (nearest + farthest)), label(farthest) + " units"
    };
    for (int i = 0; i < labels.length; i++) {
      float free = width - ImGui.calcTextSize(labels[i]).x;
      list.addText(x + 0.5f * i * free, y + text, WHITE, labels[i]);
    }
  }

  private static String label(double distance) {
    return String.format(Locale.ROOT, "%.3g", distance);
  }
}
