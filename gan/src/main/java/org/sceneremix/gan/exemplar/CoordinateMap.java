package org.sceneremix.gan.exemplar;

import java.util.Arrays;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Map from the voxels of a scene to where in the exemplar each comes from.
 *
 * @param size of the scene
 * @param sources for each voxel, x fastest, then y, then z, a source in one level of an {@link
 *     Exemplar}, or {@link #NONE}; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // large, and shared on purpose; never compared
public record CoordinateMap(GridSize size, int[] sources) {

  /** Source of a voxel that comes from nowhere, or of which that is not known. */
  public static final int NONE = -1;

  /**
   * @throws IllegalArgumentException if there is not one source a voxel
   */
  public CoordinateMap {
    if (sources.length != size.voxelCount()) {
      throw new IllegalArgumentException(
          "a map of "
              + size
              + " voxels needs "
              + size.voxelCount()
              + " sources, not "
              + sources.length);
    }
  }

  /** The map of an exemplar's level to itself. */
  public static CoordinateMap identity(GridSize size) {
    int[] sources = new int[size.voxelCount()];
    Arrays.setAll(sources, v -> v);
    return new CoordinateMap(size, sources);
  }

  /**
   * The voxels that the map points to, copied bit for bit.
   *
   * @param level of the exemplar that the sources are of
   * @return samples {@code [z][y][x][channel]}; where there is no source, nothing: (0, 0, 0, -1)
   * @throws IndexOutOfBoundsException if the level has no such voxels
   */
  public float[] samples(Exemplar exemplar, int level) {
    float[] from = exemplar.level(level).data();
    float[] result = new float[VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz())];
    for (int v = 0; v < sources.length; v++) {
      int at = v * VoxelGrid.CHANNELS;
      if (sources[v] == NONE) {
        result[at + VoxelGrid.DENSITY] = VoxelGrid.EMPTY_DENSITY;
      } else {
        int source = exemplar.voxelOf(level, sources[v]) * VoxelGrid.CHANNELS;
        System.arraycopy(from, source, result, at, VoxelGrid.CHANNELS);
      }
    }
    return result;
  }

  /**
   * The map of the same scene with other voxels, into another level of the same exemplar.
   *
   * <p>A voxel takes the source of the voxel of this map in which its centre lies, and keeps its
   * offset from the centre of that, so that pieces which were whole stay whole. With n voxels
   * instead of m along an axis, of a level with b instead of a,
   *
   * <pre>
   *   centre    p = (i + 1/2) m / n        in voxels of this map, which lie at j + 1/2
   *   nearest   j = floor(p)
   *   source   i' = floor((s_j + p - j) b / a)      clamped to the level
   * </pre>
   *
   * in whole numbers, so exact. From 3 voxels to 4 of as many times more, a piece that was moved by
   * one (s_j = j + 1) is moved by 4/3: voxel 2 has p = 1.875, j = 1, s_j = 2 and comes from
   * floor(2.875 * 4 / 3) = 3. The height of a source is that of its voxel.
   *
   * @param level of the exemplar that the sources are of
   * @param finer number of voxels of the result; may also be fewer
   * @param to level that the sources of the result are of
   */
  public CoordinateMap carried(Exemplar exemplar, int level, GridSize finer, int to) {
    int voxels = exemplar.size(level).voxelCount();
    int voxelsTo = exemplar.size(to).voxelCount();
    int[] result = new int[finer.voxelCount()];
    for (int z = 0, v = 0; z < finer.nz(); z++) {
      int plane = nearest(z, finer.nz(), size.nz()) * size.ny();
      int height = nearest(z, finer.nz(), exemplar.size(to).nz());
      for (int y = 0; y < finer.ny(); y++) {
        int nearY = nearest(y, finer.ny(), size.ny());
        int row = (plane + nearY) * size.nx();
        for (int x = 0; x < finer.nx(); x++, v++) {
          int nearX = nearest(x, finer.nx(), size.nx());
          int source = sources[row + nearX];
          if (source == NONE) {
            result[v] = NONE;
            continue;
          }
          int orientation = source / voxels;
          GridSize a = exemplar.size(level, orientation);
          GridSize b = exemplar.size(to, orientation);
          int sx = source % voxels % a.nx();
          int sy = source % voxels / a.nx() % a.ny();
          int tx = moved(x, finer.nx(), size.nx(), sx - nearX, a.nx(), b.nx());
          int ty = moved(y, finer.ny(), size.ny(), sy - nearY, a.ny(), b.ny());
          result[v] = orientation * voxelsTo + (height * b.ny() + ty) * b.nx() + tx;
        }
      }
    }
    return new CoordinateMap(finer, result);
  }

  /** The one of m voxels in which the centre of voxel i of n lies. */
  static int nearest(int i, int n, int m) {
    return (int) ((2L * i + 1) * m / (2L * n));
  }

  private static int moved(int i, int n, int m, int shift, int a, int b) {
    long centre = 2L * n * shift + (2L * i + 1) * m; // in 2n-ths of a voxel
    return (int) Math.max(0, Math.min(b - 1, Math.floorDiv(centre * b, 2L * n * a)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CoordinateMap map
        && size.equals(map.size)
        && Arrays.equals(sources, map.sources);
  }

  @Override
  public int hashCode() {
    return 31 * size.hashCode() + Arrays.hashCode(sources);
  }

  @Override
  public String toString() {
    return "CoordinateMap[" + size + "]";
  }
}
