package org.sceneremix.viewer.session;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.VoxelGrid;

/**
 * A way from one remix to another through their latents: every scene on it is one that the model
 * makes.
 *
 * @param maker makes them
 * @param seed of the first
 * @param other seed of the last
 * @param options of all of them
 */
record Morph(SceneMaker maker, long seed, long other, RemixOptions options) {

  Morph {
    Objects.requireNonNull(maker, "maker");
    Objects.requireNonNull(options, "options");
  }

  /**
   * A scene of it.
   *
   * @param share 0 is the first, 1 the last
   */
  VoxelGrid at(double share, Progress progress) throws IOException {
    return maker
        .make(
            new Origin.Between(seed, other, share, options),
            Optional.empty(),
            progress,
            rough -> {})
        .grid();
  }
}
