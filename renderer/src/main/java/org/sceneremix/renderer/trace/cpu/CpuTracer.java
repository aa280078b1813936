package org.sceneremix.renderer.trace.cpu;

import java.util.Optional;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.Occupancy;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * The tracer in plain Java, on any number of threads.
 *
 * <p>Empty space is stepped over exactly: blocks of cells in which no density is positive, found
 * anew at every forward pass, so that the grid may change in between. Arithmetic is float, sample
 * positions are fixed-point (see {@link VolumeTracer} for the sampling rule); the exponential has a
 * relative error below 2e-7.
 *
 * <p>Results, gradients among them, are the same in every bit on any number of threads. Only the
 * gradient of a {@link org.sceneremix.renderer.trace.DirectionalField} is added up by each worker
 * for itself, for rays that it has whoever is faster: its bits are the same for the same number of
 * threads.
 *
 * <pre>{@code
 * try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
 *   TracedRays traced = new TracedRays(rays.count());
 *   new CpuTracer(workers).trace(grid, rays, TraceSettings.DEFAULT, traced);
 * }
 * }</pre>
 */
public final class CpuTracer implements VolumeTracer {

  /** Rays a worker takes at a time. */
  static final int CHUNK = 32;

  /**
   * Most samples that are recorded at a time, {@value SampleRecords#RECORD} values each; this
   * bounds the memory that a tape takes to 64 MiB, however many rays there are.
   */
  static final int BATCH_SAMPLES = 1 << 21;

  private final Workers workers;
  private final boolean skipEmptySpace;
  private final boolean vectors;
  private final int batchSamples;

  /**
   * @param workers to trace with; they outlive the tracer
   */
  public CpuTracer(Workers workers) {
    this(workers, true, haveVectors(), BATCH_SAMPLES);
  }

  /**
   * A tracer with or without skipping and vectors, and of smaller batches, for tests to compare.
   */
  CpuTracer(Workers workers, boolean skipEmptySpace, boolean vectors, int batchSamples) {
    this.workers = workers;
    this.skipEmptySpace = skipEmptySpace;
    this.vectors = vectors;
    this.batchSamples = batchSamples;
  }

  /** The tracer without vectors, to compare others with. */
  public static CpuTracer scalar(Workers workers) {
    return new CpuTracer(workers, true, false, BATCH_SAMPLES);
  }

  /**
   * Whether this JVM has the Vector API ({@code --add-modules jdk.incubator.vector}) and this
   * machine the vectors that make it fast. Without, results are the same and come later.
   */
  public static boolean haveVectors() {
    return Kernels.haveVectors();
  }

  @Override
  public boolean tracesDirectionalColour() {
    return true;
  }

  @Override
  public String description() {
    return "the processor, " + workers.size() + " threads";
  }

  @Override
  public void trace(RadianceField field, Rays rays, TraceSettings settings, TracedRays out) {
    out.requireRoom(rays);
    Occupancy occupancy = new Occupancy(Occupancy.NEARBY);
    read(field.grid(), occupancy);
    Marcher[] marchers = marchers(field, occupancy, rays, settings);
    forRays(0, rays.count(), (worker, i) -> marchers[worker].trace(i, out, null));
  }

  @Override
  public Tape tape() {
    return new CpuTape(this, workers, batchSamples);
  }

  /** Reads what is empty in a grid. */
  void read(VoxelGrid grid, Occupancy occupancy) {
    if (skipEmptySpace) {
      occupancy.update(grid, workers);
    } else {
      occupancy.fill(grid);
    }
  }

  /** A marcher for each worker. */
  Marcher[] marchers(RadianceField field, Occupancy occupancy, Rays rays, TraceSettings settings) {
    VoxelGrid grid = field.grid();
    Marcher[] marchers = new Marcher[workers.size()];
    // Each makes its own, in memory of its own: no two write to the same cache line later.
    workers.run(
        worker -> {
          SampleKernel kernel = Kernels.create(grid, settings, vectors);
          Optional<DirectionalKernel> directional =
              field.directional().map(f -> Kernels.create(grid, f, kernel, vectors));
          marchers[worker] = new Marcher(grid, occupancy, kernel, directional, rays, settings);
        });
    return marchers;
  }

  /** Calls the task for the rays from start to before end. */
  void forRays(int start, int end, Workers.IndexTask task) {
    workers.forEach(
        chunks(start, end), (worker, chunk) -> forChunk(start, end, worker, chunk, task));
  }

  /** The same, so that who does which ray does not depend on who is faster. */
  void forRaysInTurn(int start, int end, Workers.IndexTask task) {
    int chunks = chunks(start, end);
    workers.run(
        worker -> {
          for (int chunk = worker; chunk < chunks; chunk += workers.size()) {
            forChunk(start, end, worker, chunk, task);
          }
        });
  }

  private static int chunks(int start, int end) {
    return (end - start + CHUNK - 1) / CHUNK;
  }

  private static void forChunk(int start, int end, int worker, int chunk, Workers.IndexTask task) {
    int to = Math.min(end, start + (chunk + 1) * CHUNK);
    for (int i = start + chunk * CHUNK; i < to; i++) {
      task.accept(worker, i);
    }
  }
}
