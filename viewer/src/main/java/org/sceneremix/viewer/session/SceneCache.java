package org.sceneremix.viewer.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.volume.VoxelGrid;

/**
 * Grids of scenes as far as memory goes, the ones used last; and small pictures of all that were
 * ever made. What is gone can be made again from its origin.
 */
final class SceneCache {

  private final long limit;
  private final LinkedHashMap<Long, VoxelGrid> grids = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Long, Image> pictures = new LinkedHashMap<>();
  private long bytes;

  /**
   * @param limit bytes of grids; the latest one is kept even if it is larger
   */
  SceneCache(long limit) {
    this.limit = limit;
  }

  void put(long id, VoxelGrid grid, Image picture) {
    VoxelGrid old = grids.put(id, grid);
    bytes += sizeOf(grid) - (old == null ? 0 : sizeOf(old));
    pictures.put(id, picture);
    var oldest = grids.entrySet().iterator();
    while (bytes > limit && grids.size() > 1) {
      Map.Entry<Long, VoxelGrid> entry = oldest.next();
      if (entry.getKey() != id) {
        bytes -= sizeOf(entry.getValue());
        oldest.remove();
      }
    }
  }

  private static long sizeOf(VoxelGrid grid) {
    return (long) Float.BYTES * grid.data().length;
  }

  Optional<VoxelGrid> grid(long id) {
    return Optional.ofNullable(grids.get(id));
  }

  Optional<Image> picture(long id) {
    return Optional.ofNullable(pictures.get(id));
  }

  /** Drops a grid, not its picture. */
  void remove(long id) {
    VoxelGrid old = grids.remove(id);
    bytes -= old == null ? 0 : sizeOf(old);
  }

  void clear() {
    grids.clear();
    pictures.clear();
    bytes = 0;
  }
}
