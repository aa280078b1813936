package org.sceneremix.gan.exemplar;

import java.util.BitSet;
import org.sceneremix.volume.GridSize;

/**
 * Voxels whose source is given and must stay: the part of a remix that is kept while the rest is
 * made anew, or what is finished already of a large scene that is made block by block.
 *
 * @param map of the same scene, in some resolution, normally the finest that was trained
 * @param level of the exemplar that its sources are of
 * @param kept voxels of the map that must stay; those without a source do not count
 */
public record Pinned(CoordinateMap map, int level, BitSet kept) {

  /**
   * @throws IllegalArgumentException if a voxel shall be kept that the map does not have
   */
  public Pinned {
    if (kept.length() > map.sources().length) {
      throw new IllegalArgumentException(
          "voxel "
              + (kept.length() - 1)
              + " cannot be kept: the map of "
              + map.size()
              + " has only "
              + map.sources().length);
    }
    kept = (BitSet) kept.clone();
  }

  @Override
  public BitSet kept() {
    return (BitSet) kept.clone();
  }

  /**
   * The given sources at another resolution, {@link CoordinateMap#NONE} for voxels that are free.
   * Of each voxel the one of the map counts in which its centre lies.
   */
  CoordinateMap at(Exemplar exemplar, GridSize size, int to) {
    int[] given = map.sources().clone();
    for (int v = kept.nextClearBit(0); v < given.length; v = kept.nextClearBit(v + 1)) {
      given[v] = CoordinateMap.NONE;
    }
    return new CoordinateMap(map.size(), given).carried(exemplar, level, size, to);
  }
}
