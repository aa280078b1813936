package org.sceneremix.volume;

import java.util.ArrayList;
import java.util.List;

/**
 * One scene at several resolutions, coarsest first; every level is shrunk from the finest by {@link
 * AntialiasedShrink}, so errors do not add up from level to level.
 *
 * @param levels grids of the same box, growing along every axis
 */
public record GridPyramid(List<VoxelGrid> levels) {

  /** Shortest permitted longest side of the coarsest level of {@link #defaultSizes}. */
  public static final int COARSEST_SIDE = 21;

  /**
   * @throws IllegalArgumentException if there is no level, or a level is smaller than the one
   *     before
   */
  public GridPyramid {
    levels = List.copyOf(levels);
    requireGrowing(levels.stream().map(GridSize::of).toList());
  }

  /**
   * Shrinks a scene to each of the sizes.
   *
   * @param sizes coarsest first, none larger than the grid; the last may equal it
   */
  public static GridPyramid of(VoxelGrid scene, List<GridSize> sizes) {
    requireGrowing(sizes);
    return new GridPyramid(
        sizes.stream().map(size -> AntialiasedShrink.shrink(scene, size)).toList());
  }

  private static void requireGrowing(List<GridSize> sizes) {
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException("a pyramid needs at least one size");
    }
    for (int i = 1; i < sizes.size(); i++) {
      GridSize below = sizes.get(i - 1);
      GridSize above = sizes.get(i);
      if (above.nx() < below.nx() || above.ny() < below.ny() || above.nz() < below.nz()) {
        throw new IllegalArgumentException(
            "pyramid sizes go from coarse to fine, but " + above + " comes after " + below);
      }
    }
  }

  /**
   * Sizes by the rule of 3inGAN: each is three quarters of the next finer along every axis, rounded
   * up, as long as the longest side keeps at least {@value #COARSEST_SIDE} voxels. 64x64x21 gives
   * 21x21x7, 27x27x9, 36x36x12, 48x48x16, 64x64x21.
   *
   * @return coarsest first, ending with {@code finest}
   */
  public static List<GridSize> defaultSizes(GridSize finest) {
    List<GridSize> sizes = new ArrayList<>();
    GridSize size = finest;
    do {
      sizes.add(0, size);
      size =
          new GridSize(
              threeQuarters(size.nx()), threeQuarters(size.ny()), threeQuarters(size.nz()));
    } while (size.longest() >= COARSEST_SIDE);
    return sizes;
  }

  private static int threeQuarters(int n) {
    return (3 * n + 3) / 4;
  }

  public VoxelGrid coarsest() {
    return levels.get(0);
  }

  public VoxelGrid finest() {
    return levels.get(levels.size() - 1);
  }
}
