package org.sceneremix.viewer.ui;

import imgui.ImGui;
import org.sceneremix.viewer.session.BoxPart;

/** Low and high ends of a box along the three axes. */
final class BoxSliders {

  private static final String[] AXES = {"x", "y", "z"};

  private BoxSliders() {}

  /** Draws them; returns the box as it is now. */
  static BoxPart draw(Widgets widgets, String name, BoxPart box) {
    BoxPart changed = box;
    ImGui.pushItemWidth(-0.12f * ImGui.getWindowWidth());
    for (int axis = 0; axis < AXES.length; axis++) {
      float[] low = {(float) (100 * changed.low(axis))};
      float[] high = {(float) (100 * changed.high(axis))};
      if (ImGui.dragFloatRange2(
          AXES[axis] + "##" + name, low, high, 0.5f, 0, 100, "from %.0f %%", "to %.0f %%")) {
        changed = changed.withAxis(axis, low[0] / 100, high[0] / 100);
      }
      widgets.remember(name + " " + AXES[axis], "Drag sideways; double click to type");
    }
    ImGui.popItemWidth();
    return changed;
  }
}
