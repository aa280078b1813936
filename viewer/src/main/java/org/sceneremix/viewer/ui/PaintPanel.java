package org.sceneremix.viewer.ui;

import imgui.ImGui;
import java.util.EnumMap;
import java.util.Map;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.session.Stroke.Brush;
import org.sceneremix.viewer.session.Stroke.Point;
import org.sceneremix.viewer.session.Stroke.Tool;

/** The brush, and making what was painted with it. */
final class PaintPanel implements Panel {

  private static final double LARGEST = 0.5;
  private static final double SMALLEST = 0.02;

  /** Tools in a row. */
  private static final int IN_A_ROW = 4;

  private record Label(String name, String tooltip) {}

  private static final Map<Tool, Label> LABELS = new EnumMap<>(Tool.class);

  static {
    LABELS.put(Tool.REROLL, new Label("Re-roll", "Something new"));
    LABELS.put(Tool.EMPTY, new Label("Empty", "Nothing but bare ground"));
    LABELS.put(Tool.MORE, new Label("More", "More of everything"));
    LABELS.put(
        Tool.LIKE,
        new Label("Like", "As at a place that you pick, for instance all of one colour"));
    LABELS.put(Tool.COPY, new Label("Copy", "A piece of this scene that you pick, as it is"));
    LABELS.put(Tool.MOVE, new Label("Move", "The same, and bare ground where it was"));
    LABELS.put(Tool.KEEP, new Label("Erase", "Takes paint away: what is there stays"));
  }

  private final Widgets widgets;
  private final PaintBox box;

  PaintPanel(Widgets widgets, PaintBox box) {
    this.widgets = widgets;
    this.box = box;
  }

  @Override
  public String title() {
    return "Paint";
  }

  @Override
  public void draw(Session session) {
    Needs needs = new Needs(session);
    widgets.beginUnless(needs.scene().or(needs::model));
    if (widgets.toggle(
        box.isOn() ? "Stop painting" : "Paint on the scene",
        "The mouse paints on the ground; Shift or the right button still moves (G)",
        box.isOn(),
        -1)) {
      box.toggle();
    }
    if (box.isOn()) {
      drawBrush();
    }
    widgets.endUnless();
    if (box.isOn() || !session.state().painting().strokes().isEmpty()) {
      drawMaking(session, needs);
    }
  }

  private void drawMaking(Session session, Needs needs) {
    widgets.beginUnless(needs.paint());
    float half = 0.6f * (ImGui.getContentRegionAvailX() - ImGui.getStyle().getItemSpacingX());
    if (widgets.button("Make what is painted", "What is not painted stays (Enter)", half)) {
      session.scenes().paint();
    }
    ImGui.sameLine();
    if (widgets.button("Clear", "Takes all paint away", -1)) {
      session.clearPainting();
    }
    widgets.endUnless();
  }

  private void drawBrush() {
    float spacing = ImGui.getStyle().getItemSpacingX();
    float width = (ImGui.getContentRegionAvailX() - spacing * (IN_A_ROW - 1)) / IN_A_ROW;
    int count = 0;
    for (Map.Entry<Tool, Label> entry : LABELS.entrySet()) {
      if (count++ % IN_A_ROW > 0) {
        ImGui.sameLine();
      }
      boolean isChosen = box.brush().tool() == entry.getKey();
      Label label = entry.getValue();
      if (widgets.toggle(
          label.name() + "##Brush " + label.name(), label.tooltip(), isChosen, width)) {
        box.set(box.brush().withTool(entry.getKey()));
      }
    }
    Brush brush = box.brush();
    ImGui.pushItemWidth(-0.36f * ImGui.getWindowWidth());
    double radius =
        widgets.slider(
            "Brush size",
            "Radius, as a share of the scene",
            brush.radius(),
            SMALLEST,
            LARGEST,
            "%.2f");
    double softness =
        widgets.slider(
            "Soft edge", "Share of the radius that fades", brush.softness(), 0, 1, "%.2f");
    ImGui.popItemWidth();
    // a value may also be typed, and then be any number
    box.set(
        brush.withEdge(
            Math.max(SMALLEST, Math.min(LARGEST, radius)), Math.max(0, Math.min(1, softness))));
    if (brush.tool() == Tool.LIKE || brush.tool().carries()) {
      drawPlace(brush);
    }
  }

  private void drawPlace(Brush brush) {
    boolean carries = brush.tool().carries();
    if (widgets.toggle(
        box.isPicking() ? "Click on the place ..." : "Pick the place",
        carries
            ? "Then click on what shall be elsewhere, too, and paint it there"
            : "Then click on what there shall be more of, in this or another scene",
        box.isPicking(),
        -1)) {
      box.pick();
    }
    Point like = brush.like();
    Widgets.quiet(
        (carries ? "From " : "Like the place at ")
            + Math.round(100 * like.x())
            + " % of the "
            + (carries ? "" : "learned ")
            + "scene's width and "
            + Math.round(100 * like.y())
            + " % of its depth.");
  }
}
