package org.sceneremix.viewer.example;

import java.nio.file.Path;
import org.sceneremix.viewer.session.Preferences;
import org.sceneremix.viewer.session.Session;
import org.sceneremix.viewer.ui.ViewerWindow;

/** Opens a grid, model or capture, and turns slowly around it until the window is closed. */
public final class OpenAndOrbit {

  private OpenAndOrbit() {}

  /** Takes the file or folder to open. */
  public static void main(String[] arguments) {
    Path settings = Preferences.defaultFolder();
    try (Session session = new Session(settings, 2, Throwable::getMessage);
        ViewerWindow window = ViewerWindow.open(session)) {
      session.open(Path.of(arguments[0]));
      window.run(
          () -> {
            session.viewpoint().lookAt(session.viewpoint().camera().orbited(0.01, 0));
            return false;
          });
    }
  }
}
