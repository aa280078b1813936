package org.sceneremix.gan.metric;

import java.util.Arrays;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.volume.GridSize;

/**
 * The regions of a remix that no seam runs through, by what is known of its sources. {@link
 * CopiedPieces}, which finds what is alike in any two grids by comparing them at every offset, has
 * other figures; this passes over the voxels once.
 *
 * <p><b>Region.</b> Voxels that were copied with one offset in one orientation and are connected by
 * their faces, the empty ones between them too.
 */
public final class SeamlessRegions {

  private static final int NOWHERE = -1;

  private final GridSize size;
  private final OccupancyGrid occupancy;

  /** Number of the offset and orientation of each voxel; {@link #NOWHERE} once it is counted. */
  private final int[] offsets;

  private final int[] region;

  private SeamlessRegions(Remix remix) {
    this.size = GridSize.of(remix.grid());
    this.occupancy = OccupancyGrid.of(remix.grid());
    this.offsets = offsets(remix.sources(), remix.exemplar());
    this.region = new int[offsets.length];
  }

  /**
   * The largest share of the occupied voxels that lies in one region; 0 if the remix is empty, 1
   * for a copy, also a shifted one.
   */
  public static double largest(Remix remix) {
    return new SeamlessRegions(remix).largest();
  }

  private static int[] offsets(CoordinateMap map, Exemplar exemplar) {
    int level = exemplar.levels() - 1;
    int voxels = exemplar.size(level).voxelCount();
    GridSize size = map.size();
    int longest = exemplar.size(level).longest();
    int[] offsets = new int[size.voxelCount()];
    Arrays.setAll(
        offsets,
        v -> {
          int source = map.sources()[v];
          if (source == CoordinateMap.NONE) {
            return NOWHERE;
          }
          int orientation = source / voxels;
          GridSize from = exemplar.size(level, orientation);
          int dx = source % voxels % from.nx() - v % size.nx() + size.nx();
          int dy = source % voxels / from.nx() % from.ny() - v / size.nx() % size.ny() + size.ny();
          return (orientation * (longest + size.ny()) + dy) * (longest + size.nx()) + dx;
        });
    return offsets;
  }

  private double largest() {
    int all = 0;
    int largest = 0;
    for (int v = 0; v < offsets.length; v++) {
      int occupied = offsets[v] == NOWHERE ? 0 : takeRegion(v);
      all += occupied;
      largest = Math.max(largest, occupied);
    }
    return all == 0 ? 0 : (double) largest / all;
  }

  /** Counts the occupied voxels of the region around a voxel, and takes it out of the offsets. */
  private int takeRegion(int voxel) {
    int offset = offsets[voxel];
    int occupied = 0;
    int found = take(voxel, offset, 0);
    for (int next = 0; next < found; next++) {
      int v = region[next];
      int x = v % size.nx();
      int y = v / size.nx() % size.ny();
      int z = v / size.nx() / size.ny();
      occupied += occupancy.at(x, y, z) ? 1 : 0;
      int plane = size.nx() * size.ny();
      found = x > 0 ? take(v - 1, offset, found) : found;
      found = x + 1 < size.nx() ? take(v + 1, offset, found) : found;
      found = y > 0 ? take(v - size.nx(), offset, found) : found;
      found = y + 1 < size.ny() ? take(v + size.nx(), offset, found) : found;
      found = z > 0 ? take(v - plane, offset, found) : found;
      found = z + 1 < size.nz() ? take(v + plane, offset, found) : found;
    }
    return occupied;
  }

  private int take(int voxel, int offset, int found) {
    if (offsets[voxel] != offset) {
      return found;
    }
    offsets[voxel] = NOWHERE;
    region[found] = voxel;
    return found + 1;
  }
}
