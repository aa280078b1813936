package org.sceneremix.viewer.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.sceneremix.renderer.image.Image;

/**
 * A scene of the history as it was made, whatever becomes of the file or model that it came from.
 *
 * @param scene the scene
 * @param picture a small picture of it
 * @param madeBy fingerprint of the model that made it; empty where none did
 * @param within the session file that it was read from; empty where it was made here
 */
record KeptScene(PackedScene scene, Image picture, Optional<String> madeBy, Path within) {
  KeptScene {
    Objects.requireNonNull(scene, "scene");
    Objects.requireNonNull(picture, "picture");
    Objects.requireNonNull(madeBy, "madeBy");
    Objects.requireNonNull(within, "within");
  }

  /**
   * The scene.
   *
   * @throws IOException if it is damaged, or larger than memory
   */
  MadeScene unpack() throws IOException {
    return scene.unpack(within);
  }
}
