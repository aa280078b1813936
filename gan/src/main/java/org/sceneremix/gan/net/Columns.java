package org.sceneremix.gan.net;

import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Columns of a scene, one at each site of the ground: {@code [height][channel]}, where a voxel has
 * colour and density as a grid stores them, and then what else is known of it, such as its place in
 * the thing it belongs to.
 *
 * <p>Networks see them premultiplied, {@code ((rgb + 1) o, 2 o - 1)} with opacity {@code o = (d +
 * 1) / 2}, and the rest as it is: colour that nothing carries is nothing, and empty is (0, 0, 0,
 * -1, 0 ...).
 *
 * @param depth heights of a column
 * @param channels of a voxel, at least {@value #LOOK}
 */
public record Columns(int depth, int channels) {

  /** Channels of what a voxel looks like. */
  static final int LOOK = VoxelGrid.CHANNELS;

  /** The layout of columns of so many heights. */
  public static Columns in(Maps columns, int depth) {
    return new Columns(depth, columns.channels() / depth);
  }

  /** The columns of a grid, as it stores them. */
  public static Maps of(VoxelGrid grid) {
    return of(grid.data(), GridSize.of(grid));
  }

  /** The columns of samples {@code [z][y][x][4]}. */
  public static Maps of(float[] samples, GridSize size) {
    return of(samples, new float[0], size);
  }

  /**
   * Columns of voxels that have more than their look.
   *
   * @param samples {@code [z][y][x][4]}
   * @param more {@code [z][y][x][channel]}, as it is seen where a voxel is opaque, and 0 where none
   *     is
   */
  public static Maps of(float[] samples, float[] more, GridSize size) {
    int others = more.length / size.voxelCount();
    Columns layout = new Columns(size.nz(), LOOK + others);
    Maps columns = layout.zeros(1, size.ny(), size.nx());
    for (int z = 0, v = 0; z < size.nz(); z++) {
      for (int y = 0; y < size.ny(); y++) {
        for (int x = 0; x < size.nx(); x++, v++) {
          int to = columns.index(0, y, x) + z * layout.channels;
          System.arraycopy(samples, v * LOOK, columns.data(), to, LOOK);
          System.arraycopy(more, v * others, columns.data(), to + LOOK, others);
        }
      }
    }
    return columns;
  }

  /** Maps of columns of zeros. */
  Maps zeros(int count, int height, int width) {
    return Maps.zeros(count, height, width, columnChannels());
  }

  /** Channels of a whole column. */
  int columnChannels() {
    return depth * channels;
  }

  /** The samples {@code [z][y][x][4]} of one map of columns. */
  public float[] samples(Maps columns, int n) {
    float[] samples = new float[columns.height() * columns.width() * depth * LOOK];
    forLooks(
        columns,
        n,
        (column, sample) -> System.arraycopy(columns.data(), column, samples, sample, LOOK));
    return samples;
  }

  /** Adds samples {@code [z][y][x][4]} to one map of columns. */
  public void addSamples(float[] samples, Maps columns, int n) {
    forLooks(
        columns,
        n,
        (column, sample) -> {
          for (int c = 0; c < LOOK; c++) {
            columns.data()[column + c] += samples[sample + c];
          }
        });
  }

  private interface Look {
    void at(int inColumns, int inSamples);
  }

  private void forLooks(Maps columns, int n, Look look) {
    int at = 0;
    for (int z = 0; z < depth; z++) {
      for (int y = 0; y < columns.height(); y++) {
        for (int x = 0; x < columns.width(); x++, at += LOOK) {
          look.at(columns.index(n, y, x) + z * channels, at);
        }
      }
    }
  }

  /** Columns as networks see them. */
  public Maps seen(Maps columns) {
    float[] values = columns.data();
    float[] seen = values.clone();
    for (int i = 0; i < seen.length; i += channels) {
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

  /** Makes a column empty as networks see it. */
  public void writeEmpty(float[] seen, int column) {
    for (int i = 0; i < columnChannels(); i++) {
      seen[column + i] = i % channels == 3 ? -1 : 0;
    }
  }

  /**
   * The gradient with respect to columns, from that with respect to what is seen of them.
   *
   * @param columns with densities in [-1, 1]
   */
  public Maps throughSeen(Maps columns, Maps gradient) {
    float[] values = columns.data();
    float[] g = gradient.data();
    float[] result = g.clone();
    for (int i = 0; i < g.length; i += channels) {
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
