package org.sceneremix.renderer.trace;

import org.sceneremix.volume.VoxelGrid;

/**
 * The tracer in plain Java, on any number of threads.
 *
 * <p>Empty space is stepped over exactly: blocks of cells in which no density is positive, found
 * anew at every forward pass, so that the grid may change in between. Arithmetic is float, sample
 * positions are fixed-point (see {@link VolumeTracer} for the sampling rule); the exponential has a
 * relative error below 2e-7.
 *
 * <p>Results of {@link #trace} do not depend on the number of threads. Gradients are summed in an
 * order that depends on it, but on nothing else: the same call on as many threads gives the same
 * bits. Calls from several threads wait for each other.
 *
 * <pre>{@code
 * try (CpuTracer tracer = new CpuTracer(Runtime.getRuntime().availableProcessors())) {
 *   TracedRays traced = new TracedRays(rays.count());
 *   tracer.trace(grid, rays, TraceSettings.DEFAULT, traced);
 * }
 * }</pre>
 */
public final class CpuTracer implements VolumeTracer, AutoCloseable {

  /** Rays a worker takes at a time. */
  private static final int CHUNK = 32;

  private final WorkerTeam team;
  private final boolean skipEmptySpace;
  private final boolean vectors;
  private final Occupancy occupancy = new Occupancy();

  /** One a worker; null until needed and after failures. */
  private BlockGradients[] gradients;

  /** Grid and results of the latest forward pass: its occupancy serves its adjoint too. */
  private VoxelGrid latestGrid;

  private TracedRays latestResults;

  /**
   * @throws IllegalArgumentException if there is not at least one thread
   */
  public CpuTracer(int threads) {
    this(threads, true, haveVectors());
  }

  /** With or without skipping and vectors, which the tests compare. */
  CpuTracer(int threads, boolean skipEmptySpace, boolean vectors) {
    this.team = new WorkerTeam(threads);
    this.skipEmptySpace = skipEmptySpace;
    this.vectors = vectors;
  }

  /**
   * Whether this JVM has the Vector API ({@code --add-modules jdk.incubator.vector}) and this
   * machine the vectors that make it fast. Without, results are the same and come later.
   */
  public static boolean haveVectors() {
    return Kernels.haveVectors();
  }

  public int threads() {
    return team.size();
  }

  @Override
  public synchronized void trace(
      VoxelGrid grid, Rays rays, TraceSettings settings, TracedRays out) {
    RayArrays.requireRoom("results", out.count(), rays.count());
    updateOccupancy(grid);
    latestGrid = grid;
    latestResults = out;
    int chunks = (rays.count() + CHUNK - 1) / CHUNK;
    Marcher[] marchers = marchers(grid, rays, settings);
    team.forEach(
        chunks,
        (worker, chunk) -> {
          int end = Math.min(rays.count(), (chunk + 1) * CHUNK);
          for (int i = chunk * CHUNK; i < end; i++) {
            marchers[worker].trace(i, out);
          }
        });
  }

  @Override
  public synchronized void adjoint(
      VoxelGrid grid,
      Rays rays,
      TraceSettings settings,
      TracedRays traced,
      float[] colourGradient,
      float[] opacityGradient,
      float[] gradient) {
    RayArrays.requireRoom(rays, traced, colourGradient, opacityGradient);
    RayArrays.requireSize(grid, gradient);
    // What was traced last is, by contract, traced from the grid as it is now.
    if (grid != latestGrid || traced != latestResults) {
      updateOccupancy(grid);
      latestGrid = null;
    }
    Marcher[] marchers = marchers(grid, rays, settings);
    BlockGradients[] parts = takeGradients(Blocks.of(grid, BlockGradients.LOG_EDGE));
    team.run(
        worker -> {
          // Who traces which ray must not depend on who is faster: the sums would.
          for (int start = worker * CHUNK; start < rays.count(); start += team.size() * CHUNK) {
            int end = Math.min(rays.count(), start + CHUNK);
            for (int i = start; i < end; i++) {
              marchers[worker].adjoint(i, traced, colourGradient, opacityGradient, parts[worker]);
            }
          }
        });
    team.forEach(
        grid.nz(),
        (worker, z) -> {
          for (BlockGradients part : parts) {
            part.addSlice(grid, z, gradient);
          }
        });
    for (BlockGradients part : parts) {
      part.reset();
    }
    gradients = parts;
  }

  /** Zeroed gradients for all workers; they come back only if the call succeeds. */
  private BlockGradients[] takeGradients(Blocks blocks) {
    BlockGradients[] parts = gradients;
    gradients = null;
    if (parts == null || !parts[0].blocks().equals(blocks)) {
      parts = new BlockGradients[team.size()];
      for (int worker = 0; worker < parts.length; worker++) {
        parts[worker] = new BlockGradients(blocks);
      }
    }
    return parts;
  }

  private void updateOccupancy(VoxelGrid grid) {
    if (skipEmptySpace) {
      occupancy.update(grid, team);
    } else {
      occupancy.fill(grid);
    }
  }

  private Marcher[] marchers(VoxelGrid grid, Rays rays, TraceSettings settings) {
    Marcher[] marchers = new Marcher[team.size()];
    for (int worker = 0; worker < marchers.length; worker++) {
      SampleKernel kernel = Kernels.create(grid, settings, vectors);
      marchers[worker] = new Marcher(grid, occupancy, kernel, rays, settings);
    }
    return marchers;
  }

  /** Ends the threads; the tracer cannot be used any more. */
  @Override
  public void close() {
    team.close();
  }
}
