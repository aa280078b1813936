package org.sceneremix.gan.net;

import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * A scene as sites of the ground: a site holds its whole column, {@code [height][channel]}.
 *
 * <p>Networks see premultiplied columns, {@code ((rgb + 1) o, 2 o - 1)} with opacity {@code o = (d
 * + 1) / 2}: colour that nothing carries is nothing, and empty is (0, 0, 0, -1).
 */
public final class Columns {

  /** Values of a voxel. */
  static final int CHANNELS = VoxelGrid.CHANNELS;

  private Columns() {}

  /** The columns of a grid, as it stores them. */
  public static Maps of(VoxelGrid grid) {
    return of(grid.data(), GridSize.of(grid));
  }

  /** The columns of samples {@code [z][y][x][4]}. */
  public static Maps of(float[] samples, GridSize size) {
    Maps columns = Maps.zeros(1, size.ny(), size.nx(), size.nz() * CHANNELS);
    int from = 0;
    for (int z = 0; z < size.nz(); z++) {
      for (int y = 0; y < size.ny(); y++) {
        for (int x = 0; x < size.nx(); x++, from += CHANNELS) {
          System.arraycopy(
              samples, from, columns.data(), columns.index(0, y, x) + z * CHANNELS, CHANNELS);
        }
      }
    }
    return columns;
  }

  /** The samples {@code [z][y][x][4]} of one map of columns. */
  public static float[] samples(Maps columns, int n) {
    int depth = columns.channels() / CHANNELS;
    float[] samples = new float[columns.height() * columns.width() * columns.channels()];
    int at = 0;
    for (int z = 0; z < depth; z++) {
      for (int y = 0; y < columns.height(); y++) {
        for (int x = 0; x < columns.width(); x++, at += CHANNELS) {
          System.arraycopy(
              columns.data(), columns.index(n, y, x) + z * CHANNELS, samples, at, CHANNELS);
        }
      }
    }
    return samples;
  }

  /** Adds samples {@code [z][y][x][4]} to one map of columns. */
  public static void addSamples(float[] samples, Maps columns, int n) {
    int depth = columns.channels() / CHANNELS;
    int at = 0;
    for (int z = 0; z < depth; z++) {
      for (int y = 0; y < columns.height(); y++) {
        for (int x = 0; x < columns.width(); x++) {
          int to = columns.index(n, y, x) + z * CHANNELS;
          for (int c = 0; c < CHANNELS; c++) {
            columns.data()[to + c] += samples[at++];
          }
        }
      }
    }
  }

  /** Columns as networks see them. */
  public static Maps seen(Maps columns) {
    float[] values = columns.data();
    float[] seen = new float[values.length];
    for (int i = 0; i < seen.length; i += CHANNELS) {
      float opacity = opacity(values[i + 3]);
      for (int c = 0; c < 3; c++) {
        seen[i + c] = (values[i + c] + 1) * opacity;
      }
      seen[i + 3] = 2 * opacity - 1;
    }
    return columns.with(seen);
  }

  static float opacity(float density) {
    return Math.max(0, Math.min(1, 0.5f * (density + 1)));
  }

  /**
   * The gradient with respect to columns, from that with respect to what is seen of them.
   *
   * @param columns with densities in [-1, 1]
   */
  public static Maps throughSeen(Maps columns, Maps gradient) {
    float[] values = columns.data();
    float[] g = gradient.data();
    float[] result = new float[g.length];
    for (int i = 0; i < g.length; i += CHANNELS) {
      float opacity = opacity(values[i + 3]);
      float ofOpacity = 2 * g[i + 3];
      for (int c = 0; c < 3; c++) {
        result[i + c] = g[i + c] * opacity;
        ofOpacity += g[i + c] * (values[i + c] + 1);
      }
      result[i + 3] = 0.5f * ofOpacity;
    }
    return columns.with(result);
  }
}
