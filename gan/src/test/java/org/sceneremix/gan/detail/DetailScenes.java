package org.sceneremix.gan.detail;

import org.sceneremix.gan.BlockScene;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.EmptyColour;
import org.sceneremix.volume.VoxelGrid;

/** Small exemplars, and what a generator may make of them. */
final class DetailScenes {

  /** Solid ground three voxels thick with coloured boxes at random places on it. */
  static VoxelGrid blocks(int nx, int ny, int nz, int boxes, long seed) {
    VoxelGrid grid = BlockScene.of(nx, ny, nz, boxes, 2, seed);
    // what nobody sees is not kept; so that exact comparisons may be made, it is as it will be
    VoxelGrid filled = HiddenInterior.filled(grid);
    EmptyColour.choose(filled);
    return filled;
  }

  private DetailScenes() {}

  /** Means over 3x3x3 voxels with weights 1, 2, 1 along each axis. */
  static VoxelGrid blurred(VoxelGrid grid) {
    VoxelGrid result = grid.copy();
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          for (int c = 0; c < VoxelGrid.CHANNELS; c++) {
            result.data()[grid.index(x, y, z) + c] = mean(grid, x, y, z, c);
          }
        }
      }
    }
    return result;
  }

  private static float mean(VoxelGrid grid, int x, int y, int z, int channel) {
    double sum = 0;
    double weights = 0;
    for (int k = Math.max(0, z - 1); k <= Math.min(grid.nz() - 1, z + 1); k++) {
      for (int j = Math.max(0, y - 1); j <= Math.min(grid.ny() - 1, y + 1); j++) {
        for (int i = Math.max(0, x - 1); i <= Math.min(grid.nx() - 1, x + 1); i++) {
          double weight = (i == x ? 2 : 1) * (j == y ? 2 : 1) * (k == z ? 2 : 1);
          sum += weight * grid.data()[grid.index(i, j, k) + channel];
          weights += weight;
        }
      }
    }
    return (float) (sum / weights);
  }

  /** The grid and its mirror image, side by side. */
  static VoxelGrid besideMirrorImage(VoxelGrid grid) {
    int nx = grid.nx();
    VoxelGrid result =
        VoxelGrid.empty(
            2 * nx,
            grid.ny(),
            grid.nz(),
            new Aabb(0, 0, 0, 2 * nx, grid.ny(), grid.nz()),
            grid.densityScale());
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < 2 * nx; x++) {
          System.arraycopy(
              grid.data(),
              grid.index(x < nx ? x : 2 * nx - 1 - x, y, z),
              result.data(),
              result.index(x, y, z),
              VoxelGrid.CHANNELS);
        }
      }
    }
    return result;
  }

  /** Root mean square of the differences in what is visible. */
  static double difference(VoxelGrid a, VoxelGrid b) {
    Features inA = Features.of(a);
    Features inB = Features.of(b);
    double sum = 0;
    for (int i = 0; i < inA.values().length; i++) {
      double difference = (double) inA.values()[i] - inB.values()[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum / inA.values().length);
  }

  /** The left and the right half exchanged. */
  static VoxelGrid halvesExchanged(VoxelGrid grid) {
    VoxelGrid result = grid.copy();
    int half = grid.nx() / 2;
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          System.arraycopy(
              grid.data(),
              grid.index((x + half) % grid.nx(), y, z),
              result.data(),
              result.index(x, y, z),
              VoxelGrid.CHANNELS);
        }
      }
    }
    return result;
  }
}
