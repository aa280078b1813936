package org.sceneremix.viewer.session;

import java.util.Objects;

/**
 * A scene in the history.
 *
 * @param id unique in its session
 * @param title what it is called
 * @param origin how to make it
 * @param pinned whether it is a favourite
 */
public record SceneEntry(long id, String title, Origin origin, boolean pinned) {
  public SceneEntry {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(origin, "origin");
  }

  SceneEntry withTitle(String newTitle) {
    return new SceneEntry(id, newTitle, origin, pinned);
  }

  SceneEntry withPinned(boolean newPinned) {
    return new SceneEntry(id, title, origin, newPinned);
  }
}
