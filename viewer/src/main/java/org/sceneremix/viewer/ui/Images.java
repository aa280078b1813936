package org.sceneremix.viewer.ui;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.viewer.gl.ImageTexture;

/** Images of the panels on the graphics device, uploaded when they change. */
final class Images implements AutoCloseable {

  private final Map<Long, ImageTexture> textures = new HashMap<>();

  /** The texture of an image that goes by this id. */
  ImageTexture texture(long id, Image image) {
    ImageTexture texture = textures.get(id);
    if (texture == null || texture.image() != image) {
      if (texture != null) {
        texture.close();
      }
      texture = new ImageTexture(image);
      textures.put(id, texture);
    }
    return texture;
  }

  /** Frees all other images. */
  void keepOnly(Set<Long> ids) {
    textures
        .entrySet()
        .removeIf(
            entry -> {
              boolean unused = !ids.contains(entry.getKey());
              if (unused) {
                entry.getValue().close();
              }
              return unused;
            });
  }

  @Override
  public void close() {
    keepOnly(Set.of());
  }
}
