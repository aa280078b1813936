package org.sceneremix.viewer.ui;

import imgui.ImDrawList;
import imgui.ImGui;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.joml.Vector3d;
import org.sceneremix.viewer.session.ViewCamera;

/** The world's axes in a corner of the picture, whose ends are clicked to look from there. */
final class AxisGizmo {

  private static final float TEXTS = 2.6f;
  private static final int[] COLOURS = {0xFF5050E0, 0xFF50B050, 0xFFE08050};
  private static final int FAR_ALPHA = 0x70FFFFFF;
  private static final String[] NAMES = {"x", "y", "z"};

  /** Low and high ends of x, y and z. */
  private static final ViewCamera.Side[] SIDES = {
    ViewCamera.Side.LEFT,
    ViewCamera.Side.RIGHT,
    ViewCamera.Side.FRONT,
    ViewCamera.Side.BACK,
    ViewCamera.Side.BOTTOM,
    ViewCamera.Side.TOP
  };

  private final float centreX;
  private final float centreY;
  private final float length;
  private final List<Tip> tips = new ArrayList<>();

  /** An end of an axis; depth grows towards the viewer. */
  private record Tip(int side, float x, float y, double depth) {}

  AxisGizmo(ViewCamera camera, SceneView.Rectangle area) {
    length = TEXTS * ImGui.getFontSize();
    centreX = area.x() + area.width() - 1.6f * length;
    centreY = area.y() + 1.6f * length;
    for (int side = 0; side < SIDES.length; side++) {
      Vector3d end = new Vector3d().setComponent(side / 2, side % 2 == 0 ? -1 : 1);
      camera.rotation().conjugate().transform(end);
      tips.add(
          new Tip(side, centreX + length * (float) end.x, centreY - length * (float) end.y, end.z));
    }
    tips.sort(Comparator.comparingDouble(Tip::depth));
  }

  /** The side that a click at a place of the screen asks for. */
  Optional<ViewCamera.Side> at(float x, float y) {
    double reach = 0.32 * length;
    Optional<ViewCamera.Side> side = Optional.empty();
    for (Tip tip : tips) {
      if (Math.hypot(tip.x() - x, tip.y() - y) < reach) {
        side = Optional.of(SIDES[tip.side()]);
      }
    }
    return side;
  }

  void draw(ImDrawList list) {
    float half = 0.26f * length;
    for (Tip tip : tips) {
      boolean isHigh = tip.side() % 2 == 1;
      int colour = COLOURS[tip.side() / 2] & (tip.depth() < 0 || !isHigh ? FAR_ALPHA : -1);
      if (isHigh) {
        list.addLine(centreX, centreY, tip.x(), tip.y(), colour, 2);
      }
      list.addCircleFilled(tip.x(), tip.y(), isHigh ? half : 0.7f * half, colour);
      if (isHigh) {
        String name = NAMES[tip.side() / 2];
        list.addText(
            tip.x() - 0.5f * ImGui.calcTextSize(name).x,
            tip.y() - 0.5f * ImGui.getFontSize(),
            0xFF101010,
            name);
      }
    }
  }
}
