package org.sceneremix.viewer.cli;

import org.sceneremix.volume.Aabb;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a box such as {@code -1,-1,0,1,1,0.5}: minimum x, y, z, then maximum x, y, z. */
final class BoxConverter implements ITypeConverter<Aabb> {

  @Override
  public Aabb convert(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 6) {
      throw malformed(text);
    }
    double[] v = new double[6];
    try {
      for (int i = 0; i < 6; i++) {
        v[i] = Double.parseDouble(parts[i].strip());
      }
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
    try {
      return new Aabb(v[0], v[1], v[2], v[3], v[4], v[5]);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static TypeConversionException malformed(String text) {
    return new TypeConversionException(
        "'" + text + "' is not a box; write it as x0,y0,z0,x1,y1,z1");
  }
}
