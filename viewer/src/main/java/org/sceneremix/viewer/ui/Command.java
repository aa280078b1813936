package org.sceneremix.viewer.ui;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that can be done by key and menu.
 *
 * @param group heading in the list of shortcuts
 * @param name what it does
 * @param keys the key as people read it, such as "Ctrl+Z"
 * @param key GLFW's code of the key
 * @param control whether Ctrl (or Cmd) is held
 * @param obstacle why it cannot be done now, a sentence; empty where it can
 * @param action does it
 */
record Command(
    String group,
    String name,
    String keys,
    int key,
    boolean control,
    Supplier<Optional<String>> obstacle,
    Runnable action) {
  Command {
    Objects.requireNonNull(obstacle, "obstacle");
    Objects.requireNonNull(action, "action");
  }

  boolean isPossible() {
    return obstacle.get().isEmpty();
  }
}
