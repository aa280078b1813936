package org.sceneremix.scenes.fit;

import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.sceneremix.renderer.trace.CpuTracer;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureException;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.EmptyColour;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.TrilinearResize;
import org.sceneremix.volume.VoxelGrid;

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

  /**
   * Share of the views that may see through a voxel of the scene all the same, where masks were
   * drawn on photographs.
   */
  private static final double MASK_TOLERANCE = 0.05;

  /** Steps that find the mean colour where it was fitted with the viewing direction, at most. */
  private static final int COLOUR_STEPS = 300;

  private final Capture capture;
  private final FitSettings settings;
  private final Progress progress;
  private final VolumeTracer tracer;
  private final SplittableRandom random;
  private int iterationsDone;

  private GridFitter(
      Capture capture, FitSettings settings, Progress progress, VolumeTracer tracer) {
    this.capture = capture;
    this.settings = settings;
    this.progress = progress;
    this.tracer = tracer;
    this.random = new SplittableRandom(settings.seed());
  }

  /**
   * Fits and measures, on the processor.
   *
   * @param progress told of every iteration; when it cancels, what is fitted so far is returned,
   *     unmeasured
   * @throws CaptureException if a picture cannot be read, or the views have no common volume
   */
  public static FitResult fit(Capture capture, FitSettings settings, Progress progress)
      throws CaptureException {
    try (CpuTracer tracer = new CpuTracer(settings.threads())) {
      return fit(capture, settings, progress, tracer);
    }
  }

  /**
   * Fits and measures.
   *
   * @param progress told of every iteration; when it cancels, what is fitted so far is returned,
   *     unmeasured
   * @param tracer traces all rays
   * @throws CaptureException if a picture cannot be read, or the views have no common volume
   */
  public static FitResult fit(
      Capture capture, FitSettings settings, Progress progress, VolumeTracer tracer)
      throws CaptureException {
    return new GridFitter(capture, settings, progress, tracer).run();
  }

  private FitResult run() throws CaptureException {
    long start = System.nanoTime();
    progress.at(0, "reading " + capture.training().size() + " pictures");
    TrainingImages images = TrainingImages.load(capture.training());
    double tolerance = capture.training().get(0).mask().isPresent() ? MASK_TOLERANCE : 0;
    FitBackground behind = settings.background().resolve(images, capture.hasAlpha());
    Silhouettes silhouettes = Silhouettes.of(images);
    Aabb box = SceneBox.of(capture, silhouettes, tolerance);
    VoxelGrid grid = null;
    boolean[] hull = null;
    TrainingRays rays = null;
    DirectionalColour directional = DirectionalColour.NONE;
    Exposures exposures = new Exposures(images.count(), settings.exposures());
    int scales = scales();
    for (int scale = 0; scale < scales; scale++) {
      GridSize size = GridSize.fitting(box, settings.resolution() >> (scales - 1 - scale));
      hull = VisualHull.carve(silhouettes, box, size, tolerance);
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
        directional = DirectionalColour.of(settings.harmonicsDegree(), grid, images.cameras());
      }
      optimise(grid, directional, hull, rays, exposures, behind, scale, scales);
    }
    SceneCleanup.clean(grid, hull, images.cameras(), tracer);
    VoxelGrid directionalGrid = grid;
    if (settings.harmonicsDegree() > 0) {
      directional.shareDensity(grid);
      directionalGrid = grid.copy();
      colour(grid, hull, rays, exposures, behind);
    }
    EmptyColour.choose(grid);
    double seconds = (System.nanoTime() - start) * 1e-9;
    Optional<HeldOutQuality> directionalQuality =
        settings.harmonicsDegree() > 0
            ? measured(directionalGrid, directional, behind)
            : Optional.empty();
    Optional<HeldOutQuality> quality = measured(grid, DirectionalColour.NONE, behind);
    return new FitResult(grid, quality, directionalQuality, iterationsDone, seconds);
  }

  private Optional<HeldOutQuality> measured(
      VoxelGrid grid, DirectionalColour directional, FitBackground behind) throws CaptureException {
    if (capture.heldOut().isEmpty() || progress.cancelled()) {
      return Optional.empty();
    }
    progress.at(1, "measuring on " + capture.heldOut().size() + " held-out views");
    return Optional.of(
        HeldOutQuality.measure(capture, grid, directional, settings.exposures(), behind, tracer));
  }

  /** Fits the colour that is best from all directions together. */
  private void colour(
      VoxelGrid grid,
      boolean[] hull,
      TrainingRays rays,
      Exposures exposures,
      FitBackground behind) {
    GridOptimiser optimiser =
        new GridOptimiser(
            grid, DirectionalColour.NONE, hull, rays, exposures, settings, behind, tracer, random);
    int steps = Math.min(COLOUR_STEPS, settings.iterations());
    for (int i = 0; i < steps && !progress.cancelled(); i++) {
      optimiser.step((double) i / steps, GridOptimiser.Phase.COLOUR);
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

  private void optimise(
      VoxelGrid grid,
      DirectionalColour directional,
      boolean[] hull,
      TrainingRays rays,
      Exposures exposures,
      FitBackground behind,
      int scale,
      int scales) {
    GridOptimiser optimiser =
        new GridOptimiser(
            grid, directional, hull, rays, exposures, settings, behind, tracer, random);
    int iterations = iterations(scale, scales);
    GridOptimiser.Phase phase =
        scale == scales - 1 ? GridOptimiser.Phase.FINEST : GridOptimiser.Phase.COARSE;
    for (int i = 0; i < iterations && !progress.cancelled(); i++) {
      double error = optimiser.step((double) i / iterations, phase);
      iterationsDone++;
      progress.at(
          (double) iterationsDone / settings.iterations(),
          String.format(
              Locale.ROOT,
              "%s voxels, %.1f dB on training rays",
              GridSize.of(grid),
              -10 * Math.log10(Math.max(error, 1e-10))));
    }
  }
}
