package org.sceneremix.gan.metric;

import java.util.List;
import org.sceneremix.volume.VoxelGrid;

/**
 * Scenes that are measured as remixes are, so that the figures of remixes can be read: what a copy,
 * chance, or a model without one of its parts achieves.
 *
 * @param name what tables call it, such as {@code noise start}
 * @param scenes at least one, of one size
 */
public record Control(String name, List<VoxelGrid> scenes) {

  /**
   * @throws IllegalArgumentException if there is no name or no scene
   */
  public Control {
    scenes = List.copyOf(scenes);
    if (name.isBlank() || scenes.isEmpty()) {
      throw new IllegalArgumentException(
          "a control has a name and at least one scene, not '"
              + name
              + "' and "
              + scenes.size()
              + " scenes");
    }
  }
}
