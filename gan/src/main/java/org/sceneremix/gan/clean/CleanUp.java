package org.sceneremix.gan.clean;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.sceneremix.gan.clean.Flaw.Kind;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.gan.sample.Guide;
import org.sceneremix.gan.sample.Mask;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Taking flaws of a remix away, as an edit like any other: what comes out consists of pieces of the
 * exemplar, and all else stays, voxel by voxel.
 *
 * <p>What floats becomes as empty as the exemplar is at that height. Where fragments and half
 * things stand, and {@value #MARGIN} sites around them, the scene is made anew, but for what is
 * sound there: of a column that a flaw shares with a sound thing only what lies from the flaw
 * upwards.
 */
public final class CleanUp {

  /** Sites of the coarsest lattice around a flaw that are new as well. */
  private static final int MARGIN = 1;

  private static final Guide EMPTY = (x, y) -> new Guide.Wish(-1, 0, 0, 0);

  private final Remix remix;
  private final Flaws flaws;
  private final GridSize coarse;

  /**
   * @param remix as high as its exemplar
   * @param flaws of it, all or some
   * @throws IllegalArgumentException if the remix is higher or lower than its exemplar
   */
  public CleanUp(Remix remix, Flaws flaws) {
    Exemplar exemplar = remix.exemplar();
    if (remix.sources().size().nz() != exemplar.size(exemplar.levels() - 1).nz()) {
      throw new IllegalArgumentException(
          "only scenes as high as the learned one can be cleaned up; leave the height as it is");
    }
    this.remix = remix;
    this.flaws = flaws;
    this.coarse = exemplar.size(0);
  }

  /**
   * The recipe that makes the remix again without its flaws.
   *
   * @param recipe that the remix was made by
   * @param settings that it was made with
   * @param anew whether there shall be something else in the place of fragments and half things, or
   *     bare ground
   * @param seed of what is new
   */
  public Recipe recipe(Recipe recipe, RemixSettings settings, boolean anew, long seed) {
    Recipe without = new Recipe.Made(recipe, withoutFloaters());
    Mask kept = kept(settings.size());
    return kept.voxels().cardinality() == settings.size().voxelCount()
        ? without
        : without.rerolledOutside(kept, seed, anew ? Guide.NONE : EMPTY);
  }

  private CoordinateMap withoutFloaters() {
    int[] sources = remix.sources().sources().clone();
    OccupancyGrid occupancy = OccupancyGrid.of(remix.grid());
    int plane = flaws.size().nx() * flaws.size().ny();
    int[] emptiest = new int[flaws.size().nz()];
    Arrays.fill(emptiest, CoordinateMap.NONE);
    for (Flaw flaw : flaws.all()) {
      if (flaw.kind() != Kind.FLOATER) {
        continue;
      }
      for (int voxel : flaw.voxels()) {
        int z = voxel / plane;
        if (emptiest[z] == CoordinateMap.NONE) {
          emptiest[z] = emptiest(z);
        }
        int empty = emptiest[z];
        sources[voxel] = empty;
        // fog too thin to be seen around it
        occupancy.forEachNeighbour(
            voxel,
            near -> {
              boolean isSeen =
                  occupancy.at(occupancy.x(near), occupancy.y(near), occupancy.z(near));
              if (!isSeen && near / plane == z) {
                sources[near] = empty;
              }
            });
      }
    }
    return new CoordinateMap(remix.sources().size(), sources);
  }

  /** The source of least density at a height. */
  private int emptiest(int z) {
    VoxelGrid finest = remix.exemplar().level(remix.exemplar().levels() - 1);
    int plane = finest.nx() * finest.ny();
    int least = z * plane;
    for (int v = z * plane; v < (z + 1) * plane; v++) {
      if (density(finest, v) < density(finest, least)) {
        least = v;
      }
    }
    return least;
  }

  private static float density(VoxelGrid grid, int voxel) {
    return grid.data()[voxel * VoxelGrid.CHANNELS + VoxelGrid.DENSITY];
  }

  /** Mask of the voxels to keep, at the size in the recipe's settings. */
  private Mask kept(GridSize size) {
    GridSize from = flaws.size();
    int[] lowest = new int[from.nx() * from.ny()];
    Arrays.fill(lowest, from.nz());
    for (Flaw flaw : flaws.all()) {
      if (flaw.kind() != Kind.FLOATER) {
        addTo(lowest, flaw);
      }
    }
    BitSet kept = new BitSet(size.voxelCount());
    kept.set(0, size.voxelCount());
    for (int i = 0; i < lowest.length; i++) {
      int z0 = (int) Math.floor((double) lowest[i] * size.nz() / from.nz());
      int x0 = (int) ((long) (i % from.nx()) * size.nx() / from.nx());
      int y0 = (int) ((long) (i / from.nx()) * size.ny() / from.ny());
      for (int z = z0; z < size.nz(); z++) {
        kept.clear((z * size.ny() + y0) * size.nx() + x0);
      }
    }
    return new Mask(size, kept);
  }

  /** Lowers the height from which on columns are new to where a flaw asks for it. */
  private void addTo(int[] lowest, Flaw flaw) {
    GridSize from = flaws.size();
    int plane = lowest.length;
    VoxelGrid finest = remix.exemplar().level(remix.exemplar().levels() - 1);
    int marginX = Math.round((float) MARGIN * finest.nx() / coarse.nx());
    int marginY = Math.round((float) MARGIN * finest.ny() / coarse.ny());
    List<Integer> columns =
        Arrays.stream(flaw.voxels()).map(v -> v % plane).distinct().boxed().toList();
    for (int column : columns) {
      int x = column % from.nx();
      int y = column / from.nx();
      for (int ny = Math.max(0, y - marginY); ny <= Math.min(from.ny() - 1, y + marginY); ny++) {
        for (int nx = Math.max(0, x - marginX); nx <= Math.min(from.nx() - 1, x + marginX); nx++) {
          int near = ny * from.nx() + nx;
          if (!flaws.sound().get(near)) {
            lowest[near] = 0;
          }
        }
      }
    }
    for (int voxel : flaw.voxels()) {
      int column = voxel % plane;
      lowest[column] = Math.min(lowest[column], voxel / plane);
    }
  }
}
