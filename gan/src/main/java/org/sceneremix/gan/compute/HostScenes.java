package org.sceneremix.gan.compute;

import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.TrilinearResize;

/**
 * Operators of {@link Engine} that make scenes, in plain Java for all engines on ND4J, which has
 * none like them. Where it keeps arrays elsewhere they are copied; no training there asks for them.
 */
final class HostScenes {

  private HostScenes() {}

  /** Voxels of the volumes of a batch. */
  static GridSize size(Tensor x) {
    return new GridSize(x.extent(3), x.extent(2), x.extent(1));
  }

  /** Checks that one tensor can be resampled to another. */
  static void requireVolumes(Tensor x, Tensor y) {
    if (x.extent(0) != y.extent(0) || x.channels() != y.channels()) {
      throw new IllegalArgumentException(x + " cannot be resampled to " + y);
    }
  }

  /** Checks that columns of a scene can be put into another one. */
  static void requireColumns(Tensor scene, Tensor columns, Tensor y) {
    boolean fit =
        scene.extent(0) == 1
            && y.extent(0) == 1
            && scene.channels() == y.channels()
            && columns.length() == y.extent(2) * y.extent(3);
    if (!fit) {
      throw new IllegalArgumentException(
          columns + " does not say which columns of " + scene + " lie in " + y);
    }
  }

  /** Checks that there is room for noise. */
  static void requireNoise(Tensor x) {
    if (x.extent(0) != 1 || x.channels() < Deviates.CHANNELS) {
      throw new IllegalArgumentException(x + " has no room for noise");
    }
  }

  static void resample(Tensor x, Tensor y) {
    requireVolumes(x, y);
    y.load(new TrilinearResize(x.channels(), size(x), size(y)).apply(x.toArray()), 0);
  }

  static void paste(Tensor x, int x0, int y0, int z0, Tensor y) {
    HostSamples.requireBox(x, y);
    float[] from = x.toArray();
    float[] to = y.toArray();
    for (int voxel = 0; voxel < from.length / x.channels(); voxel++) {
      int i = x0 + voxel % x.extent(3);
      int j = y0 + voxel / x.extent(3) % x.extent(2);
      int k = z0 + voxel / (x.extent(3) * x.extent(2)) % x.extent(1);
      int n = voxel / (x.extent(3) * x.extent(2) * x.extent(1));
      int target = HostSamples.voxel(y, n, i, j, k);
      if (target >= 0) {
        System.arraycopy(from, voxel * x.channels(), to, target * y.channels(), x.channels());
      }
    }
    y.load(to, 0);
  }

  static void putColumns(Tensor scene, Tensor columns, PieceColumns which, int z0, Tensor y) {
    requireColumns(scene, columns, y);
    float[] from = scene.toArray();
    float[] codes = columns.toArray();
    float[] to = y.toArray();
    int layer = scene.extent(2) * scene.extent(3);
    int channels = y.channels();
    for (int voxel = 0; voxel < to.length / channels; voxel++) {
      int column = which.column(codes[voxel % codes.length], layer);
      int z = z0 + voxel / codes.length;
      if (column >= 0 && z >= 0 && z < scene.extent(1)) {
        System.arraycopy(from, (z * layer + column) * channels, to, voxel * channels, channels);
      }
    }
    y.load(to, 0);
  }

  static void addNoise(
      long key, float amplitude, int x0, int y0, int z0, GridSize scene, Tensor x) {
    requireNoise(x);
    float[] values = x.toArray();
    int at = 0;
    for (int k = z0; k < z0 + x.extent(1); k++) {
      for (int j = y0; j < y0 + x.extent(2); j++) {
        for (int i = x0; i < x0 + x.extent(3); i++, at += x.channels()) {
          if (scene.contains(i, j, k)) {
            Deviates.add(key, i, j, k, amplitude, values, at);
          }
        }
      }
    }
    x.load(values, 0);
  }

  static void setHeight(Tensor x, int z0, int layers) {
    float[] values = x.toArray();
    int layer = x.extent(2) * x.extent(3) * x.channels();
    for (int i = x.channels() - 1; i < values.length; i += x.channels()) {
      int z = z0 + i / layer % x.extent(1);
      values[i] = (2 * z + 1f) / layers - 1;
    }
    x.load(values, 0);
  }

  static void clamp(Tensor x, float most) {
    float[] values = x.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(-most, Math.min(most, values[i]));
    }
    x.load(values, 0);
  }
}
