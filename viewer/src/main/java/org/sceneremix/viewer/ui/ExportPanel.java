package org.sceneremix.viewer.ui;

import org.sceneremix.viewer.session.Session;

/** Everything that can be written, in one place. */
final class ExportPanel implements Panel {

  private final Widgets widgets;
  private final Dialogs dialogs;

  ExportPanel(Widgets widgets, Dialogs dialogs) {
    this.widgets = widgets;
    this.dialogs = dialogs;
  }

  @Override
  public String title() {
    return "Export";
  }

  @Override
  public void draw(Session session) {
    Needs needs = new Needs(session);
    widgets.beginUnless(needs.scene());
    if (widgets.button(
        "Scene for other programs ...##Export scene",
        "A mesh, Gaussian splats, a volume or a web page (Ctrl+E)",
        -1)) {
      dialogs.export();
    }
    if (widgets.button("Picture ...##Save picture", "What is seen, in any size (F12)", -1)) {
      dialogs.screenshot();
    }
    widgets.endUnless();
    widgets.beginUnless(needs.film());
    if (widgets.button("Film ...##Film of path", "The flight as an MP4, a GIF or PNGs", -1)) {
      dialogs.film();
    }
    widgets.endUnless();
    widgets.beginUnless(needs.scene());
    if (widgets.button("Scene as a grid ...##Save grid", "A .grid file of this program", -1)) {
      dialogs.saveGrid();
    }
    if (widgets.button(
        "Session ...##Save session", "All scenes, the look and the path (Ctrl+S)", -1)) {
      dialogs.saveSession();
    }
    widgets.endUnless();
  }
}
