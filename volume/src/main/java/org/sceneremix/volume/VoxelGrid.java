package org.sceneremix.volume;

import java.util.Arrays;
import java.util.Objects;

/**
 * A field on space, stored as samples: {@code f: R^3 -> R^4}, colour and density at every world
 * point.
 *
 * <p>The samples {@code G[z][y][x][c]} lie at the centres of {@code nz x ny x nx} equal voxels that
 * fill an axis-aligned box; channels are last: red, green, blue, density. Stored values are meant
 * to lie in {@code [-1, 1]}.
 *
 * <p>At a world point inside the box all four channels are interpolated trilinearly <em>first</em>
 * (towards the border, beyond the outermost voxel centres, the outermost samples are continued),
 * and activated <em>after</em>:
 *
 * <pre>
 *   density (extinction)  sigma  = densityScale * max(0, d)      per world unit
 *   colour                c      = clamp((rgb + 1) / 2, 0, 1)
 * </pre>
 *
 * <p>Interpolating before the activation is what makes a ReLU field sharp: the surface may pass
 * anywhere between two samples (Karnewar et al. 2022, "ReLU Fields", section 3). Outside the box
 * there is nothing: {@code sigma = 0}. Empty voxels hold density -1.
 *
 * <p>The samples are mutable and shared: {@link #data()} is the array itself. A grid is not
 * synchronised.
 *
 * <pre>{@code
 * VoxelGrid grid = VoxelGrid.empty(64, 64, 32, box, 100f);
 * grid.data()[grid.index(x, y, z) + VoxelGrid.DENSITY] = 1f; // voxel (x, y, z) becomes solid
 * }</pre>
 */
public final class VoxelGrid {

  /** Number of channels of a sample. */
  public static final int CHANNELS = 4;

  public static final int RED = 0;
  public static final int GREEN = 1;
  public static final int BLUE = 2;
  public static final int DENSITY = 3;

  /** Stored density of a voxel with nothing in it. */
  public static final float EMPTY_DENSITY = -1f;

  private final int nx;
  private final int ny;
  private final int nz;
  private final Aabb box;
  private final float densityScale;
  private final float[] data;

  /**
   * Wraps samples; the array is not copied.
   *
   * @param nx number of voxels along x
   * @param ny number of voxels along y
   * @param nz number of voxels along z
   * @param box the box that the voxels fill, world units
   * @param densityScale extinction of stored density 1, per world unit
   * @param data {@code nz * ny * nx * 4} samples, x fastest after the channel
   * @throws IllegalArgumentException if a size or the scale is not positive, or the array has
   *     another length
   */
  public VoxelGrid(int nx, int ny, int nz, Aabb box, float densityScale, float[] data) {
    if (nx < 1 || ny < 1 || nz < 1) {
      throw new IllegalArgumentException(
          "a grid needs at least one voxel along each axis, not " + nx + "x" + ny + "x" + nz);
    }
    if (!(densityScale > 0) || Float.isInfinite(densityScale)) {
      throw new IllegalArgumentException(
          "the density scale must be positive and finite, not " + densityScale);
    }
    if (data.length != sampleCount(nx, ny, nz)) {
      throw new IllegalArgumentException(
          "a "
              + nx
              + "x"
              + ny
              + "x"
              + nz
              + " grid has "
              + sampleCount(nx, ny, nz)
              + " values, not "
              + data.length);
    }
    this.nx = nx;
    this.ny = ny;
    this.nz = nz;
    this.box = Objects.requireNonNull(box, "box");
    this.densityScale = densityScale;
    this.data = data;
  }

  /** A grid of black, empty voxels: every sample is -1. */
  public static VoxelGrid empty(int nx, int ny, int nz, Aabb box, float densityScale) {
    float[] data = new float[sampleCount(nx, ny, nz)];
    Arrays.fill(data, -1f);
    return new VoxelGrid(nx, ny, nz, box, densityScale, data);
  }

  /**
   * Number of values of a grid of this size.
   *
   * @throws IllegalArgumentException if that is more than one array can hold
   */
  public static int sampleCount(int nx, int ny, int nz) {
    try {
      return Math.multiplyExact(Math.multiplyExact(Math.multiplyExact(nx, ny), nz), CHANNELS);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "a "
              + nx
              + "x"
              + ny
              + "x"
              + nz
              + " grid is too large for one array; choose a lower resolution",
          e);
    }
  }

  public int nx() {
    return nx;
  }

  public int ny() {
    return ny;
  }

  public int nz() {
    return nz;
  }

  public Aabb box() {
    return box;
  }

  /** Extinction of stored density 1, per world unit. */
  public float densityScale() {
    return densityScale;
  }

  /** The samples themselves, {@code [z][y][x][channel]}; writing to them changes the grid. */
  public float[] data() {
    return data;
  }

  public int voxelCount() {
    return nx * ny * nz;
  }

  /** Index in {@link #data()} of the first channel of voxel (x, y, z). */
  public int index(int x, int y, int z) {
    return ((z * ny + y) * nx + x) * CHANNELS;
  }

  /** Stored density of voxel (x, y, z). */
  public float density(int x, int y, int z) {
    return data[index(x, y, z) + DENSITY];
  }

  /** Edge of a voxel along x, world units. */
  public double voxelX() {
    return box.sizeX() / nx;
  }

  /** Edge of a voxel along y, world units. */
  public double voxelY() {
    return box.sizeY() / ny;
  }

  /** Edge of a voxel along z, world units. */
  public double voxelZ() {
    return box.sizeZ() / nz;
  }

  /** The shortest edge of a voxel, world units: the natural unit of step lengths. */
  public double shortestVoxelEdge() {
    return Math.min(voxelX(), Math.min(voxelY(), voxelZ()));
  }

  /** Whether both grids have the same number of voxels along every axis. */
  public boolean sameSize(VoxelGrid other) {
    return nx == other.nx && ny == other.ny && nz == other.nz;
  }

  /** An independent copy. */
  public VoxelGrid copy() {
    return new VoxelGrid(nx, ny, nz, box, densityScale, data.clone());
  }

  /** A grid of the same size and box that holds these samples; the array is not copied. */
  public VoxelGrid withData(float[] samples) {
    return new VoxelGrid(nx, ny, nz, box, densityScale, samples);
  }

  @Override
  public String toString() {
    return "VoxelGrid["
        + nx
        + "x"
        + ny
        + "x"
        + nz
        + ", "
        + box
        + ", densityScale="
        + densityScale
        + "]";
  }
}
