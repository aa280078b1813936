package org.sceneremix.renderer.trace;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.sceneremix.volume.VoxelGrid;

/**
 * The tracer in plain Java, on any number of threads.
 *
 * <p>Empty space is stepped over exactly: blocks of cells in which no density is positive, found
 * anew at every forward pass, so that the grid may change in between. Arithmetic is float, sample
 * positions are fixed-point (see {@link VolumeTracer} for the sampling rule); the exponential has a
 * relative error below 2e-7.
 *
 * <p>The adjoint finds the gradients with respect to the samples along rays first, for a bounded
 * number of samples at a time, sorts them by block of the grid, and adds up block after block. No
 * two workers write to the same voxel, each has little to write to at a time, and the order of the
 * sums is that of the rays. It starts from the samples that the forward pass met, recorded there
 * where the results are {@linkplain TracedRays#forAdjoint for an adjoint} and met anew otherwise.
 *
 * <p>Results, gradients among them, are therefore the same in every bit on any number of threads.
 * Only the gradient of a {@link DirectionalField} is added up by each worker for itself, for rays
 * that it has whoever is faster: its bits are the same for the same number of threads. Calls from
 * several threads wait for each other.
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

  /**
   * Most samples that are recorded at a time, {@value SampleRecords#RECORD} values each; this
   * bounds the memory that the adjoint takes to 64 MiB, however many rays there are.
   */
  static final int BATCH_SAMPLES = 1 << 21;

  /** Voxels of a directional gradient that a worker takes at a time. */
  private static final int VOXEL_CHUNK = 1 << 12;

  private final WorkerTeam team;
  private final boolean skipEmptySpace;
  private final boolean vectors;
  private final int batchSamples;
  private final Occupancy occupancy = new Occupancy();

  /** Whose samples are at hand: those that were traced for an adjoint, or a batch of one. */
  private final RecordedRays recorded;

  private RunsByBlock runs;

  /** Of the workers but the first, for the field {@link #directionalField}; null until needed. */
  private DirectionalGradient[] directionalGradients;

  private DirectionalField directionalField;

  /** Grid and results of the latest forward pass: its occupancy serves its adjoint too. */
  private VoxelGrid latestGrid;

  private Rays latestRays;
  private TracedRays latestResults;

  /** Whether its first batch of rays is recorded, until an adjoint makes use of it. */
  private boolean kept;

  /**
   * @throws IllegalArgumentException if there is not at least one thread
   */
  public CpuTracer(int threads) {
    this(threads, true, haveVectors(), BATCH_SAMPLES);
  }

  /** With or without skipping and vectors, and in smaller batches, which the tests compare. */
  CpuTracer(int threads, boolean skipEmptySpace, boolean vectors, int batchSamples) {
    this.team = new WorkerTeam(threads);
    this.skipEmptySpace = skipEmptySpace;
    this.vectors = vectors;
    this.batchSamples = batchSamples;
    this.recorded = new RecordedRays(team.size());
    this.runs = new RunsByBlock(new Blocks(BlockAdder.LOG_EDGE, 0, 0, 0), team.size());
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
  public void trace(VoxelGrid grid, Rays rays, TraceSettings settings, TracedRays out) {
    trace(grid, Optional.empty(), rays, settings, out);
  }

  /**
   * Traces every ray, with colour that depends on the viewing direction.
   *
   * @param field what the direction adds to the colour of the grid; empty for nothing
   */
  public synchronized void trace(
      VoxelGrid grid,
      Optional<DirectionalField> field,
      Rays rays,
      TraceSettings settings,
      TracedRays out) {
    RayArrays.requireRoom("results", out.count(), rays.count());
    updateOccupancy(grid);
    latestGrid = grid;
    latestRays = rays;
    latestResults = out;
    kept = false;
    int keep = out.isForAdjoint() ? Math.min(rays.count(), raysInBatch(grid, settings)) : 0;
    recorded.begin(0, keep);
    Marcher[] marchers = marchers(grid, field, rays, settings);
    forRays(
        0,
        rays.count(),
        false,
        (worker, i) -> {
          if (i < keep) {
            recorded.beginRay(i, worker);
            marchers[worker].trace(i, out, recorded.of(worker));
            recorded.endRay(i, worker);
          } else {
            marchers[worker].trace(i, out, null);
          }
        });
    kept = keep > 0;
  }

  @Override
  public void adjoint(
      VoxelGrid grid,
      Rays rays,
      TraceSettings settings,
      TracedRays traced,
      float[] colourGradient,
      float[] opacityGradient,
      float[] gradient) {
    adjoint(
        grid,
        Optional.empty(),
        rays,
        settings,
        traced,
        colourGradient,
        opacityGradient,
        gradient,
        Optional.empty());
  }

  /**
   * The adjoint of {@link #trace(VoxelGrid, Optional, Rays, TraceSettings, TracedRays)}.
   *
   * @param field that was traced
   * @param fieldGradient dL/dr, where there is a field; added to. Its last bits depend on the
   *     number of threads
   */
  public synchronized void adjoint(
      VoxelGrid grid,
      Optional<DirectionalField> field,
      Rays rays,
      TraceSettings settings,
      TracedRays traced,
      float[] colourGradient,
      float[] opacityGradient,
      float[] gradient,
      Optional<DirectionalGradient> fieldGradient) {
    RayArrays.requireRoom(rays, traced, colourGradient, opacityGradient);
    RayArrays.requireSize(grid, gradient);
    // What was traced last is, by contract, traced from the grid as it is now.
    if (grid != latestGrid || traced != latestResults) {
      updateOccupancy(grid);
      latestGrid = null;
      kept = false;
    }
    boolean met = kept && rays == latestRays;
    kept = false;
    Marcher[] marchers = marchers(grid, field, rays, settings);
    DirectionalGradient[] fieldParts = takeDirectionalGradients(field, fieldGradient);
    Blocks blocks = Blocks.of(grid, BlockAdder.LOG_EDGE);
    if (!blocks.equals(runs.blocks())) {
      runs = new RunsByBlock(blocks, team.size());
    }
    BlockAdder[] adders = new BlockAdder[team.size()];
    team.run(worker -> adders[worker] = new BlockAdder(grid, marchers[worker].kernel(), gradient));
    int batch = raysInBatch(grid, settings);
    for (int start = 0; start < rays.count(); start += batch) {
      int end = Math.min(rays.count(), start + batch);
      if (!met) {
        record(start, end, marchers, colourGradient, opacityGradient);
      }
      met = false;
      forRays(
          start,
          end,
          field.isPresent(),
          (worker, i) -> {
            if (hasGradient(i, colourGradient, opacityGradient)) {
              marchers[worker].differentiate(
                  i,
                  traced,
                  colourGradient,
                  opacityGradient,
                  recorded.of(recorded.worker(i)),
                  recorded.firstRun(i),
                  recorded.lastRun(i),
                  fieldParts[worker]);
            } else {
              recorded.forget(i);
            }
          });
      addUp(adders);
    }
    if (field.isPresent()) {
      sum(fieldParts);
      directionalGradients = fieldParts;
    }
  }

  /** As many rays as have no more samples than a batch may have, or one piece of work. */
  private int raysInBatch(VoxelGrid grid, TraceSettings settings) {
    double longest = grid.box().diagonal() / (settings.step() * grid.shortestVoxelEdge());
    return (int) Math.max(CHUNK, Math.min(batchSamples / (longest + 1), 1 << 20));
  }

  /** Meets the samples of the rays from start to before end anew, where there is a gradient. */
  private void record(
      int start, int end, Marcher[] marchers, float[] colourGradient, float[] opacityGradient) {
    recorded.begin(start, end);
    forRays(
        start,
        end,
        false,
        (worker, i) -> {
          recorded.beginRay(i, worker);
          if (hasGradient(i, colourGradient, opacityGradient)) {
            marchers[worker].record(i, recorded.of(worker));
          }
          recorded.endRay(i, worker);
        });
  }

  private static boolean hasGradient(int ray, float[] ofColour, float[] ofOpacity) {
    return ofColour[3 * ray] != 0
        || ofColour[3 * ray + 1] != 0
        || ofColour[3 * ray + 2] != 0
        || ofOpacity[ray] != 0;
  }

  /**
   * Calls the task for the rays from start to before end.
   *
   * @param inTurn whether who does which ray must not depend on who is faster
   */
  private void forRays(int start, int end, boolean inTurn, WorkerTeam.IndexTask task) {
    int chunks = (end - start + CHUNK - 1) / CHUNK;
    WorkerTeam.IndexTask piece =
        (worker, chunk) -> {
          int to = Math.min(end, start + (chunk + 1) * CHUNK);
          for (int i = start + chunk * CHUNK; i < to; i++) {
            task.accept(worker, i);
          }
        };
    if (inTurn) {
      team.run(
          worker -> {
            for (int chunk = worker; chunk < chunks; chunk += team.size()) {
              piece.accept(worker, chunk);
            }
          });
    } else {
      team.forEach(chunks, piece);
    }
  }

  /** Adds what was recorded to the gradient of the grid. */
  private void addUp(BlockAdder[] adders) {
    runs.sort(recorded, team);
    team.forEachInOrder(
        runs.occupied(), (worker, i) -> adders[worker].add(runs.block(i), runs, recorded));
  }

  /** For worker 0 the sum itself, for the others zeroed parts of it. */
  private DirectionalGradient[] takeDirectionalGradients(
      Optional<DirectionalField> field, Optional<DirectionalGradient> sum) {
    if (field.isEmpty()) {
      return new DirectionalGradient[team.size()];
    }
    DirectionalGradient[] parts = directionalGradients;
    directionalGradients = null;
    if (parts == null || directionalField != field.get()) {
      parts = new DirectionalGradient[team.size()];
      for (int worker = 1; worker < parts.length; worker++) {
        parts[worker] = new DirectionalGradient(field.get());
      }
      directionalField = field.get();
    }
    parts[0] = sum.orElseThrow();
    RayArrays.requireRoom(
        "directional gradients", parts[0].values().length, field.get().values().length);
    return parts;
  }

  /** Adds the other workers' parts to the first. */
  private void sum(DirectionalGradient[] parts) {
    int voxels = parts[0].touched().length;
    int chunks = (voxels + VOXEL_CHUNK - 1) / VOXEL_CHUNK;
    team.forEach(
        chunks,
        (worker, chunk) -> {
          int end = Math.min(voxels, (chunk + 1) * VOXEL_CHUNK);
          for (int part = 1; part < parts.length; part++) {
            parts[0].take(parts[part], chunk * VOXEL_CHUNK, end);
          }
        });
  }

  private void updateOccupancy(VoxelGrid grid) {
    if (skipEmptySpace) {
      occupancy.update(grid, team);
    } else {
      occupancy.fill(grid);
    }
  }

  private Marcher[] marchers(
      VoxelGrid grid, Optional<DirectionalField> field, Rays rays, TraceSettings settings) {
    if (field.isPresent() && field.get().voxelCount() != grid.voxelCount()) {
      throw new IllegalArgumentException(
          "the directional field is of "
              + field.get().voxelCount()
              + " voxels but the grid has "
              + grid.voxelCount());
    }
    Marcher[] marchers = new Marcher[team.size()];
    // Each makes its own, in memory of its own: no two write to the same cache line later.
    team.run(
        worker -> {
          SampleKernel kernel = Kernels.create(grid, settings, vectors);
          Optional<DirectionalKernel> directional =
              field.map(f -> Kernels.create(grid, f, kernel, vectors));
          marchers[worker] = new Marcher(grid, occupancy, kernel, directional, rays, settings);
        });
    return marchers;
  }

  @Override
  public synchronized void forEach(int count, IntConsumer piece) {
    team.forEach(count, (worker, i) -> piece.accept(i));
  }

  /** Ends the threads; the tracer cannot be used any more. */
  @Override
  public void close() {
    team.close();
  }
}
