package org.sceneremix.gan.detail;

import java.util.Arrays;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Makes the inside of things definite.
 *
 * <p>A fit knows nothing about voxels that no photograph shows: inside a block or under it there
 * may be emptiness, darkness or noise, and a generator invents other noise. Comparing patches, that
 * noise would count as much as the surface; copied to a place where it can be seen, it would be a
 * hole or a stain. Here such voxels become solid in the colour of the nearest surface.
 *
 * <p>Hidden is what less than a share {@value #LEAST_LIGHT} of the light reaches that comes from
 * outside on 26 straight ways: along the axes and the diagonals of faces and cubes.
 */
final class HiddenInterior {

  /** Of fitted blocks this fills a sixth of what is occupied and leaves pictures at 57 dB. */
  private static final double LEAST_LIGHT = 0.03;

  private static final int DIRECTIONS = 26;

  private final GridSize size;
  private final float[] transmittance;

  private HiddenInterior(VoxelGrid grid) {
    this.size = GridSize.of(grid);
    this.transmittance = new float[grid.voxelCount()];
    double thickness = grid.densityScale() * grid.shortestVoxelEdge();
    for (int v = 0; v < transmittance.length; v++) {
      double density = grid.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY];
      transmittance[v] = (float) Math.exp(-thickness * Math.max(0, density));
    }
  }

  /** A copy in which hidden voxels are solid and coloured. */
  static VoxelGrid filled(VoxelGrid grid) {
    HiddenInterior interior = new HiddenInterior(grid);
    boolean[] hidden = interior.hidden();
    VoxelGrid result = grid.copy();
    for (int v = 0; v < hidden.length; v++) {
      if (hidden[v]) {
        result.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] = 1;
      }
    }
    interior.colour(result, hidden);
    return result;
  }

  private boolean[] hidden() {
    float[] light = new float[transmittance.length];
    for (int direction = 0; direction < 27; direction++) {
      int dx = direction % 3 - 1;
      int dy = direction / 3 % 3 - 1;
      int dz = direction / 9 - 1;
      if (dx != 0 || dy != 0 || dz != 0) {
        shine(dx, dy, dz, light);
      }
    }
    boolean[] hidden = new boolean[light.length];
    for (int v = 0; v < hidden.length; v++) {
      hidden[v] = light[v] < LEAST_LIGHT;
    }
    return hidden;
  }

  /** Adds the mean of light that travels in one direction. */
  private void shine(int dx, int dy, int dz, float[] light) {
    float[] arriving = new float[light.length];
    int back = (dz * size.ny() + dy) * size.nx() + dx;
    for (int k = 0; k < size.nz(); k++) {
      int z = dz < 0 ? size.nz() - 1 - k : k;
      for (int j = 0; j < size.ny(); j++) {
        int y = dy < 0 ? size.ny() - 1 - j : j;
        for (int i = 0; i < size.nx(); i++) {
          int x = dx < 0 ? size.nx() - 1 - i : i;
          int v = (z * size.ny() + y) * size.nx() + x;
          boolean entering =
              outside(x - dx, size.nx())
                  || outside(y - dy, size.ny())
                  || outside(z - dz, size.nz());
          arriving[v] = entering ? 1 : arriving[v - back] * transmittance[v - back];
          light[v] += arriving[v] / DIRECTIONS;
        }
      }
    }
  }

  private static boolean outside(int i, int n) {
    return i < 0 || i >= n;
  }

  /** Spreads colours inwards from what is opaque and not hidden, ring by ring. */
  private void colour(VoxelGrid result, boolean[] hidden) {
    boolean[] known = new boolean[hidden.length];
    for (int v = 0; v < known.length; v++) {
      known[v] = !hidden[v] && transmittance[v] < 0.5f;
    }
    int[] ring = pending(hidden, known);
    while (ring.length > 0) {
      int[] coloured = new int[ring.length];
      int count = 0;
      for (int v : ring) {
        if (takeMeanOfKnown(result, v, known)) {
          coloured[count++] = v;
        }
      }
      if (count == 0) {
        return;
      }
      for (int i = 0; i < count; i++) {
        known[coloured[i]] = true;
      }
      ring = pending(hidden, known);
    }
  }

  private static int[] pending(boolean[] hidden, boolean[] known) {
    int[] pending = new int[hidden.length];
    int count = 0;
    for (int v = 0; v < hidden.length; v++) {
      if (hidden[v] && !known[v]) {
        pending[count++] = v;
      }
    }
    return Arrays.copyOf(pending, count);
  }

  private boolean takeMeanOfKnown(VoxelGrid result, int v, boolean[] known) {
    int x = v % size.nx();
    int y = v / size.nx() % size.ny();
    int z = v / size.nx() / size.ny();
    float[] sum = new float[VoxelGrid.DENSITY];
    int count = 0;
    for (int face = 0; face < 6; face++) {
      int step = face % 2 == 0 ? 1 : -1;
      int axis = face / 2;
      int nx = axis == 0 ? x + step : x;
      int ny = axis == 1 ? y + step : y;
      int nz = axis == 2 ? z + step : z;
      if (outside(nx, size.nx()) || outside(ny, size.ny()) || outside(nz, size.nz())) {
        continue;
      }
      int neighbour = (nz * size.ny() + ny) * size.nx() + nx;
      if (known[neighbour]) {
        count++;
        for (int c = 0; c < sum.length; c++) {
          sum[c] += result.data()[neighbour * VoxelGrid.CHANNELS + c];
        }
      }
    }
    for (int c = 0; c < sum.length && count > 0; c++) {
      result.data()[v * VoxelGrid.CHANNELS + c] = sum[c] / count;
    }
    return count > 0;
  }
}
