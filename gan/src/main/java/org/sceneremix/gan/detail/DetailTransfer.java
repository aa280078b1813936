package org.sceneremix.gan.detail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.EmptyColour;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * Rebuilds remixes from the voxels of the scene that their model learnt from, the exemplar: the
 * remix says what is where, the exemplar what it looks like.
 *
 * <p>Level by level, coarse to fine, patches of the remix are matched to the exemplar ({@link
 * PatchMatch}), the matches vote on every voxel ({@link Vote}), and what they made is matched
 * again, as in Granot et al. 2022, "Drop the GAN: In defense of patches nearest neighbors", in 3D.
 * At every level the remix itself is mixed in at first, which keeps its layout. On the finest
 * level, the exemplar's own, voxels are copied whole, one for each voxel of the result, so nothing
 * is blurred.
 *
 * <pre>{@code
 * VoxelGrid detailed = new DetailTransfer(exemplar, 1).apply(remix, Progress.NONE);
 * double kept = LayoutOverlap.of(remix, detailed); // 1 where the layout stayed as it was
 * }</pre>
 *
 * <p>Immutable; one object may serve many remixes, also at the same time. The same seed gives the
 * same result on any number of threads.
 */
public final class DetailTransfer {

  /** Fewest voxels of grids along x and y: a patch has to fit. */
  public static final int SHORTEST_SIDE = Patch.EDGE;

  /** Size of the longest voxel edge of a level relative to the next finer one. */
  private static final int FACTOR = 2;

  /** Coarser levels would have little else than border along x and y. */
  private static final int SHORTEST_COARSE_SIDE = 3 * Patch.EDGE;

  /**
   * Matching begins where voxels are at least so much longer than the remix's; where it is known
   * what the remix is made of, at the first level as fine as the remix.
   */
  private static final double BEGIN = 2;

  /** Matches and votes on a level. */
  private static final int ROUNDS = 3;

  private static final int FIRST_SWEEPS = 8;
  private static final int SWEEPS = 4;

  /** Radius of the random search where matches of a coarser level are known, voxels. */
  private static final int FINE_RADIUS = 8;

  /**
   * Where it is known what the remix is made of, patches are searched only so near to seams of its
   * pieces, voxels along each axis: a patch that holds a voxel beyond a seam, and those around it.
   */
  private static final int NEAR_SEAM = Patch.RADIUS;

  /** How far matches may lie above or below, voxels of the exemplar. */
  private static final double REACH = 2;

  /**
   * Share of the remix in what is matched first, on levels as coarse as the remix and on finer ones
   * of which it knows nothing. More keeps more of its layout, and more of its faults: of a shuffle
   * of blocks at 64 voxels, blurred and mottled, rebuilt at 96, shares of 0.8 and 0.5 keep 0.85 of
   * the occupancy instead of 0.83, but 0.55 instead of 0.58 of the 11^3 surface patches are then as
   * in the exemplar.
   */
  private static final float SHARE = 0.5f;

  private static final float FINE_SHARE = 0.25f;

  private final VoxelGrid exemplar;
  private final long seed;

  /** Coarsest first. */
  private final List<Features> levels = new ArrayList<>();

  /**
   * Prepares the exemplar.
   *
   * @param exemplar the scene, at the voxel size that results shall have; changes to it later have
   *     no effect
   * @param seed of the random search
   * @throws IllegalArgumentException if it has fewer than {@value #SHORTEST_SIDE} voxels along x or
   *     y
   */
  public DetailTransfer(VoxelGrid exemplar, long seed) {
    requirePatches("the exemplar", GridSize.of(exemplar));
    this.exemplar = HiddenInterior.filled(exemplar);
    this.seed = seed;
    Features finest = Features.of(this.exemplar);
    levels.add(finest);
    GridSize size = coarser(finest.size());
    while (Math.min(size.nx(), size.ny()) >= SHORTEST_COARSE_SIDE) {
      levels.add(0, finest.averagedTo(size));
      size = coarser(size);
    }
  }

  private static GridSize coarser(GridSize size) {
    return new GridSize(
        (size.nx() + FACTOR - 1) / FACTOR,
        (size.ny() + FACTOR - 1) / FACTOR,
        (size.nz() + FACTOR - 1) / FACTOR);
  }

  private static void requirePatches(String what, GridSize size) {
    if (Math.min(size.nx(), size.ny()) < SHORTEST_SIDE) {
      throw new IllegalArgumentException(
          what
              + " has "
              + size
              + " voxels of the exemplar's size, but patches need at least "
              + SHORTEST_SIDE
              + " along x and y; choose a larger box or smaller voxels");
    }
  }

  /** Voxels of the result for a remix of this box. */
  public GridSize sizeOf(Aabb box) {
    return targetSize(box, levels.get(levels.size() - 1));
  }

  /** As {@link #apply(VoxelGrid, List, Progress)}, where nothing is known beforehand. */
  public VoxelGrid apply(VoxelGrid remix, Progress progress) {
    return apply(remix, List.of(), progress);
  }

  /**
   * A remix rebuilt from the exemplar.
   *
   * @param remix of any box and voxel size, in the world frame of the exemplar as far as height is
   *     concerned
   * @param arrangements where the remix may come from, as far as that is known; each of its patches
   *     begins at the one that fits best
   * @param progress when it is cancelled, the matches found so far are used without further search
   * @return a grid of the remix's box with the exemplar's voxel size and density scale
   * @throws IllegalArgumentException if the remix's box is too small for patches
   */
  public VoxelGrid apply(VoxelGrid remix, List<Arrangement> arrangements, Progress progress) {
    requirePatches("the remix", sizeOf(remix.box()));
    int first = firstLevel(remix, !arrangements.isEmpty());
    CoordinateMap map = null;
    for (int level = first; level < levels.size(); level++) {
      double done = (double) (level - first) / (levels.size() - first);
      progress.at(done, "detail at " + targetSize(remix.box(), levels.get(level)));
      map = new Level(remix, level).matched(map, arrangements, progress);
    }
    VoxelGrid result = copied(remix.box(), map);
    progress.at(1, "detail at " + GridSize.of(result));
    return result;
  }

  private int firstLevel(VoxelGrid remix, boolean isKnown) {
    int level = 0;
    while (level < levels.size() - 1 && !suitsForBeginning(remix, level, isKnown)) {
      level++;
    }
    return level;
  }

  private boolean suitsForBeginning(VoxelGrid remix, int level, boolean isKnown) {
    GridSize target = targetSize(remix.box(), levels.get(level));
    if (Math.min(target.nx(), target.ny()) < SHORTEST_SIDE) {
      return false;
    }
    int voxels = GridSize.of(remix).longest();
    return isKnown
        ? target.longest() >= voxels
        : BEGIN * targetSize(remix.box(), levels.get(level + 1)).longest() > voxels;
  }

  /** Number of voxels that fill a box when they are as large as those of a level. */
  private GridSize targetSize(Aabb box, Features source) {
    Aabb own = exemplar.box();
    return new GridSize(
        voxels(source.size().nx() * box.sizeX() / own.sizeX()),
        voxels(source.size().ny() * box.sizeY() / own.sizeY()),
        voxels(source.size().nz() * box.sizeZ() / own.sizeZ()));
  }

  private static int voxels(double count) {
    return Math.max(1, (int) Math.round(count));
  }

  /** One level of one remix. */
  private final class Level {
    private final Features source;
    private final Features wanted;
    private final float share;
    private final int layersUp;
    private final int reach;
    private final long levelSeed;

    Level(VoxelGrid remix, int level) {
      this.source = levels.get(level);
      GridSize size = targetSize(remix.box(), source);
      this.wanted = Features.sampled(remix, size);
      this.share = size.longest() > GridSize.of(remix).longest() ? FINE_SHARE : SHARE;
      double layers = source.size().nz() / exemplar.box().sizeZ();
      this.layersUp = (int) Math.round((remix.box().minZ() - exemplar.box().minZ()) * layers);
      this.reach = (int) Math.max(1, Math.round(REACH * source.size().nz() / exemplar.nz()));
      this.levelSeed = seed * levels.size() + level;
    }

    /**
     * @param coarse the map of the level before; null on the first level
     */
    CoordinateMap matched(CoordinateMap coarse, List<Arrangement> arrangements, Progress progress) {
      boolean isFirst = coarse == null;
      boolean isKnown = !arrangements.isEmpty();
      boolean isGuessed = isFirst && !isKnown;
      List<int[]> guesses;
      if (!isFirst) {
        guesses = List.of(coarse.upsampled(wanted, source));
      } else if (isKnown) {
        guesses = arrangements.stream().map(a -> a.guess(wanted, source, layersUp)).toList();
      } else {
        guesses = List.of(CoordinateMap.samePlaces(wanted, source, layersUp));
      }
      PatchMatch firstSearch = search(wanted);
      boolean[] open =
          isKnown ? firstSearch.nearSeams(guesses, NEAR_SEAM) : firstSearch.everywhere();
      CoordinateMap map = firstSearch.begin(guesses, isGuessed, open);
      Features query = isGuessed ? wanted : voted(map, share);
      float[] penalties = new float[source.voxelCount()];
      Arrays.fill(penalties, 1);
      int radius = isFirst ? Math.max(source.size().nx(), source.size().ny()) / 2 : FINE_RADIUS;
      int sweep = 0;
      for (int round = 0; round < ROUNDS && !progress.cancelled(); round++) {
        if (round == 0 && !isKnown) {
          penalties = Completeness.penalties(query, source, layersUp, reach, levelSeed);
        }
        PatchMatch search = search(query).withPenalties(penalties);
        map = search.begin(List.of(map.matches()), isFirst && !isKnown, open);
        int sweeps = (round == 0 ? FIRST_SWEEPS : SWEEPS) / (isKnown ? 2 : 1);
        map = search.improve(map, open, sweep, sweeps, radius);
        sweep += sweeps;
        if (round < ROUNDS - 1) {
          query = voted(map, share * (ROUNDS - 2 - round) / (ROUNDS - 1));
        }
      }
      return map;
    }

    private PatchMatch search(Features query) {
      return new PatchMatch(query, source, layersUp, reach, levelSeed);
    }

    private Features voted(CoordinateMap map, float shareOfRemix) {
      return new Vote(map, source).features().mixedWith(wanted, shareOfRemix);
    }
  }

  /** The exemplar's voxels, each where the patches around voted for it. */
  private VoxelGrid copied(Aabb box, CoordinateMap map) {
    Features source = levels.get(levels.size() - 1);
    int[] voxels = new Vote(map, source).voxels();
    GridSize size = map.target();
    VoxelGrid result =
        VoxelGrid.empty(size.nx(), size.ny(), size.nz(), box, exemplar.densityScale());
    int margin = Features.MARGIN * size.nx() * size.ny();
    for (int v = 0; v < result.voxelCount(); v++) {
      int from = voxels[margin + v];
      if (from != CoordinateMap.NONE) {
        System.arraycopy(
            exemplar.data(),
            exemplar.index(source.x(from), source.y(from), source.z(from)),
            result.data(),
            v * VoxelGrid.CHANNELS,
            VoxelGrid.CHANNELS);
      }
    }
    EmptyColour.choose(result);
    return result;
  }
}
