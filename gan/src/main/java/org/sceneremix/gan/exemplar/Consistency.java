package org.sceneremix.gan.exemplar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sceneremix.gan.lattice.Preference;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Exemplar consistency: makes of a coarse scene, however it came about, one that consists of pieces
 * of the exemplar, at the resolution of its finest level.
 *
 * <ul>
 *   <li>At the coarsest level, in rounds of falling patch size, every patch of the scene finds the
 *       nearest one of the exemplar, of all at its height, and these vote for each voxel; in all
 *       rounds but the last the exemplar's pieces that are not used yet are favoured ({@link
 *       ExhaustiveSearch}, {@link Vote}). From the second round on, where it is known where each
 *       voxel comes from, its place in a thing counts, too ({@link ThingPlaces}).
 *   <li>At each finer level the coordinates are carried over, offsets within a voxel kept, and
 *       rounds look for better sources near by ({@link Refinement}); before the first patches of 3
 *       vote, before the others patches of 5.
 *   <li>The last coordinates are the result: {@link CoordinateMap#samples} copies the voxels.
 * </ul>
 *
 * <p>After Kwatra et al. 2005 ("Texture optimization for example-based synthesis"), Granot et al.
 * 2022 ("Drop the GAN": coarse to fine, completeness), Barnes et al. 2009 ("PatchMatch") and Li et
 * al. 2023 ("Sin3DGen": voxels). The result depends on the arguments alone, bit for bit, not on the
 * number of threads. Not for concurrent calls.
 */
public final class Consistency {

  /** Patches that vote before each round of a finer level. */
  private static final List<Integer> FINER_VOTES = List.of(3, 5, 5, 5);

  /** Callback for the sources of a scene at the start of each finer level. */
  @FunctionalInterface
  public interface Choice {

    /** Keeps the sources as they are. */
    Choice AS_CARRIED = (level, carried) -> carried;

    /**
     * Chooses sources anew.
     *
     * @param level that begins
     * @param carried sources of the level, as they come from the one before
     */
    CoordinateMap of(int level, CoordinateMap carried);
  }

  private final Exemplar exemplar;
  private final Workers workers;

  /**
   * @param workers to work with; stays the caller's
   */
  public Consistency(Exemplar exemplar, Workers workers) {
    this.exemplar = Objects.requireNonNull(exemplar, "exemplar");
    this.workers = Objects.requireNonNull(workers, "workers");
  }

  /**
   * Works through all levels.
   *
   * @param start samples {@code [z][y][x][channel]} in [-1, 1] of a scene of {@code sizes.get(0)}
   *     voxels, as large as those of the exemplar's level 0
   * @param sizes of the scene at each level of the exemplar, each as high as that ({@link
   *     Exemplar#sizesOf})
   * @param schedule of the coarsest level
   * @param seed of the candidates that are tried by chance
   * @param choice called at the start of each finer level
   * @param progress told round by round
   * @return a map at every level, the last one the result
   * @throws IllegalArgumentException if sizes or the number of samples do not fit
   * @throws java.util.concurrent.CancellationException if the progress is cancelled
   */
  public List<CoordinateMap> apply(
      float[] start,
      List<GridSize> sizes,
      Schedule schedule,
      Conditions conditions,
      long seed,
      Choice choice,
      Progress progress) {
    check(sizes);
    Run run = new Run(conditions, progress, new Effort(sizes, schedule));
    List<CoordinateMap> maps = new ArrayList<>();
    Coarse coarse = run.coarsest(start, sizes.get(0), schedule.cappedTo(exemplar.size(0)));
    maps.add(coarse.map);
    for (int k = 1; k < exemplar.levels(); k++) {
      maps.add(run.finer(maps.get(k - 1), k, sizes.get(k), Refinement.mixed(seed + k), choice));
    }
    progress.at(1, "consistent with the exemplar");
    return List.copyOf(maps);
  }

  /**
   * Works through the coarsest level alone, and carries what comes out to the finest: what the
   * scene will be like, with seams.
   *
   * @param start as of {@link #apply}
   * @param sizes as of {@link #apply}
   * @return a map at the finest level
   * @throws IllegalArgumentException as of {@link #apply}
   * @throws java.util.concurrent.CancellationException if the progress is cancelled
   */
  public CoordinateMap sketch(
      float[] start,
      List<GridSize> sizes,
      Schedule schedule,
      Conditions conditions,
      Progress progress) {
    check(sizes);
    int finest = exemplar.levels() - 1;
    Run run = new Run(conditions, progress, new Effort(sizes.subList(0, 1), schedule));
    CoordinateMap map =
        run.coarsest(start, sizes.get(0), schedule.cappedTo(exemplar.size(0)))
            .map
            .carried(exemplar, 0, sizes.get(finest), finest);
    run.keepSources(map, run.given(finest, map.size()));
    return map;
  }

  /**
   * The scene that the rounds at the coarsest level lead to, after the last vote: for measurements
   * at that grid.
   *
   * @param start as of {@link #apply}
   * @param patches sizes of the rounds
   * @return samples {@code [z][y][x][channel]}
   * @throws IllegalArgumentException as of {@link #apply}
   * @throws java.util.concurrent.CancellationException if the progress is cancelled
   */
  public float[] atCoarsest(
      float[] start, GridSize size, List<Integer> patches, Border border, Progress progress) {
    Schedule schedule = new Schedule(patches);
    checkHeight(0, size);
    Run run = new Run(Conditions.of(border), progress, new Effort(List.of(size), schedule));
    return run.coarsest(start, size, schedule.cappedTo(exemplar.size(0))).scene.samples();
  }

  private void check(List<GridSize> sizes) {
    if (sizes.size() != exemplar.levels()) {
      throw new IllegalArgumentException(
          "the scene needs a size for each of the exemplar's "
              + exemplar.levels()
              + " levels, not "
              + sizes.size());
    }
    for (int k = 0; k < sizes.size(); k++) {
      checkHeight(k, sizes.get(k));
    }
  }

  private void checkHeight(int level, GridSize size) {
    if (size.nz() != exemplar.size(level).nz()) {
      throw new IllegalArgumentException(
          "at level "
              + level
              + " a scene is as high as the exemplar, "
              + exemplar.size(level)
              + ", not "
              + size);
    }
  }

  /** A scene at the coarsest level and where it comes from. */
  private static final class Coarse {
    final CoordinateMap map;
    final Appearance scene;

    Coarse(CoordinateMap map, Appearance scene) {
      this.map = map;
      this.scene = scene;
    }
  }

  /** One call: what is fixed in it, and how far it is. */
  private final class Run {
    private final Border border;
    private final Optional<Pinned> pinned;
    private final Preference preference;
    private final Progress progress;
    private final Effort effort;
    private final Stop stop;

    Run(Conditions conditions, Progress progress, Effort effort) {
      this.border = conditions.border();
      this.pinned = conditions.pinned();
      this.preference = conditions.preference();
      this.progress = progress;
      this.effort = effort;
      this.stop = new Stop(progress);
    }

    Coarse coarsest(float[] start, GridSize size, Schedule schedule) {
      if (start.length != VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz())) {
        throw new IllegalArgumentException(
            "a scene of " + size + " voxels has not " + start.length + " samples");
      }
      stop.check();
      Appearance own = exemplar.appearance(0);
      ExhaustiveSearch search =
          new ExhaustiveSearch(own, exemplar.size(0), exemplar.symmetry(), workers);
      int largest = Collections.max(schedule.patches());
      Vote vote = new Vote(own, exemplar.size(0), exemplar.symmetry(), largest, workers);
      int[] given = given(0, size);
      Appearance scene = new Appearance(start.clone(), Optional.empty());
      keepAppearance(scene, given, 0);
      CoordinateMap map = null;
      for (int i = 0; i < schedule.patches().size(); i++) {
        int patch = schedule.patches().get(i);
        boolean last = i == schedule.patches().size() - 1;
        map = search.nearest(scene, size, patch, !last, border, preference, stop);
        keepSources(map, given);
        scene = vote.of(map, patch, border);
        keepAppearance(scene, given, 0);
        stop.check();
        effort.coarseRound(last);
        progress.at(effort.share(), "patches of " + patch + " at " + size);
      }
      return new Coarse(map, scene);
    }

    CoordinateMap finer(CoordinateMap coarse, int level, GridSize size, long seed, Choice choice) {
      Appearance own = exemplar.appearance(level);
      GridSize from = exemplar.size(level);
      Refinement refinement = new Refinement(own, from, exemplar.symmetry(), workers);
      int largest = Collections.max(FINER_VOTES);
      Vote vote = new Vote(own, from, exemplar.symmetry(), largest, workers);
      int[] given = given(level, size);
      CoordinateMap map = choice.of(level, coarse.carried(exemplar, level - 1, size, level));
      keepSources(map, given);
      for (int round = 0; round < FINER_VOTES.size(); round++) {
        Appearance scene = vote.of(map, FINER_VOTES.get(round), border);
        keepAppearance(scene, given, level);
        stop.check();
        long chance = Refinement.mixed(seed + round);
        map = refinement.improved(scene, map, given, border, chance, stop);
        effort.fineRound(size);
        progress.at(effort.share(), "patches of " + Refinement.PATCH + " at " + size);
      }
      return map;
    }

    private int[] given(int level, GridSize size) {
      if (pinned.isPresent()) {
        return pinned.get().at(exemplar, size, level).sources();
      }
      int[] none = new int[size.voxelCount()];
      Arrays.fill(none, CoordinateMap.NONE);
      return none;
    }

    private void keepSources(CoordinateMap map, int[] given) {
      for (int v = 0; v < given.length; v++) {
        if (given[v] != CoordinateMap.NONE) {
          map.sources()[v] = given[v];
        }
      }
    }

    private void keepAppearance(Appearance scene, int[] given, int level) {
      Appearance from = exemplar.appearance(level);
      for (int v = 0; v < given.length; v++) {
        if (given[v] != CoordinateMap.NONE) {
          scene.take(v, from, exemplar.voxelOf(level, given[v]));
        }
      }
    }
  }

  /** Work that is done, of all that there is, in microseconds of one thread. */
  private final class Effort {

    /** Pairs of voxels that an exhaustive search compares in 1 us; measured on toy blocks. */
    private static final double PAIRS = 170;

    /** Time that a round of a finer level takes for a voxel, us. */
    private static final double REFINING = 1.9;

    private final double exhaustive;
    private final double all;
    private double done;

    Effort(List<GridSize> sizes, Schedule schedule) {
      GridSize from = exemplar.size(0);
      exhaustive =
          (double) sizes.get(0).voxelCount()
              * from.nx()
              * from.ny()
              * exemplar.symmetry().count()
              / PAIRS;
      double sum = exhaustive * (2 * schedule.patches().size() - 1);
      for (GridSize size : sizes.subList(1, sizes.size())) {
        sum += FINER_VOTES.size() * refining(size);
      }
      all = sum;
    }

    private static double refining(GridSize size) {
      return (double) size.voxelCount() * REFINING;
    }

    void coarseRound(boolean last) {
      done += last ? exhaustive : 2 * exhaustive;
    }

    void fineRound(GridSize size) {
      done += refining(size);
    }

    double share() {
      return Math.min(1, done / all);
    }
  }
}
