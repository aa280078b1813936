package org.sceneremix.scenes.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Posed pictures that are not there. */
final class AbsentPictures {

  private static final int NAMED = 3;

  private final List<String> names = new ArrayList<>();

  void add(String name) {
    names.add(name);
  }

  int count() {
    return names.size();
  }

  String first() {
    return names.get(0);
  }

  /** What the user should know of them. */
  Optional<String> remark(int frames) {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            names.size()
                + " of "
                + frames
                + " frames have no picture and are left out: "
                + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " ..." : ""));
  }
}
