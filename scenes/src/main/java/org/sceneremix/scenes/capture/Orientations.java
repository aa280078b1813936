package org.sceneremix.scenes.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pictures of a capture whose EXIF orientation was not applied. */
final class Orientations {

  private static final int NAMED = 3;

  private final List<String> names = new ArrayList<>();

  void add(String picture, PictureFile.Shown shown) {
    if (shown.isAmbiguous()) {
      names.add(picture);
    }
  }

  /** Remark on them for the user. */
  Optional<String> remark() {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            names.size()
                + " pictures say an EXIF orientation ("
                + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " ..." : "")
                + "), but their poses are taken to belong to the pixels as stored, as COLMAP and"
                + " instant-ngp see them; if they do not match, turn the pictures and remove the"
                + " tag (for instance with exiftran -ai)");
  }
}
