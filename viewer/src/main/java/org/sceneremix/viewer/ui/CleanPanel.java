package org.sceneremix.viewer.ui;

import imgui.ImGui;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sceneremix.gan.clean.Flaw;
import org.sceneremix.gan.clean.Flaws;
import org.sceneremix.viewer.session.Session;

/** Fragments, half things and floaters of the remix on show: a list, and taking them away. */
final class CleanPanel implements Panel {

  /** Rows; the largest of each kind come first. */
  private static final int MOST = 12;

  private final Widgets widgets;

  CleanPanel(Widgets widgets) {
    this.widgets = widgets;
  }

  @Override
  public String title() {
    return "Clean up";
  }

  @Override
  public void draw(Session session) {
    Needs needs = new Needs(session);
    widgets.beginUnless(needs.sources().or(needs::model));
    if (widgets.button(
        "Look for flaws", "Bits, half things and floaters that the learned scene has not", -1)) {
      session.scenes().findFlaws();
    }
    widgets.endUnless();
    Optional<Flaws> found = session.scenes().flaws();
    if (found.isPresent()) {
      Widgets.quiet("Found: " + found.get() + ".");
      if (!found.get().all().isEmpty()) {
        drawFound(session, found.get());
      }
    }
  }

  private void drawFound(Session session, Flaws flaws) {
    List<Integer> all = IntStream.range(0, flaws.all().size()).boxed().toList();
    float half = 0.5f * (ImGui.getContentRegionAvailX() - ImGui.getStyle().getItemSpacingX());
    if (widgets.button("Remove all", "Bare ground, or air, in their place", half)) {
      session.scenes().clean(all, false);
    }
    ImGui.sameLine();
    if (widgets.button("Re-roll all", "Something else in their place", -1)) {
      session.scenes().clean(all, true);
    }
    for (int i = 0; i < Math.min(MOST, flaws.all().size()); i++) {
      Flaw flaw = flaws.all().get(i);
      String row = " " + (i + 1);
      if (widgets.button(
          capital(flaw.kind().word()) + row, "Marks it in the picture and looks at it", half)) {
        session.markFlaw(flaw);
      }
      ImGui.sameLine();
      if (widgets.button("Remove##Flaw" + row, "Only this one", half / 2)) {
        session.scenes().clean(List.of(i), false);
      }
      ImGui.sameLine();
      if (widgets.button("Re-roll##Flaw" + row, "Only this one", -1)) {
        session.scenes().clean(List.of(i), true);
      }
    }
    if (flaws.all().size() > MOST) {
      Widgets.quiet("and " + (flaws.all().size() - MOST) + " more");
    }
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
