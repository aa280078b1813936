package org.sceneremix.scenes.fit;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureException;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.EmptyColour;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.TrilinearResize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Fits a reference grid to a capture.
 *
 * <p>A ReLU field (Karnewar et al. 2022, arXiv 2205.10824) is fitted coarse to fine, each scale
 * with twice the voxels of the one before along each axis, by Adam on batches of rays drawn from
 * all training pixels. Voxels that some view sees through (outside the visual hull) are empty from
 * the beginning. On the finest scale colour may depend on the viewing direction ({@link
 * DirectionalColour}). In the end what no view needs is removed ({@link SceneCleanup}).
 */
public final class GridFitter {

  private static final int COARSEST_RESOLUTION = 16;

  /** The coarser scale must show enough texture to tell at which depth a surface is. */
  private static final int MOST_SCALES = 2;

  /** Optical depth of a voxel of the coarsest scale in the beginning: a thin mist. */
  private static final double INITIAL_OPTICAL_DEPTH = 0.02;

  /** Steps that find the mean colour where it was fitted with the viewing direction, at most. */
  private static final int COLOUR_STEPS = 300;

  /** Odd, and large, so that no two seeds share their iterations' chance. */
  private static final long SEED_STRIDE = 0xD1342543DE82EF95L;

  /** Time between two checkpoints: so much is lost, at most, when the process is killed. */
  private static final long CHECKPOINT_INTERVAL_NANOS = 15_000_000_000L;

  private final Capture capture;
  private final FitSettings settings;
  private final Optional<FitCheckpoint> checkpoint;
  private final Progress progress;
  private final FitObserver observer;
  private final VolumeTracer tracer;
  private final Tape tape;
  private final Workers workers;
  private FitRun run;
  private int iterationsDone;
  private long latestCheckpoint;

  private GridFitter(
      Capture capture,
      FitSettings settings,
      Optional<FitCheckpoint> checkpoint,
      VolumeTracer tracer,
      Workers workers,
      FitObserver observer,
      Progress progress) {
    this.capture = capture;
    this.observer = observer;
    this.settings = settings;
    this.checkpoint = checkpoint;
    this.tracer = tracer;
    this.tape = tracer.tape();
    this.workers = workers;
    this.progress = progress;
  }

  /**
   * Fits and measures, on the processor.
   *
   * @param progress told of every iteration; when it cancels, what is fitted so far is returned,
   *     unmeasured
   * @throws CaptureException if a picture cannot be read, or the views have no common volume
   */
  public static FitResult fit(
      Capture capture, FitSettings settings, Workers workers, Progress progress)
      throws IOException {
    return fit(
        capture,
        settings,
        Optional.empty(),
        new CpuTracer(workers),
        workers,
        FitObserver.NONE,
        progress);
  }

  /**
   * Fits and measures, with any tracer, and can go on after an interruption of any kind.
   *
   * @param checkpoint kept up to date while fitting, and left to the caller, who deletes it when
   *     the grid is safe
   * @param tracer traces all rays
   * @param workers share all other work
   * @param observer shown every step
   * @param progress told of every iteration; when it cancels, what is fitted so far is returned,
   *     unmeasured
   * @throws IllegalArgumentException if colour is to depend on the viewing direction, and this
   *     tracer cannot trace that
   * @throws CaptureException if a picture cannot be read, or the views have no common volume
   * @throws IOException if the checkpoint cannot be read or written, or is of another fit
   */
  public static FitResult fit(
      Capture capture,
      FitSettings settings,
      Optional<FitCheckpoint> checkpoint,
      VolumeTracer tracer,
      Workers workers,
      FitObserver observer,
      Progress progress)
      throws IOException {
    if (settings.harmonicsDegree() > 0 && !tracer.tracesDirectionalColour()) {
      throw new IllegalArgumentException(
          "colour that depends on the viewing direction is traced on the processor only");
    }
    return new GridFitter(capture, settings, checkpoint, tracer, workers, observer, progress).run();
  }

  private FitResult run() throws IOException {
    long start = System.nanoTime();
    progress.at(0, "reading " + capture.training().size() + " pictures");
    TrainingImages images = TrainingImages.load(capture.training(), workers);
    double tolerance = SceneBox.tolerance(capture);
    FitBackground behind = settings.background().resolve(images, capture.hasAlpha());
    Photography photography =
        new Photography(
            new Exposures(images.count(), settings.exposures()),
            behind,
            behind == FitBackground.DISTANT ? Optional.of(new Backdrop()) : Optional.empty());
    Silhouettes silhouettes = Silhouettes.of(images, workers);
    Aabb box = SceneBox.of(capture, silhouettes, tolerance, workers);
    run = FitRun.of(capture, box, settings, workers.size());
    FitCheckpoint.Position from = new FitCheckpoint.Position(0, 0);
    boolean resumed = false;
    if (checkpoint.isPresent()) {
      Optional<FitCheckpoint.Position> position = checkpoint.get().position(run, scales());
      resumed = position.isPresent();
      from = position.orElse(from);
    }
    latestCheckpoint = System.nanoTime();
    VoxelGrid grid = null;
    boolean[] hull = null;
    TrainingRays rays = null;
    Optional<DirectionalColour> directional = Optional.empty();
    int scales = scales();
    for (int scale = from.scale(); scale < scales; scale++) {
      GridSize size = GridSize.fitting(box, settings.resolution() >> (scales - 1 - scale));
      hull = VisualHull.carve(silhouettes, box, size, tolerance, workers);
      grid = grid == null ? mist(box, size) : resized(grid, size);
      empty(grid, hull);
      rays = TrainingRays.through(images, grid, hull, tracer);
      if (rays.count() == 0) {
        throw new CaptureException(
            capture.name()
                + ": no view looks at the box of the scene "
                + box
                + "; check the poses or give another box");
      }
      if (scale == scales - 1) {
        directional = DirectionalColour.of(settings.harmonicsDegree(), hull, images.cameras());
      }
      GridOptimiser optimiser =
          new GridOptimiser(
              new FittedField(grid, hull, directional), rays, photography, settings, tape, workers);
      int firstStep = 0;
      if (resumed && scale == from.scale()) {
        checkpoint.get().restore(run, optimiser::transfer);
        firstStep = from.step();
      }
      optimise(optimiser, grid, scale, firstStep);
    }
    SceneCleanup.clean(grid, hull, images.cameras(), tracer, workers);
    VoxelGrid directionalGrid = grid;
    if (settings.harmonicsDegree() > 0) {
      directionalGrid = grid.copy();
      colour(grid, hull, rays, photography);
    }
    EmptyColour.choose(grid);
    double seconds = (System.nanoTime() - start) * 1e-9;
    Optional<HeldOutQuality> directionalQuality =
        settings.harmonicsDegree() > 0
            ? measured(
                new RadianceField(directionalGrid, directional.map(DirectionalColour::field)),
                photography)
            : Optional.empty();
    Optional<HeldOutQuality> quality = measured(RadianceField.of(grid), photography);
    boolean complete = !progress.cancelled();
    return new FitResult(grid, quality, directionalQuality, complete, iterationsDone, seconds);
  }

  private Optional<HeldOutQuality> measured(RadianceField field, Photography photography)
      throws CaptureException {
    if (capture.heldOut().isEmpty() || progress.cancelled()) {
      return Optional.empty();
    }
    progress.at(1, "measuring on " + capture.heldOut().size() + " held-out views");
    return Optional.of(HeldOutQuality.measure(capture, field, photography, tracer));
  }

  /** Fits the colour that is best from all directions together. */
  private void colour(VoxelGrid grid, boolean[] hull, TrainingRays rays, Photography photography) {
    GridOptimiser optimiser =
        new GridOptimiser(
            new FittedField(grid, hull, Optional.empty()),
            rays,
            photography,
            settings,
            tape,
            workers);
    int steps = Math.min(COLOUR_STEPS, settings.iterations());
    for (int i = 0; i < steps && !progress.cancelled(); i++) {
      optimiser.step(
          (double) i / steps, GridOptimiser.Phase.COLOUR, random(settings.iterations() + i));
      progress.at(1, "the mean colour, step " + i + " of " + steps);
    }
  }

  /** Resolutions are halved as long as the coarsest one stays large enough. */
  private int scales() {
    int scales = 1;
    while (scales < MOST_SCALES && settings.resolution() >> scales >= COARSEST_RESOLUTION) {
      scales++;
    }
    return scales;
  }

  /** Iterations of a scale: each has 5/3 times as many as the one before. */
  private int iterations(int scale, int scales) {
    double sum = 0;
    double before = 0;
    for (int i = 0; i < scales; i++) {
      sum += Math.pow(5.0 / 3, i);
      before += i < scale ? Math.pow(5.0 / 3, i) : 0;
    }
    double after = before + Math.pow(5.0 / 3, scale);
    return (int)
        (Math.round(settings.iterations() * after / sum)
            - Math.round(settings.iterations() * before / sum));
  }

  private float densityScale(Aabb box) {
    return (float) (settings.opticalDepth() * settings.resolution() / box.longestSide());
  }

  private VoxelGrid mist(Aabb box, GridSize size) {
    VoxelGrid grid = VoxelGrid.empty(size.nx(), size.ny(), size.nz(), box, densityScale(box));
    float density =
        (float) (INITIAL_OPTICAL_DEPTH / (grid.densityScale() * grid.shortestVoxelEdge()));
    float[] data = grid.data();
    for (int i = 0; i < data.length; i++) {
      data[i] = i % VoxelGrid.CHANNELS == VoxelGrid.DENSITY ? density : 0;
    }
    return grid;
  }

  private static VoxelGrid resized(VoxelGrid grid, GridSize size) {
    float[] data =
        new TrilinearResize(VoxelGrid.CHANNELS, GridSize.of(grid), size).apply(grid.data());
    return new VoxelGrid(size.nx(), size.ny(), size.nz(), grid.box(), grid.densityScale(), data);
  }

  private static void empty(VoxelGrid grid, boolean[] hull) {
    for (int v = 0; v < hull.length; v++) {
      if (!hull[v]) {
        grid.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] = VoxelGrid.EMPTY_DENSITY;
      }
    }
  }

  private void optimise(GridOptimiser optimiser, VoxelGrid grid, int scale, int firstStep)
      throws IOException {
    int scales = scales();
    int iterations = iterations(scale, scales);
    GridOptimiser.Phase phase =
        scale == scales - 1 ? GridOptimiser.Phase.FINEST : GridOptimiser.Phase.COARSE;
    int before = 0;
    for (int coarser = 0; coarser < scale; coarser++) {
      before += iterations(coarser, scales);
    }
    int i = firstStep;
    if (progress.cancelled()) {
      return; // in a coarser scale, whose checkpoint is the one to go on from
    }
    for (; i < iterations && !progress.cancelled(); i++) {
      double error = optimiser.step((double) i / iterations, phase, random(before + i));
      double psnr = -10 * Math.log10(Math.max(error, 1e-10));
      iterationsDone = before + i + 1;
      if (System.nanoTime() - latestCheckpoint > CHECKPOINT_INTERVAL_NANOS) {
        save(optimiser, scale, i + 1);
      }
      progress.at(
          (double) iterationsDone / settings.iterations(),
          String.format(
              Locale.ROOT, "%s voxels, %.1f dB on training rays", GridSize.of(grid), psnr));
      observer.stepped(iterationsDone, psnr, grid);
    }
    iterationsDone = before + i;
    if (progress.cancelled() || scale == scales - 1) {
      save(optimiser, scale, i);
    }
  }

  private void save(GridOptimiser optimiser, int scale, int step) throws IOException {
    if (checkpoint.isPresent()) {
      checkpoint.get().save(run, new FitCheckpoint.Position(scale, step), optimiser::transfer);
    }
    latestCheckpoint = System.nanoTime();
  }

  /** Chance of one iteration: a function of its number, so that a resumed fit has the same. */
  private SplittableRandom random(int iteration) {
    return new SplittableRandom(settings.seed() * SEED_STRIDE + iteration);
  }
}
