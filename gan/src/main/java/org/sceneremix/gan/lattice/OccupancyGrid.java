package org.sceneremix.gan.lattice;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Voxels of a scene that hold something that can be seen: those through which a ray of one voxel
 * edge would lose at least a share {@value #VISIBLE_OPACITY} of its light. Outside the grid there
 * is nothing.
 */
public final class OccupancyGrid {

  /** Thinner fog is not what one would call a surface. */
  public static final double VISIBLE_OPACITY = 0.1;

  private final GridSize size;
  private final BitSet occupied;

  private OccupancyGrid(GridSize size, BitSet occupied) {
    this.size = size;
    this.occupied = occupied;
  }

  public static OccupancyGrid of(VoxelGrid grid) {
    double thickness = -Math.log1p(-VISIBLE_OPACITY);
    return above(grid, thickness / (grid.densityScale() * grid.shortestVoxelEdge()));
  }

  /**
   * The voxels of positive density instead, however thin, as studies of other methods count them.
   */
  public static OccupancyGrid ofDensity(VoxelGrid grid) {
    return above(grid, Float.MIN_VALUE);
  }

  private static OccupancyGrid above(VoxelGrid grid, double threshold) {
    BitSet occupied = new BitSet(grid.voxelCount());
    for (int v = 0; v < grid.voxelCount(); v++) {
      occupied.set(v, grid.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] >= threshold);
    }
    return new OccupancyGrid(GridSize.of(grid), occupied);
  }

  public GridSize size() {
    return size;
  }

  public boolean at(int x, int y, int z) {
    return x >= 0
        && y >= 0
        && z >= 0
        && x < size.nx()
        && y < size.ny()
        && z < size.nz()
        && occupied.get(index(x, y, z));
  }

  public int index(int x, int y, int z) {
    return (z * size.ny() + y) * size.nx() + x;
  }

  public int x(int voxel) {
    return voxel % size.nx();
  }

  public int y(int voxel) {
    return voxel / size.nx() % size.ny();
  }

  public int z(int voxel) {
    return voxel / size.nx() / size.ny();
  }

  /** Calls for each of the voxels, 26 at most, that touch one, by a corner at least. */
  public void forEachNeighbour(int voxel, IntConsumer use) {
    for (int i = 0; i < 27; i++) {
      int x = x(voxel) + i % 3 - 1;
      int y = y(voxel) + i / 3 % 3 - 1;
      int z = z(voxel) + i / 9 - 1;
      if (i != 13 && size.contains(x, y, z)) {
        use.accept(index(x, y, z));
      }
    }
  }

  /** Parts of what is occupied that hang together through any of 26 neighbours, largest first. */
  public List<int[]> parts() {
    return Things.parts(this, occupied::get, (a, b) -> true).stream()
        .sorted(Comparator.comparingInt((int[] part) -> part.length).reversed())
        .toList();
  }

  /** The voxels of the largest of those. */
  public BitSet largestPart() {
    BitSet largest = new BitSet(size.voxelCount());
    parts().stream().findFirst().ifPresent(part -> Arrays.stream(part).forEach(largest::set));
    return largest;
  }

  /** Share of the voxels that are occupied. */
  public double share() {
    return (double) occupied.cardinality() / size.voxelCount();
  }

  /**
   * Intersection over union with a grid of the same size; 1 if both are empty.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public double intersectionOverUnion(OccupancyGrid other) {
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
  public int[] surface() {
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
  public int[] surfaceLattice(int limit) {
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
