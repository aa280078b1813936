package org.sceneremix.gan.exemplar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * The scene that remixes are made of, at several resolutions, coarsest first; each level in one or
 * more orientations.
 *
 * <p>A <em>source</em> names a voxel of a level in an orientation: with V voxels a level, {@code
 * source = orientation * V + (z * ny + y) * nx + x}, where x, y and their counts are those of the
 * oriented grid. Only the levels themselves are stored.
 *
 * <p>Where it falls into things, that of the finest level it was made with says what is one.
 *
 * <p>Immutable, if nobody writes to the grids.
 */
public final class Exemplar {

  private final List<VoxelGrid> levels;
  private final Symmetry symmetry;
  private final List<Orientation> orientations;
  private final ThingPlaces places;

  /**
   * @param levels grids of one box, coarsest first, none smaller than the one before along any axis
   * @throws IllegalArgumentException if there is none, or they do not follow each other so, or one
   *     is so large that its sources exceed the range of int
   */
  public Exemplar(List<VoxelGrid> levels, Symmetry symmetry) {
    this(levels, symmetry, new ThingPlaces(List.copyOf(levels)));
  }

  private Exemplar(List<VoxelGrid> levels, Symmetry symmetry, ThingPlaces places) {
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("an exemplar needs at least one level");
    }
    this.levels = List.copyOf(levels);
    this.symmetry = symmetry;
    this.orientations = symmetry.orientations();
    this.places = places;
    for (int k = 0; k < levels.size(); k++) {
      check(k);
    }
  }

  private void check(int k) {
    VoxelGrid grid = levels.get(k);
    if ((long) grid.voxelCount() * symmetry.count() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "level " + k + " of the exemplar, " + size(k) + ", is too large; use a coarser one");
    }
    if (k == 0) {
      return;
    }
    VoxelGrid before = levels.get(k - 1);
    if (!grid.box().equals(before.box())) {
      throw new IllegalArgumentException(
          "level " + k + " of the exemplar fills " + grid.box() + ", not " + before.box());
    }
    if (grid.nx() < before.nx() || grid.ny() < before.ny() || grid.nz() < before.nz()) {
      throw new IllegalArgumentException(
          "level "
              + k
              + " of the exemplar, "
              + size(k)
              + ", is coarser than the one before, "
              + size(k - 1)
              + "; order them from coarse to fine");
    }
  }

  public int levels() {
    return levels.size();
  }

  /** A level in its own orientation. */
  public VoxelGrid level(int k) {
    return levels.get(k);
  }

  /** Values by which patches of a level are compared. */
  Appearance appearance(int k) {
    return new Appearance(levels.get(k).data(), places.at(k));
  }

  /**
   * Whether the exemplar falls into things, so that patches of its coarsest level are also compared
   * by places in them.
   */
  public boolean hasThings() {
    return places.at(0).isPresent();
  }

  /** A level in all orientations; its own is the first. */
  public List<VoxelGrid> oriented(int k) {
    VoxelGrid own = levels.get(k);
    List<VoxelGrid> all = new ArrayList<>();
    for (int o = 0; o < orientations.size(); o++) {
      GridSize size = size(k, o);
      int[] sources = new int[size.voxelCount()];
      int first = o * size.voxelCount();
      Arrays.setAll(sources, v -> first + v);
      float[] samples = new CoordinateMap(size, sources).samples(this, k);
      all.add(
          new VoxelGrid(size.nx(), size.ny(), size.nz(), own.box(), own.densityScale(), samples));
    }
    return all;
  }

  /** The same without the finer levels, {@code count} of them left. */
  public Exemplar coarsest(int count) {
    return new Exemplar(levels.subList(0, count), symmetry, places);
  }

  public GridSize size(int k) {
    return GridSize.of(levels.get(k));
  }

  public Symmetry symmetry() {
    return symmetry;
  }

  /**
   * The same with one more, finer level: a model that was trained at 64 voxels gives remixes of 128
   * or 256 so.
   *
   * @param level of the same box
   * @throws IllegalArgumentException as of the constructor
   */
  public Exemplar withFinest(VoxelGrid level) {
    List<VoxelGrid> more = new ArrayList<>(levels);
    more.add(level);
    return new Exemplar(more, symmetry, places);
  }

  /**
   * Sizes, level by level, of a scene with voxels as large as the exemplar's that has this size at
   * the coarsest: {@code round(n b / a)} along x and y, and the exemplar's own height.
   *
   * @throws IllegalArgumentException if its height is not that of level 0
   */
  public List<GridSize> sizesOf(GridSize coarsest) {
    if (coarsest.nz() != size(0).nz()) {
      throw new IllegalArgumentException(
          "a scene made of this exemplar is " + size(0).nz() + " voxels high, not " + coarsest);
    }
    List<GridSize> sizes = new ArrayList<>();
    sizes.add(coarsest);
    for (int k = 1; k < levels(); k++) {
      GridSize last = sizes.get(k - 1);
      sizes.add(
          new GridSize(
              scaled(last.nx(), size(k - 1).nx(), size(k).nx()),
              scaled(last.ny(), size(k - 1).ny(), size(k).ny()),
              size(k).nz()));
    }
    return List.copyOf(sizes);
  }

  private static int scaled(int n, int from, int to) {
    return (int) Math.max(1, Math.round((double) n * to / from));
  }

  /**
   * Number of the voxel of a level, x fastest, that a source names: its orientation undone.
   *
   * @throws IndexOutOfBoundsException if the level has no such source
   */
  public int voxelOf(int level, int source) {
    GridSize original = size(level);
    int voxels = original.voxelCount();
    Orientation orientation = orientations.get(source / voxels);
    GridSize oriented = orientation.size(original);
    int at = source % voxels;
    int x = at % oriented.nx();
    int y = at / oriented.nx() % oriented.ny();
    int z = at / (oriented.nx() * oriented.ny());
    return (z * original.ny() + orientation.originalY(x, y, original)) * original.nx()
        + orientation.originalX(x, y, original);
  }

  /** Size of a level in the orientation of this number. */
  public GridSize size(int level, int orientation) {
    return orientations.get(orientation).size(size(level));
  }
}
