package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The preferences as they are now and on disk. */
public final class Settings {

  private final Path folder;
  private final Notices notices;
  private Preferences preferences;

  Settings(Path folder, Notices notices) {
    this.folder = folder;
    this.notices = notices;
    this.preferences = Preferences.read(folder);
  }

  public Preferences preferences() {
    return preferences;
  }

  /** Remembered when the session ends. */
  public void setWindowSize(int width, int height) {
    preferences = preferences.withSize(width, height);
  }

  public void setHintSeen(boolean seen) {
    change(now -> now.withHintSeen(seen));
  }

  public void setLight(boolean light) {
    change(now -> now.withLight(light));
  }

  public void setScale(double scale) {
    change(now -> now.withScale(scale));
  }

  /** Files are chosen in this folder. */
  public void setFolder(Path chosenIn) {
    change(now -> now.withFolder(chosenIn.toAbsolutePath().normalize().toString()));
  }

  /** Remembered when the session ends. */
  void setLook(LookSettings look) {
    preferences = preferences.withLook(look);
  }

  /** State that new sessions begin with. */
  SessionState fresh() {
    return SessionState.EMPTY.withLook(LookSettings.DEFAULT.withBackgroundOf(preferences.look()));
  }

  /** A file or folder was opened or written. */
  void used(Path path) {
    change(now -> now.withRecent(path));
  }

  private void change(UnaryOperator<Preferences> action) {
    preferences = action.apply(preferences);
    write();
  }

  void write() {
    try {
      preferences.write(folder);
    } catch (IOException e) {
      notices.fail(e);
    }
  }
}
