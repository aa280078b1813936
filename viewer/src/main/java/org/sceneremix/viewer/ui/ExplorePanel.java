package org.sceneremix.viewer.ui;

import imgui.ImGui;
import org.sceneremix.viewer.session.Exploration;
import org.sceneremix.viewer.session.Session;

/** Making many remixes to choose from, and what is done with all of them. */
final class ExplorePanel implements Panel {

  /** From here on remixes agree no better than those of other seeds: see {@link Exploration}. */
  private static final double FARTHEST = 0.5;

  private static final double NEAREST = 0.02;

  private final Widgets widgets;
  private final Dialogs dialogs;
  private final ExploreView view;

  ExplorePanel(Widgets widgets, Dialogs dialogs, ExploreView view) {
    this.widgets = widgets;
    this.dialogs = dialogs;
    this.view = view;
  }

  @Override
  public String title() {
    return "Explore";
  }

  @Override
  public void draw(Session session) {
    Exploration exploration = session.exploration();
    Needs needs = new Needs(session);
    float tall = 2.2f * ImGui.getFontSize();
    if (exploration.missing() > 0) {
      drawProgress(exploration, tall);
    } else {
      widgets.beginUnless(needs.model());
      if (widgets.primaryButton(
          "Make " + view.count() + " remixes##Make remixes",
          "Sketches of remixes that nobody has seen yet, in the place of those that are not marked",
          -1,
          tall)) {
        exploration.make(view.count());
      }
      widgets.endUnless();
    }
    ImGui.pushItemWidth(-0.36f * ImGui.getWindowWidth());
    int count =
        widgets.slider("How many", "Remixes made at once", view.count(), 1, Exploration.MOST, "%d");
    view.setCount(Math.max(1, Math.min(Exploration.MOST, count)));
    double difference =
        widgets.slider(
            "Difference",
            "How far remixes that are like another one are from it",
            view.difference(),
            NEAREST,
            FARTHEST,
            "%.2f");
    view.setDifference(Math.max(NEAREST, Math.min(FARTHEST, difference)));
    ImGui.popItemWidth();
    widgets.beginUnless(needs.model().or(needs::remix));
    if (widgets.button(
        "More like the scene on show", view.count() + " whose latents are near its own", -1)) {
      exploration.moreLikeShown(view.count(), view.difference());
    }
    widgets.endUnless();
    if (exploration.all().isEmpty()) {
      Widgets.quiet("A click on a remix opens it, its star keeps it, a drag turns all of them.");
      return;
    }
    ImGui.separator();
    drawChosen(exploration);
  }

  private void drawProgress(Exploration exploration, float tall) {
    int all = exploration.all().size();
    int made = all - exploration.missing();
    float button = 4.6f * ImGui.getFontSize();
    ImGui.progressBar(
        (float) made / all,
        ImGui.getContentRegionAvailX() - button - ImGui.getStyle().getItemSpacingX(),
        tall,
        made + " of " + all);
    ImGui.sameLine();
    if (widgets.button(
        "Cancel##Cancel exploring", "Makes no more; those that are there stay", button, tall)) {
      exploration.cancel();
    }
  }

  private void drawChosen(Exploration exploration) {
    long marked = exploration.all().stream().filter(candidate -> candidate.marked()).count();
    long twins =
        exploration.all().stream().filter(candidate -> candidate.twin().isPresent()).count();
    if (widgets.toggle(
        "Marked only (" + marked + ")##Marked only",
        "Hides those without a bright star",
        exploration.isMarkedOnly(),
        -1)) {
      exploration.setMarkedOnly(!exploration.isMarkedOnly());
    }
    if (widgets.button(
        "Contact sheet ...##Contact sheet",
        "A PNG of those that are seen, each above its seeds, as they are looked at now",
        -1)) {
      dialogs.contactSheet();
    }
    if (twins > 0) {
      Widgets.quiet(twins + " can hardly be told from another, by their shape: they say which.");
    } else if (exploration.missing() == 0 && exploration.all().size() > 1) {
      Widgets.quiet("No two of them are alike.");
    }
  }
}
