package org.sceneremix.renderer.trace;

import java.util.Objects;
import java.util.Optional;
import org.sceneremix.volume.VoxelGrid;

/**
 * Light in space: the density and mean colour of a grid, and how colour departs from it with the
 * viewing direction.
 *
 * @param directional empty where colour is the same from everywhere
 */
public record RadianceField(VoxelGrid grid, Optional<DirectionalField> directional) {

  /**
   * @throws IllegalArgumentException if the directional field is of another number of voxels
   */
  public RadianceField {
    Objects.requireNonNull(grid, "grid");
    if (directional.isPresent() && directional.get().voxelCount() != grid.voxelCount()) {
      throw new IllegalArgumentException(
          "the directional field is of "
              + directional.get().voxelCount()
              + " voxels but the grid has "
              + grid.voxelCount());
    }
  }

  /** A grid whose colour is the same from everywhere. */
  public static RadianceField of(VoxelGrid grid) {
    return new RadianceField(grid, Optional.empty());
  }
}
