package org.sceneremix.gan.metric;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Voxels of a scene that hold something that can be seen: those through which a ray of one voxel
 * edge would lose at least a share {@value #VISIBLE_OPACITY} of its light. Outside the grid there
 * is nothing.
 */
final class OccupancyGrid {

  /** Thinner fog is not what one would call a surface. */
  static final double VISIBLE_OPACITY = 0.1;

  private final GridSize size;
  private final BitSet occupied;

  private OccupancyGrid(GridSize size, BitSet occupied) {
    this.size = size;
    this.occupied = occupied;
  }

  static OccupancyGrid of(VoxelGrid grid) {
    double thickness = -Math.log1p(-VISIBLE_OPACITY);
    return above(grid, thickness / (grid.densityScale() * grid.shortestVoxelEdge()));
  }

  /**
   * The voxels of positive density instead, however thin, as studies of other methods count them.
   */
  static OccupancyGrid ofDensity(VoxelGrid grid) {
    return above(grid, Float.MIN_VALUE);
  }

  private static OccupancyGrid above(VoxelGrid grid, double threshold) {
    BitSet occupied = new BitSet(grid.voxelCount());
    for (int v = 0; v < grid.voxelCount(); v++) {
      occupied.set(v, grid.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] >= threshold);
    }
    return new OccupancyGrid(GridSize.of(grid), occupied);
  }

  GridSize size() {
    return size;
  }

  boolean at(int x, int y, int z) {
    return x >= 0
        && y >= 0
        && z >= 0
        && x < size.nx()
        && y < size.ny()
        && z < size.nz()
        && occupied.get(index(x, y, z));
  }

  int index(int x, int y, int z) {
    return (z * size.ny() + y) * size.nx() + x;
  }

  int x(int voxel) {
    return voxel % size.nx();
  }

  int y(int voxel) {
    return voxel / size.nx() % size.ny();
  }

  int z(int voxel) {
    return voxel / size.nx() / size.ny();
  }

  /** Share of the voxels that are occupied. */
  double share() {
    return (double) occupied.cardinality() / size.voxelCount();
  }

  /**
   * Intersection over union with a grid of the same size; 1 if both are empty.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  double intersectionOverUnion(OccupancyGrid other) {
    if (!size.equals(other.size)) {
      throw new IllegalArgumentException(
          "occupancies of " + size + " and " + other.size + " voxels cannot be compared");
    }
    BitSet both = (BitSet) occupied.clone();
    both.and(other.occupied);
    int intersection = both.cardinality();
    int union = occupied.cardinality() + other.occupied.cardinality() - intersection;
    return union == 0 ? 1 : (double) intersection / union;
  }

  /** The occupied voxels that have one of their six faces free, in the order of the grid. */
  int[] surface() {
    return occupied.stream().filter(this::isFree).toArray();
  }

  private boolean isFree(int voxel) {
    int x = x(voxel);
    int y = y(voxel);
    int z = z(voxel);
    return !(at(x - 1, y, z)
        && at(x + 1, y, z)
        && at(x, y - 1, z)
        && at(x, y + 1, z)
        && at(x, y, z - 1)
        && at(x, y, z + 1));
  }

  /**
   * At most {@code limit} of the surface voxels: those on a lattice in x and y, as fine as the
   * limit allows, at every height, so that flat ground is not missed.
   */
  int[] surfaceLattice(int limit) {
    int[] surface = surface();
    return IntStream.iterate(1, stride -> stride + 1)
        .mapToObj(stride -> onLattice(surface, stride))
        .filter(voxels -> voxels.length <= limit)
        .findFirst()
        .orElseThrow();
  }

  private int[] onLattice(int[] voxels, int stride) {
    return Arrays.stream(voxels)
        .filter(voxel -> x(voxel) % stride == 0 && y(voxel) % stride == 0)
        .toArray();
  }
}
