package org.sceneremix.gan.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.sceneremix.gan.exemplar.Border;
import org.sceneremix.gan.exemplar.Border.Kind;
import org.sceneremix.gan.exemplar.Conditions;
import org.sceneremix.gan.exemplar.Consistency;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Pinned;
import org.sceneremix.gan.exemplar.Schedule;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.lattice.Preference;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Ground;
import org.sceneremix.gan.net.Ground.Area;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * The one way from latents to a scene: the coarsest level's generator chooses columns, the
 * exemplar's patches make them consistent from level to level, where generators of finer levels
 * choose anew if there are any, and what comes out is where each voxel comes from.
 *
 * <p>A large scene is made block by block, each with some of its surroundings; what is finished of
 * them stays as it is, as does what a recipe keeps. So memory does not grow with the scene, but for
 * four bytes a voxel, which are kept in a file where they are too many.
 *
 * <p>Not safe for use by two threads at once.
 */
final class SceneChain {

  /** Edge of a block, sites of the coarsest lattice; smaller scenes are made at once. */
  private static final int BLOCK = 96;

  /** Sites around a block that are made with it, and made anew by the next. */
  static final int MARGIN = 14;

  /** Sites whose columns the generator chooses at once. */
  private static final int TILE = 48;

  /** The random candidates of matching are a function of the scene; they need no other seed. */
  private static final long MATCHING_SEED = 1;

  /** Share of the ground that may be new and is still mended back into the learned scene. */
  private static final double MENDED = 0.25;

  private final Engine engine;
  private final Exemplar exemplar;
  private final List<Stage> stages;
  private final int block;

  /** Whether the coarsest level is all that is worked at. */
  private final boolean sketching;

  private final Consistency consistency;

  /**
   * @param exemplar its levels are what the generators were trained on
   * @param stages the generators at work, from the coarsest level on
   */
  SceneChain(Engine engine, Exemplar exemplar, List<Stage> stages) {
    this(engine, exemplar, stages, BLOCK);
  }

  SceneChain(Engine engine, Exemplar exemplar, List<Stage> stages, int block) {
    this(engine, exemplar, stages, block, false);
  }

  private SceneChain(
      Engine engine, Exemplar exemplar, List<Stage> stages, int block, boolean sketching) {
    this.engine = engine;
    this.exemplar = exemplar;
    this.stages = stages;
    this.block = block;
    this.sketching = sketching;
    this.consistency = new Consistency(exemplar, engine.workers());
  }

  /** The workers that scenes are made with. */
  Workers workers() {
    return engine.workers();
  }

  /** The same generators with one more, finer level to copy from. */
  SceneChain withFinest(VoxelGrid level) {
    return new SceneChain(engine, exemplar.withFinest(level), stages, block);
  }

  /** The same without the generators of finer levels. */
  SceneChain withCoarsestStage() {
    return new SceneChain(engine, exemplar, stages.subList(0, 1), block);
  }

  /** The same, which says in a fraction of the time what scenes will be like, with seams. */
  SceneChain sketching() {
    return new SceneChain(engine, exemplar, stages, block, true);
  }

  Exemplar exemplar() {
    return exemplar;
  }

  /** The grid that scenes are copied from in the end. */
  VoxelGrid finestLevel() {
    return exemplar.level(finest());
  }

  private int finest() {
    return exemplar.levels() - 1;
  }

  /** Size at a level of a scene that has this size at another. */
  GridSize sizeAt(int level, GridSize size, int from) {
    GridSize to = exemplar.size(level);
    GridSize of = exemplar.size(from);
    return new GridSize(
        scaled(size.nx(), of.nx(), to.nx()), scaled(size.ny(), of.ny(), to.ny()), to.nz());
  }

  private static int scaled(int n, int from, int to) {
    return (int) Math.max(1, Math.round((double) n * to / from));
  }

  /**
   * Carries out a recipe.
   *
   * @param trained the level that the settings' size is of
   * @param folder where what is large is kept while it is made; none: in memory
   * @return sources of the finest level, to be closed
   */
  SourceStore make(
      Recipe recipe, RemixSettings settings, int trained, Optional<Path> folder, Progress progress)
      throws IOException {
    GridSize size = sizeAt(finest(), settings.size(), trained);
    if (recipe instanceof Recipe.Learned) {
      if (!size.equals(exemplar.size(finest()))) {
        throw new IllegalArgumentException(
            "the scene that was learned has a size of its own; leave the size away");
      }
      return SourceStore.of(size, CoordinateMap.identity(size).sources());
    }
    if (recipe instanceof Recipe.Made made) {
      if (!size.equals(made.sources().size())) {
        throw new IllegalArgumentException(
            "the scene that is there has "
                + made.sources().size()
                + " voxels, but a scene of "
                + size
                + " is asked for");
      }
      return SourceStore.of(size, made.sources().sources().clone());
    }
    SourceStore sources =
        folder.isPresent() ? SourceStore.inFile(size, folder.get()) : SourceStore.inMemory(size);
    try {
      Optional<BitSet> kept = Optional.empty();
      if (recipe instanceof Recipe.Rerolled rerolled) {
        requireSize(rerolled.kept(), settings);
        kept = Optional.of(rerolled.kept().at(size));
        try (SourceStore old = make(rerolled.old(), settings, trained, folder, progress)) {
          copy(old, kept.get(), sources);
        }
      }
      Periodicity periodicity = settings.periodicity();
      Kind alongX = periodicity.alongX() ? Kind.WRAPS : Kind.OUTSIDE;
      Kind alongY = periodicity.alongY() ? Kind.WRAPS : Kind.OUTSIDE;
      fill(recipe, settings, alongX, alongY, sources, progress);
      return sources;
    } catch (RuntimeException | IOException e) {
      sources.close();
      throw e;
    }
  }

  private static void requireSize(Mask kept, RemixSettings settings) {
    if (!kept.size().equals(settings.size())) {
      throw new IllegalArgumentException(
          "a mask of " + kept.size() + " voxels is not for a scene of " + settings.size());
    }
  }

  private static void copy(SourceStore from, BitSet kept, SourceStore to) {
    GridSize size = to.size();
    int[] row = new int[size.nx()];
    int[] own = new int[size.nx()];
    for (int z = 0; z < size.nz(); z++) {
      for (int y = 0; y < size.ny(); y++) {
        from.read(0, y, z, row.length, row, 0);
        to.read(0, y, z, own.length, own, 0);
        int first = (z * size.ny() + y) * size.nx();
        for (int x = kept.nextSetBit(first) - first;
            x >= 0 && x < own.length;
            x = kept.nextSetBit(first + x + 1) - first) {
          own[x] = row[x];
        }
        to.write(0, y, z, own.length, own, 0);
      }
    }
  }

  /**
   * Makes what is unknown yet of a cut-out of a ground that goes on beyond all of its ends.
   *
   * @param sources of the finest level, as far as they are known
   */
  void continueInto(
      SourceStore sources, Latents latents, RemixSettings settings, Progress progress) {
    Recipe recipe = new Recipe.Generated(latents);
    fill(recipe, settings, Kind.CONTINUES, Kind.CONTINUES, sources, progress);
  }

  /**
   * Makes what is unknown yet, block by block.
   *
   * @param alongX beyond both ends along x
   * @param alongY the same along y
   */
  private void fill(
      Recipe recipe,
      RemixSettings settings,
      Kind alongX,
      Kind alongY,
      SourceStore sources,
      Progress progress) {
    GridSize coarse = sizeAt(0, sources.size(), finest());
    // to the generator a ground that goes on is one whose ends join: it sees no end of it
    Periodicity periodicity = Periodicity.of(alongX != Kind.OUTSIDE, alongY != Kind.OUTSIDE);
    Ground ground = new Ground(coarse.nx(), coarse.ny(), periodicity);
    if (recipe instanceof Recipe.Started started && !GridSize.of(started.coarse()).equals(coarse)) {
      throw new IllegalArgumentException(
          "the scene to start from has "
              + GridSize.of(started.coarse())
              + " voxels, but the coarsest level "
              + coarse);
    }
    Preference preference =
        GuidedPreference.of(guide(recipe), settings.density(), ground, exemplar);
    // what is little more than a block is not worth two
    int along = Math.max(1, Math.round((float) coarse.nx() / block));
    int across = Math.max(1, Math.round((float) coarse.ny() / block));
    for (int i = 0; i < along * across; i++) {
      int x0 = (int) ((long) (i % along) * coarse.nx() / along);
      int x1 = (int) ((long) (i % along + 1) * coarse.nx() / along);
      int y0 = (int) ((long) (i / along) * coarse.ny() / across);
      int y1 = (int) ((long) (i / along + 1) * coarse.ny() / across);
      Span spanX = span(x0, x1, coarse.nx(), alongX, along);
      Span spanY = span(y0, y1, coarse.ny(), alongY, across);
      double count = along * across;
      Progress part = progress.part(i / count, (i + 1) / count);
      new Block(ground, preference, spanX, spanY, sources, part).make(recipe, settings);
    }
  }

  /** Latents of a recipe; those of the reconstruction in the more places, the less diverse. */
  private static Latents latents(Recipe recipe, RemixSettings settings) {
    double diversity = settings.diversity();
    return Latents.patchwork(
        Latents.ofReconstruction(),
        ofRecipe(recipe),
        diversity == 0 ? 0 : MENDED + (1 - MENDED) * diversity);
  }

  private static Latents ofRecipe(Recipe recipe) {
    if (recipe instanceof Recipe.Generated generated) {
      return generated.latents();
    }
    if (recipe instanceof Recipe.Made made) {
      return ofRecipe(made.recipe());
    }
    if (recipe instanceof Recipe.Rerolled rerolled) {
      return Latents.spliced(ofRecipe(rerolled.old()), rerolled.kept(), rerolled.fresh());
    }
    return Latents.ofReconstruction();
  }

  /** The guide of a recipe's own last step; none for steps that take no guide. */
  private static Guide guide(Recipe recipe) {
    if (recipe instanceof Recipe.Generated generated) {
      return generated.guide();
    }
    return recipe instanceof Recipe.Rerolled rerolled ? rerolled.guide() : Guide.NONE;
  }

  /**
   * Sites of a block along one axis.
   *
   * @param core0 first one that the block is to make
   * @param core1 one past the last
   * @param from first one that is made with it
   * @param to one past the last
   */
  private record Span(int core0, int core1, int from, int to, Kind low, Kind high) {}

  private static Span span(int core0, int core1, int n, Kind end, int blocks) {
    if (blocks == 1) {
      return new Span(0, n, 0, n, end, end);
    }
    boolean wraps = end == Kind.WRAPS;
    int from = wraps ? core0 - MARGIN : Math.max(0, core0 - MARGIN);
    int to = wraps ? core1 + MARGIN : Math.min(n, core1 + MARGIN);
    return new Span(
        core0,
        core1,
        from,
        to,
        !wraps && from == 0 ? end : Kind.CONTINUES,
        !wraps && to == n ? end : Kind.CONTINUES);
  }

  /** A part of a scene that is made at once. */
  private final class Block {
    private final Ground ground;
    private final Preference preference;
    private final Span x;
    private final Span y;
    private final SourceStore sources;
    private final Progress progress;

    Block(
        Ground ground,
        Preference preference,
        Span x,
        Span y,
        SourceStore sources,
        Progress progress) {
      this.ground = ground;
      this.preference = preference;
      this.x = x;
      this.y = y;
      this.sources = sources;
      this.progress = progress;
    }

    void make(Recipe recipe, RemixSettings settings) {
      List<GridSize> sizes = new ArrayList<>();
      for (int level = 0; level < exemplar.levels(); level++) {
        sizes.add(
            new GridSize(
                at(x.to(), level, true) - at(x.from(), level, true),
                at(y.to(), level, false) - at(y.from(), level, false),
                exemplar.size(level).nz()));
      }
      Area area = new Area(x.from(), y.from(), x.to() - x.from(), y.to() - y.from());
      Latents latents = latents(recipe, settings);
      progress.at(0, "generating");
      float[] start =
          recipe instanceof Recipe.Started started
              ? given(started.coarse(), area)
              : said(latents, preference, ground, area, progress).samples(exemplar, 0);
      Schedule schedule = Schedule.ofFidelity(settings.fidelity());
      Conditions conditions =
          new Conditions(
              new Border(x.low(), x.high(), y.low(), y.high()),
              pinned(sizes.get(finest())),
              preference.from(x.from(), y.from()));
      if (sketching) {
        keep(consistency.sketch(start, sizes, schedule.hurried(), conditions, progress));
        return;
      }
      List<CoordinateMap> maps =
          consistency.apply(
              start,
              sizes,
              schedule,
              conditions,
              MATCHING_SEED,
              (level, carried) -> level < stages.size() ? chosen(level, carried, latents) : carried,
              progress);
      keep(maps.get(finest()));
    }

    private CoordinateMap chosen(int level, CoordinateMap carried, Latents latents) {
      GridSize size = carried.size();
      Area area =
          new Area(at(x.from(), level, true), at(y.from(), level, false), size.nx(), size.ny());
      Periodicity joined = Periodicity.of(x.low() == Kind.WRAPS, y.low() == Kind.WRAPS);
      Ground ends = new Ground(size.nx(), size.ny(), joined);
      return stages.get(level).chosen(carried, exemplar, latents, ground(level), area, ends);
    }

    private Ground ground(int level) {
      GridSize all = sizeOf(level);
      return new Ground(all.nx(), all.ny(), ground.periodicity());
    }

    private GridSize sizeOf(int level) {
      return level == finest()
          ? sources.size()
          : sizeAt(level, new GridSize(ground.width(), ground.height(), 1), 0);
    }

    /** The voxel of a level at which a site begins. */
    private int at(int site, int level, boolean alongX) {
      long sites = alongX ? ground.width() : ground.height();
      GridSize all = sizeOf(level);
      int voxels = alongX ? all.nx() : all.ny();
      return (int) Math.floorDiv(2L * site * voxels + sites, 2 * sites);
    }

    private float[] given(VoxelGrid coarse, Area area) {
      float[] all = new float[VoxelGrid.sampleCount(area.width(), area.height(), coarse.nz())];
      int to = 0;
      for (int z = 0; z < coarse.nz(); z++) {
        for (int y = 0; y < area.height(); y++) {
          for (int x = 0; x < area.width(); x++, to += VoxelGrid.CHANNELS) {
            int from =
                coarse.index(
                    Math.floorMod(area.x() + x, coarse.nx()),
                    Math.floorMod(area.y() + y, coarse.ny()),
                    z);
            System.arraycopy(coarse.data(), from, all, to, VoxelGrid.CHANNELS);
          }
        }
      }
      return all;
    }

    /** Sources that are made already of this block and its surroundings. */
    private Optional<Pinned> pinned(GridSize size) {
      int[] known = new int[size.voxelCount()];
      int fromX = at(x.from(), finest(), true);
      int fromY = at(y.from(), finest(), false);
      BitSet kept = new BitSet();
      for (int z = 0; z < size.nz(); z++) {
        for (int j = 0; j < size.ny(); j++) {
          int row = (z * size.ny() + j) * size.nx();
          int sceneY = Math.floorMod(fromY + j, sources.size().ny());
          int sceneZ = z;
          forRuns(
              fromX,
              size.nx(),
              (sceneX, at, count) -> sources.read(sceneX, sceneY, sceneZ, count, known, row + at));
          for (int v = row; v < row + size.nx(); v++) {
            kept.set(v, known[v] != SourceStore.UNKNOWN);
          }
        }
      }
      return kept.isEmpty()
          ? Optional.empty()
          : Optional.of(new Pinned(new CoordinateMap(size, known), finest(), kept));
    }

    private interface RunOfVoxels {
      void at(int sceneX, int offset, int count);
    }

    /** Runs of voxels of the scene, whose ends may join. */
    private void forRuns(int from, int count, RunOfVoxels run) {
      int n = sources.size().nx();
      for (int done = 0; done < count; ) {
        int sceneX = Math.floorMod(from + done, n);
        int part = Math.min(count - done, n - sceneX);
        run.at(sceneX, done, part);
        done += part;
      }
    }

    /** Keeps what the block is to make. */
    private void keep(CoordinateMap map) {
      int x0 = at(x.core0(), finest(), true);
      int x1 = at(x.core1(), finest(), true);
      int y0 = at(y.core0(), finest(), false);
      int y1 = at(y.core1(), finest(), false);
      int offsetX = x0 - at(x.from(), finest(), true);
      int offsetY = y0 - at(y.from(), finest(), false);
      GridSize size = map.size();
      for (int z = 0; z < size.nz(); z++) {
        for (int j = y0; j < y1; j++) {
          int from = (z * size.ny() + offsetY + j - y0) * size.nx() + offsetX;
          sources.write(x0, j, z, x1 - x0, map.sources(), from);
        }
      }
    }
  }

  /** Sources of an area as the coarsest level's generator chooses them, tile by tile. */
  private CoordinateMap said(
      Latents latents, Preference preference, Ground ground, Area area, Progress progress) {
    GridSize size = new GridSize(area.width(), area.height(), exemplar.size(0).nz());
    int[] sources = new int[size.voxelCount()];
    for (int y0 = 0; y0 < area.height(); y0 += TILE) {
      for (int x0 = 0; x0 < area.width(); x0 += TILE) {
        stopIfCancelled(progress);
        int width = Math.min(TILE, area.width() - x0);
        int height = Math.min(TILE, area.height() - y0);
        Area tile = new Area(area.x() + x0, area.y() + y0, width, height);
        int[] chosen = stages.get(0).chosen(latents, preference, exemplar, ground, tile).sources();
        for (int row = 0; row < chosen.length / width; row++) {
          int to = (row / height * size.ny() + y0 + row % height) * size.nx() + x0;
          System.arraycopy(chosen, row * width, sources, to, width);
        }
      }
    }
    return new CoordinateMap(size, sources);
  }

  /**
   * Scene that the generator says, before anything makes it consistent: a grid of the coarsest
   * level.
   */
  VoxelGrid raw(Latents latents, GridSize coarse) {
    return raw(latents, coarse, exemplar);
  }

  /** The same as networks see it. */
  VoxelGrid rawAsSeen(Latents latents, GridSize coarse) {
    return raw(latents, coarse, seen());
  }

  private VoxelGrid raw(Latents latents, GridSize coarse, Exemplar from) {
    Ground ground = new Ground(coarse.nx(), coarse.ny(), Periodicity.NONE);
    VoxelGrid level = from.level(0);
    return new VoxelGrid(
        coarse.nx(),
        coarse.ny(),
        coarse.nz(),
        Remixer.box(level, coarse),
        level.densityScale(),
        said(latents, Preference.NONE, ground, ground.all(), Progress.NONE).samples(from, 0));
  }

  /** The coarsest level alone, as networks see it. */
  private Exemplar seen() {
    return new Exemplar(List.of(Stage.seen(exemplar, 0)), exemplar.symmetry());
  }

  VoxelGrid consistentAsSeen(VoxelGrid scene, List<Integer> patches, Progress progress) {
    return scene.withData(
        new Consistency(seen(), engine.workers())
            .atCoarsest(scene.data(), GridSize.of(scene), patches, Border.OUTSIDE, progress));
  }

  int stages() {
    return stages.size();
  }

  static void stopIfCancelled(Progress progress) {
    if (progress.cancelled()) {
      throw new CancellationException("stopped");
    }
  }
}
