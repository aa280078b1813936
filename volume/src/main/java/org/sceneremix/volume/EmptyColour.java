package org.sceneremix.volume;

import java.util.Arrays;

/**
 * Chooses the colour of empty voxels.
 *
 * <p>A renderer does not see what colour an empty voxel carries, unless it is next to an occupied
 * one: then interpolation mixes its colour into the visible surface. Convolutions see the colour of
 * every voxel. Left as it comes (black, or whatever an optimiser drifted to) it would be a second,
 * meaningless scene for a critic to judge and a generator to learn, and a strong edge at every
 * surface. So
 *
 * <ul>
 *   <li>colours that can be seen, those of occupied voxels and of their 26 neighbours, stay;
 *   <li>a few voxels further the nearest of them are spread, fading out, so that a convolution
 *       finds no edge in colour where the surface is, and a surface that a generator moves by a
 *       voxel or two keeps its colour;
 *   <li>beyond, colour is stored 0 (mid-grey), which is also what lies around the scene in
 *       convolutions that pad with emptiness, {@code (0, 0, 0, -1)}: an empty voxel inside says
 *       nothing else than one outside.
 * </ul>
 */
public final class EmptyColour {

  /** Voxels over which colour fades; a stack of two 3x3x3 convolutions looks this far. */
  public static final int REACH = 3;

  private static final int COLOURS = VoxelGrid.DENSITY;

  private EmptyColour() {}

  /**
   * Writes the colours of voxels that no rendering can show; nothing that is rendered changes.
   *
   * @param grid changed in place
   */
  public static void choose(VoxelGrid grid) {
    boolean[] known = dilate(occupied(grid), GridSize.of(grid));
    float[] data = grid.data();
    for (int v = 0; v < known.length; v++) {
      if (!known[v]) {
        Arrays.fill(data, v * VoxelGrid.CHANNELS, v * VoxelGrid.CHANNELS + COLOURS, 0f);
      }
    }
    boolean[] reached = known.clone();
    for (int ring = 1; ring <= REACH; ring++) {
      reached = spread(grid, reached);
    }
    fade(grid, known);
  }

  private static boolean[] occupied(VoxelGrid grid) {
    boolean[] occupied = new boolean[grid.voxelCount()];
    for (int v = 0; v < occupied.length; v++) {
      occupied[v] = grid.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] > 0;
    }
    return occupied;
  }

  /**
   * Gives each voxel of unknown colour that has neighbours (of 26) of known colour their mean.
   *
   * @param known whether the colour of each voxel is known
   * @return where colour is known now
   */
  static boolean[] spread(VoxelGrid grid, boolean[] known) {
    boolean[] next = known.clone();
    float[] data = grid.data();
    double[] sum = new double[COLOURS];
    for (int z = 0, v = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++, v++) {
          if (known[v]) {
            continue;
          }
          Arrays.fill(sum, 0);
          int count = 0;
          for (int k = Math.max(0, z - 1); k <= Math.min(grid.nz() - 1, z + 1); k++) {
            for (int j = Math.max(0, y - 1); j <= Math.min(grid.ny() - 1, y + 1); j++) {
              for (int i = Math.max(0, x - 1); i <= Math.min(grid.nx() - 1, x + 1); i++) {
                int at = grid.index(i, j, k);
                if (known[at / VoxelGrid.CHANNELS]) {
                  count++;
                  for (int c = 0; c < COLOURS; c++) {
                    sum[c] += data[at + c];
                  }
                }
              }
            }
          }
          if (count > 0) {
            next[v] = true;
            for (int c = 0; c < COLOURS; c++) {
              data[v * VoxelGrid.CHANNELS + c] = (float) (sum[c] / count);
            }
          }
        }
      }
    }
    return next;
  }

  /** Scales the spread colours down, ring by ring, to nothing one voxel beyond the reach. */
  private static void fade(VoxelGrid grid, boolean[] known) {
    boolean[] reached = known;
    for (int ring = 1; ring <= REACH; ring++) {
      boolean[] next = dilate(reached, GridSize.of(grid));
      float remaining = (REACH + 1f - ring) / (REACH + 1f);
      for (int v = 0; v < next.length; v++) {
        if (next[v] && !reached[v]) {
          for (int c = 0; c < COLOURS; c++) {
            grid.data()[v * VoxelGrid.CHANNELS + c] *= remaining;
          }
        }
      }
      reached = next;
    }
  }

  /** Marks voxels that are set or have one of their 26 neighbours set. */
  static boolean[] dilate(boolean[] set, GridSize size) {
    boolean[] result = set;
    int[] strides = {1, size.nx(), size.nx() * size.ny()};
    int[] sizes = {size.nx(), size.ny(), size.nz()};
    for (int axis = 0; axis < 3; axis++) {
      boolean[] next = new boolean[set.length];
      for (int v = 0; v < set.length; v++) {
        int at = v / strides[axis] % sizes[axis];
        next[v] =
            result[v]
                || (at > 0 && result[v - strides[axis]])
                || (at < sizes[axis] - 1 && result[v + strides[axis]]);
      }
      result = next;
    }
    return result;
  }
}
