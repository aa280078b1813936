package org.sceneremix.gan.critic;

import org.sceneremix.gan.net.Maps;
import org.sceneremix.volume.VoxelGrid;

/**
 * Windows of heights with {@value #BORDER} sites of emptiness around the scene; two more channels
 * say what is inside and how high a window is.
 */
final class ColumnView implements Critic.View {

  private static final int BORDER = 3;

  private final int depth;
  private final int slab;
  private final int window;
  private final int windows;

  ColumnView(int depth, int slab) {
    this.depth = depth;
    this.slab = Math.min(slab, depth);
    this.window = Math.min(depth, 2 * this.slab);
    this.windows = (depth - window + this.slab - 1) / this.slab + 1;
  }

  int channels() {
    return window * VoxelGrid.CHANNELS + 2;
  }

  private int firstHeight(int i) {
    return Math.min(i * slab, depth - window);
  }

  @Override
  public Maps of(Maps judged) {
    Maps maps = windows(judged);
    for (int n = 0; n < maps.count(); n++) {
      int i = n % windows;
      float height = windows == 1 ? 0 : 2f * firstHeight(i) / (depth - window) - 1;
      for (int y = 0; y < maps.height(); y++) {
        for (int x = 0; x < maps.width(); x++) {
          int at = maps.index(n, y, x);
          boolean inside =
              y >= BORDER && x >= BORDER && y < maps.height() - BORDER && x < maps.width() - BORDER;
          if (inside) {
            maps.data()[at + channels() - 2] = 1;
          } else {
            for (int c = VoxelGrid.DENSITY; c < window * VoxelGrid.CHANNELS; c += 4) {
              maps.data()[at + c] = -1;
            }
          }
          maps.data()[at + channels() - 1] = height;
        }
      }
    }
    return maps;
  }

  @Override
  public Maps tangent(Maps direction) {
    return windows(direction);
  }

  /** The values of windows; zeros elsewhere. */
  private Maps windows(Maps columns) {
    Maps maps =
        Maps.zeros(
            columns.count() * windows,
            columns.height() + 2 * BORDER,
            columns.width() + 2 * BORDER,
            channels());
    forSites(
        columns,
        maps,
        (from, to, length) -> System.arraycopy(columns.data(), from, maps.data(), to, length));
    return maps;
  }

  @Override
  public Maps adjoint(Maps gradient, Maps judged) {
    Maps columns = judged.with(new float[judged.data().length]);
    forSites(
        columns,
        gradient,
        (from, to, length) -> {
          for (int i = 0; i < length; i++) {
            columns.data()[from + i] += gradient.data()[to + i];
          }
        });
    return columns;
  }

  private interface Run {
    void at(int ofColumns, int ofWindows, int length);
  }

  private void forSites(Maps columns, Maps maps, Run run) {
    for (int n = 0; n < maps.count(); n++) {
      int first = firstHeight(n % windows) * VoxelGrid.CHANNELS;
      for (int y = 0; y < columns.height(); y++) {
        for (int x = 0; x < columns.width(); x++) {
          run.at(
              columns.index(n / windows, y, x) + first,
              maps.index(n, y + BORDER, x + BORDER),
              window * VoxelGrid.CHANNELS);
        }
      }
    }
  }
}
