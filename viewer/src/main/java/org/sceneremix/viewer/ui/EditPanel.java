package org.sceneremix.viewer.ui;

import imgui.ImGui;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.sceneremix.viewer.session.BoxPart;
import org.sceneremix.viewer.session.Origin;
import org.sceneremix.viewer.session.SceneEntry;
import org.sceneremix.viewer.session.Session;

/** Changing a remix in part, going from one to another, comparing. */
final class EditPanel implements Panel {

  private static final BoxPart MIDDLE = new BoxPart(0.3, 0.3, 0, 0.7, 0.7, 1);

  private final Widgets widgets;
  private double share = 0.5;

  /** Whether the slider is being dragged. */
  private boolean sharing;

  EditPanel(Widgets widgets) {
    this.widgets = widgets;
  }

  @Override
  public String title() {
    return "Edit";
  }

  @Override
  public void draw(Session session) {
    Needs needs = new Needs(session);
    widgets.beginUnless(needs.scene());
    drawBox(session);
    widgets.endUnless();
    ImGui.separator();
    drawInterpolation(session);
    ImGui.separator();
    widgets.beginUnless(needs.twoScenes());
    drawComparison(session);
    widgets.endUnless();
  }

  /** Marks a box, or takes the mark away. */
  static void toggleMark(Session session) {
    session.mark(session.state().marked().isPresent() ? Optional.empty() : Optional.of(MIDDLE));
  }

  private void drawBox(Session session) {
    Optional<BoxPart> marked = session.state().marked();
    float half = 0.5f * (ImGui.getContentRegionAvailX() - ImGui.getStyle().getItemSpacingX());
    if (widgets.toggle(
        marked.isPresent() ? "Remove mark" : "Mark a box",
        "A box of the scene to make anew, or to keep (M; or drag with Ctrl in the picture)",
        marked.isPresent(),
        -1)) {
      toggleMark(session);
    }
    if (marked.isEmpty()) {
      Widgets.quiet("Mark a box, then re-roll what is in it, or everything else.");
      return;
    }
    BoxPart box = BoxSliders.draw(widgets, "Mark", marked.get());
    if (!box.equals(marked.get())) {
      session.mark(Optional.of(box));
    }
    if (widgets.button("Re-roll inside", "New content in the box; the rest stays (I)", half)) {
      session.scenes().reroll(true);
    }
    ImGui.sameLine();
    if (widgets.button("Re-roll outside", "The box stays; everything else is new (O)", -1)) {
      session.scenes().reroll(false);
    }
  }

  private void drawInterpolation(Session session) {
    List<SceneEntry> pinned = session.scenes().pinnedRemixes();
    if (pinned.size() < 2) {
      Widgets.quiet("Pin two remixes (P) to go from one to the other.");
      return;
    }
    SceneEntry first = pinned.get(pinned.size() - 2);
    SceneEntry second = pinned.get(pinned.size() - 1);
    ImGui.textUnformatted(first.title() + "  to  " + second.title());
    if (!sharing) {
      share = shareOnShow(session, first, second).orElse(share);
    }
    float[] value = {(float) share};
    ImGui.setNextItemWidth(-1);
    ImGui.sliderFloat("##Interpolate", value, 0, 1, "%.2f");
    widgets.remember("Interpolate", "From the last but one pinned remix to the last");
    share = value[0];
    sharing = ImGui.isItemActive();
    // a scene takes its time: not one for every pixel of the slider
    if (ImGui.isItemDeactivatedAfterEdit()) {
      session.scenes().interpolate(first.id(), second.id(), Math.max(0, Math.min(1, share)));
    }
  }

  /** Share of the second remix in the scene on show; empty if that does not lie between the two. */
  private static OptionalDouble shareOnShow(Session session, SceneEntry first, SceneEntry second) {
    return session.state().shownScene().map(SceneEntry::origin).orElse(null)
                instanceof Origin.Between between
            && first.origin() instanceof Origin.Remix a
            && second.origin() instanceof Origin.Remix b
            && between.seed() == a.seed()
            && between.other() == b.seed()
        ? OptionalDouble.of(between.share())
        : OptionalDouble.empty();
  }

  private void drawComparison(Session session) {
    boolean comparing = session.state().compared().isPresent();
    if (widgets.toggle(
        comparing ? "End comparison" : "Compare",
        "Split the view between the two pinned, or with the scene before (B)",
        comparing,
        -1)) {
      toggleComparison(session);
    }
    if (comparing) {
      Widgets.quiet(
          "Left: "
              + session
                  .state()
                  .scene(session.state().compared().getAsLong())
                  .map(SceneEntry::title)
                  .orElse("a scene that is gone")
              + ". Drag the line in the picture.");
    }
  }

  /** Splits the view between the two scenes that were pinned last, or with the one before. */
  static void toggleComparison(Session session) {
    if (session.state().compared().isPresent()) {
      session.scenes().compare(OptionalLong.empty());
      return;
    }
    List<SceneEntry> pinned = session.state().pinned();
    if (pinned.size() >= 2) {
      session
          .scenes()
          .compare(pinned.get(pinned.size() - 2).id(), pinned.get(pinned.size() - 1).id());
      return;
    }
    List<SceneEntry> scenes = session.state().scenes();
    int at = session.state().shownScene().map(scenes::indexOf).orElse(-1);
    session.scenes().compare(OptionalLong.of(scenes.get(at > 0 ? at - 1 : 1).id()));
  }
}
