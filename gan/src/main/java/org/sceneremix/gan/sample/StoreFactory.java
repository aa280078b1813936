package org.sceneremix.gan.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** Where the scenes are kept that stages make one from the other. */
@FunctionalInterface
interface StoreFactory {

  /** Everything in arrays. */
  StoreFactory IN_MEMORY = ArrayStore::new;

  /** A place for a scene of this size. */
  SceneStore create(GridSize size);

  /**
   * Small scenes in arrays, others in files.
   *
   * @param arrayBytes largest array
   * @param folder for the files
   */
  static StoreFactory withFiles(long arrayBytes, Path folder) {
    return size -> {
      if ((long) size.voxelCount() * VoxelGrid.CHANNELS * Float.BYTES <= arrayBytes) {
        return new ArrayStore(size);
      }
      try {
        return new FileStore(size, folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
