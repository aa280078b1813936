package org.sceneremix.viewer.cli;

import java.util.Locale;
import org.sceneremix.gan.sample.Window;
import org.sceneremix.volume.GridSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a box of voxels such as {@code 10,10,0,30,25,21}: first x, y, z, then one past the last.
 */
final class VoxelBoxConverter implements ITypeConverter<Window> {

  @Override
  public Window convert(String text) {
    String[] parts = text.split(",", -1);
    int[] v = new int[6];
    try {
      for (int i = 0; i < 6 && parts.length == 6; i++) {
        v[i] = Integer.parseInt(parts[i].strip());
      }
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
    if (parts.length != 6 || v[3] <= v[0] || v[4] <= v[1] || v[5] <= v[2]) {
      throw malformed(text);
    }
    return new Window(v[0], v[1], v[2], new GridSize(v[3] - v[0], v[4] - v[1], v[5] - v[2]));
  }

  /** A box as it is written. */
  static String text(Window box) {
    GridSize size = box.size();
    return String.format(
        Locale.ROOT,
        "%d,%d,%d,%d,%d,%d",
        box.x0(),
        box.y0(),
        box.z0(),
        box.x0() + size.nx(),
        box.y0() + size.ny(),
        box.z0() + size.nz());
  }

  private static TypeConversionException malformed(String text) {
    return new TypeConversionException(
        "'"
            + text
            + "' is not a box of voxels; write it as x0,y0,z0,x1,y1,z1, first voxels and one past"
            + " the last");
  }
}
