package org.sceneremix.gan.sample;

import java.util.BitSet;
import java.util.Objects;
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
   * The set in the same scene at another resolution: the voxels that share space with one of it. A
   * scene of another height begins at the same ground.
   *
   * @param other size along x and y of the whole scene; heights of voxels are in the proportion of
   *     the other edges
   */
  BitSet at(GridSize other) {
    BitSet set = new BitSet(other.voxelCount());
    double heights = Math.sqrt((double) other.nx() * other.ny() / size.nx() / size.ny());
    int nz = Math.max(1, (int) Math.round(size.nz() * heights));
    for (int v = voxels.nextSetBit(0); v >= 0; v = voxels.nextSetBit(v + 1)) {
      int x = v % size.nx();
      int y = v / size.nx() % size.ny();
      int z = v / size.nx() / size.ny();
      int top = Math.min(other.nz(), end(z, size.nz(), nz));
      for (int k = first(z, size.nz(), nz); k < top; k++) {
        for (int j = first(y, size.ny(), other.ny()); j < end(y, size.ny(), other.ny()); j++) {
          int row = (k * other.ny() + j) * other.nx();
          set.set(row + first(x, size.nx(), other.nx()), row + end(x, size.nx(), other.nx()));
        }
      }
    }
    return set;
  }

  /**
   * Whether a site of the ground, at fractions of the scene, is in the set at most of its heights.
   */
  boolean containsColumn(double alongX, double alongY) {
    int x = Math.max(0, Math.min(size.nx() - 1, (int) (alongX * size.nx())));
    int y = Math.max(0, Math.min(size.ny() - 1, (int) (alongY * size.ny())));
    int count = 0;
    for (int z = 0; z < size.nz(); z++) {
      count += voxels.get((z * size.ny() + y) * size.nx() + x) ? 1 : 0;
    }
    return 2 * count >= size.nz();
  }

  /** First of m voxels that shares space with voxel i of n. */
  private static int first(int i, int n, int m) {
    return (int) ((long) i * m / n);
  }

  /** One past the last of m voxels that shares space with voxel i of n. */
  private static int end(int i, int n, int m) {
    return (int) (((long) (i + 1) * m + n - 1) / n);
  }
}
