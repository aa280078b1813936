package org.sceneremix.viewer.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sceneremix.renderer.image.Image;

/**
 * Scenes as far as memory goes, the ones used last; and small pictures of all that were ever made.
 * Scenes that are gone can be made again from their origin.
 */
final class SceneCache {

  private final long limit;
  private final LinkedHashMap<Long, MadeScene> scenes = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Long, Image> pictures = new LinkedHashMap<>();
  private long bytes;

  /**
   * @param limit bytes of scenes; the latest one is kept even if it is larger
   */
  SceneCache(long limit) {
    this.limit = limit;
  }

  void put(long id, MadeScene scene, Image picture) {
    MadeScene old = scenes.put(id, scene);
    bytes += scene.bytes() - (old == null ? 0 : old.bytes());
    pictures.put(id, picture);
    var oldest = scenes.entrySet().iterator();
    while (bytes > limit && scenes.size() > 1) {
      Map.Entry<Long, MadeScene> entry = oldest.next();
      if (entry.getKey() != id) {
        bytes -= entry.getValue().bytes();
        oldest.remove();
      }
    }
  }

  Optional<MadeScene> scene(long id) {
    return Optional.ofNullable(scenes.get(id));
  }

  Optional<Image> picture(long id) {
    return Optional.ofNullable(pictures.get(id));
  }

  /** A picture of a scene that is not here. */
  void putPicture(long id, Image picture) {
    pictures.put(id, picture);
  }

  /** Drops a scene, not its picture. */
  void remove(long id) {
    MadeScene old = scenes.remove(id);
    bytes -= old == null ? 0 : old.bytes();
  }

  void clear() {
    scenes.clear();
    pictures.clear();
    bytes = 0;
  }
}
