package org.sceneremix.viewer.example;

import imgui.ImGui;
import java.nio.file.Path;
import org.sceneremix.viewer.session.Preferences;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.ui.Panel;
import org.sceneremix.viewer.ui.ViewerWindow;

/** The viewer with a panel of one's own: it counts voxels and makes ten remixes at once. */
public final class OwnPanel {

  private OwnPanel() {}

  /** Takes the file or folder to open. */
  public static void main(String[] arguments) {
    Path settings = Preferences.defaultFolder();
    try (Session session = new Session(settings, 2, Throwable::getMessage);
        ViewerWindow window = ViewerWindow.open(session)) {
      window.addPanel(Panel.of("Mine", OwnPanel::draw));
      session.open(Path.of(arguments[0]));
      window.run(() -> false);
    }
  }

  private static void draw(Session session) {
    session.scenes().shownGrid().ifPresent(grid -> ImGui.text(grid.voxelCount() + " voxels"));
    if (session.sources().model().isPresent() && ImGui.button("Ten remixes")) {
      for (int i = 0; i < 10; i++) {
        session.scenes().newRemix();
      }
    }
  }
}
