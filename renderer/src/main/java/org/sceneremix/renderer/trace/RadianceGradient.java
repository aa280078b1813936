package org.sceneremix.renderer.trace;

import java.util.Optional;
import org.sceneremix.volume.VoxelGrid;

/**
 * The gradient of a loss with respect to a {@link RadianceField}.
 *
 * @param grid dL/dG, laid out as {@link VoxelGrid#data()}
 * @param directional that of the directional field; its last bits may depend on the number of
 *     threads. Empty where there is none
 */
public record RadianceGradient(float[] grid, Optional<DirectionalGradient> directional) {

  /** The gradient of a grid whose colour is the same from everywhere. */
  public static RadianceGradient of(float[] grid) {
    return new RadianceGradient(grid, Optional.empty());
  }

  /** Requires it to be one of a field. */
  void requireSizeOf(RadianceField field) {
    int values = field.grid().data().length;
    if (grid.length != values) {
      throw new IllegalArgumentException(
          "the gradient has " + grid.length + " values but the grid has " + values);
    }
    int coefficients = field.directional().map(of -> of.values().length).orElse(0);
    int room = directional.map(of -> of.values().length).orElse(0);
    if (room != coefficients) {
      throw new IllegalArgumentException(
          "the directional gradient has " + room + " values but the field has " + coefficients);
    }
  }
}
