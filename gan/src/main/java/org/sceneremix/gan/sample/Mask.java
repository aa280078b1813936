package org.sceneremix.gan.sample;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * A set of voxels of a scene.
 *
 * @param size of the scene
 * @param voxels those of the set, by their index {@code (z * ny + y) * nx + x}; copied
 */
public record Mask(GridSize size, BitSet voxels) {

  /**
   * @throws IllegalArgumentException if a voxel lies outside the scene
   */
  public Mask {
    Objects.requireNonNull(size, "size");
    voxels = (BitSet) voxels.clone();
    if (voxels.length() > size.voxelCount()) {
      throw new IllegalArgumentException(
          "a mask of " + size + " voxels cannot hold voxel " + (voxels.length() - 1));
    }
  }

  /**
   * The voxels of a box.
   *
   * @throws IllegalArgumentException if none of the box lies in the scene
   */
  public static Mask ofBox(GridSize size, Window box) {
    BitSet voxels = new BitSet(size.voxelCount());
    int x0 = Math.max(0, box.x0());
    int x1 = Math.min(size.nx(), box.x0() + box.size().nx());
    for (int z = Math.max(0, box.z0()); z < Math.min(size.nz(), box.z0() + box.size().nz()); z++) {
      for (int y = Math.max(0, box.y0());
          y < Math.min(size.ny(), box.y0() + box.size().ny());
          y++) {
        if (x0 < x1) {
          int row = (z * size.ny() + y) * size.nx();
          voxels.set(row + x0, row + x1);
        }
      }
    }
    if (voxels.isEmpty()) {
      throw new IllegalArgumentException(
          "the box lies outside the scene, which has " + size + " voxels; choose one inside");
    }
    return new Mask(size, voxels);
  }

  /** The voxels of a grid in which something is. */
  public static Mask ofOccupied(VoxelGrid grid) {
    BitSet voxels = new BitSet(grid.voxelCount());
    for (int v = 0; v < grid.voxelCount(); v++) {
      voxels.set(v, grid.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] > 0);
    }
    return new Mask(GridSize.of(grid), voxels);
  }

  /** All other voxels. */
  public Mask inverted() {
    BitSet others = (BitSet) voxels.clone();
    others.flip(0, size.voxelCount());
    return new Mask(size, others);
  }

  /**
   * Copies from one scene to another what lies in the set. The scenes may have other voxels than
   * the mask, but must fill the same box.
   *
   * @throws IllegalArgumentException if the scenes differ in size
   */
  public void copy(VoxelGrid from, VoxelGrid to) {
    if (!from.sameSize(to)) {
      throw new IllegalArgumentException(
          "a part of " + from + " cannot be copied to " + to + "; both must have the same size");
    }
    byte[] distances = distances(GridSize.of(to), Periodicity.NONE, 1);
    int channels = VoxelGrid.CHANNELS;
    for (int v = 0; v < distances.length; v++) {
      if (distances[v] == 0) {
        System.arraycopy(from.data(), v * channels, to.data(), v * channels, channels);
      }
    }
  }

  /**
   * How far the voxels of the same scene in another resolution are from the set, in voxels of that
   * resolution along the longest of the three axes (Chebyshev's distance): 0 for voxels that share
   * space with one of the set, up to {@code limit} for all that are as far or farther.
   */
  byte[] distances(GridSize other, Periodicity periodicity, int limit) {
    byte[] distances = new byte[other.voxelCount()];
    Arrays.fill(distances, (byte) limit);
    for (int v = voxels.nextSetBit(0); v >= 0; v = voxels.nextSetBit(v + 1)) {
      int x = v % size.nx();
      int y = v / size.nx() % size.ny();
      int z = v / size.nx() / size.ny();
      for (int k = first(z, size.nz(), other.nz()); k < end(z, size.nz(), other.nz()); k++) {
        for (int j = first(y, size.ny(), other.ny()); j < end(y, size.ny(), other.ny()); j++) {
          int row = (k * other.ny() + j) * other.nx();
          Arrays.fill(
              distances,
              row + first(x, size.nx(), other.nx()),
              row + end(x, size.nx(), other.nx()),
              (byte) 0);
        }
      }
    }
    int layer = other.nx() * other.ny();
    spread(distances, other.nx(), 1, periodicity.alongX(), limit);
    spread(distances, other.ny(), other.nx(), periodicity.alongY(), limit);
    spread(distances, other.nz(), layer, false, limit);
    return distances;
  }

  /** First of m voxels that shares space with voxel i of n. */
  private static int first(int i, int n, int m) {
    return (int) ((long) i * m / n);
  }

  /** One past the last of m voxels that shares space with voxel i of n. */
  private static int end(int i, int n, int m) {
    return (int) (((long) (i + 1) * m + n - 1) / n);
  }

  /**
   * Lowers each value to the least, over voxels along one axis, of the larger of that voxel's value
   * and how far it is.
   */
  private static void spread(byte[] values, int n, int stride, boolean periodic, int limit) {
    byte[] line = new byte[n];
    for (int start = 0; start < values.length; start++) {
      if (start / stride % n != 0) {
        continue;
      }
      for (int i = 0; i < n; i++) {
        line[i] = values[start + i * stride];
      }
      for (int i = 0; i < n; i++) {
        int least = line[i];
        for (int d = 1; d < least; d++) {
          least = Math.min(least, Math.max(d, at(line, i - d, periodic, limit)));
          least = Math.min(least, Math.max(d, at(line, i + d, periodic, limit)));
        }
        values[start + i * stride] = (byte) least;
      }
    }
  }

  private static int at(byte[] line, int i, boolean periodic, int limit) {
    if (i >= 0 && i < line.length) {
      return line[i];
    }
    return periodic ? line[Math.floorMod(i, line.length)] : limit;
  }
}
