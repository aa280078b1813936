package org.sceneremix.viewer.cli;

import org.sceneremix.volume.GridSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the size of a grid, such as {@code 96x64x32}: voxels along x, y and z. */
final class GridSizeConverter implements ITypeConverter<GridSize> {

  @Override
  public GridSize convert(String text) {
    String[] parts = text.split("x", -1);
    if (parts.length != 3) {
      throw malformed(text);
    }
    int[] n = new int[3];
    try {
      for (int axis = 0; axis < 3; axis++) {
        n[axis] = Integer.parseInt(parts[axis]);
      }
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
    try {
      return new GridSize(n[0], n[1], n[2]);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static TypeConversionException malformed(String text) {
    return new TypeConversionException(
        "'" + text + "' is not a size of a grid; write it as 96x64x32, voxels along x, y and z");
  }
}
