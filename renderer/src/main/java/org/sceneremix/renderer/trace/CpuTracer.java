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
 * sums is that of the rays.
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
   * Most samples whose gradients are kept at a time, {@value SampleGradients#RECORD} values each;
   * this bounds the memory that the adjoint takes to 64 MiB, however many rays there are.
   */
  static final int BATCH_SAMPLES = 1 << 21;

  /** Voxels of a directional gradient that a worker takes at a time. */
  private static final int VOXEL_CHUNK = 1 << 12;

  private final WorkerTeam team;
  private final boolean skipEmptySpace;
  private final boolean vectors;
  private final int batchSamples;
  private final Occupancy occupancy = new Occupancy();

  /** One a worker. */
  private final SampleGradients[] sampleGradients;

  private RunsByBlock runs = new RunsByBlock(new Blocks(BlockAdder.LOG_EDGE, 0, 0, 0));

  /** Who took which piece of the rays of a batch, and the runs of samples found along them. */
  private int[] pieceWorker = new int[0];

  private int[] pieceFirst = new int[0];
  private int[] pieceEnd = new int[0];
  private int pieces;

  /** Of the workers but the first, for the field {@link #directionalField}; null until needed. */
  private DirectionalGradient[] directionalGradients;

  private DirectionalField directionalField;

  /** Grid and results of the latest forward pass: its occupancy serves its adjoint too. */
  private VoxelGrid latestGrid;

  private TracedRays latestResults;

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
    this.sampleGradients = new SampleGradients[team.size()];
    for (int worker = 0; worker < sampleGradients.length; worker++) {
      sampleGradients[worker] = new SampleGradients();
    }
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
    latestResults = out;
    int chunks = (rays.count() + CHUNK - 1) / CHUNK;
    Marcher[] marchers = marchers(grid, field, rays, settings);
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
    }
    Marcher[] marchers = marchers(grid, field, rays, settings);
    DirectionalGradient[] fieldParts = takeDirectionalGradients(field, fieldGradient);
    Blocks blocks = Blocks.of(grid, BlockAdder.LOG_EDGE);
    if (!blocks.equals(runs.blocks())) {
      runs = new RunsByBlock(blocks);
    }
    BlockAdder[] adders = new BlockAdder[team.size()];
    team.run(worker -> adders[worker] = new BlockAdder(grid, marchers[worker].kernel(), gradient));
    int batch = raysInBatch(grid, settings);
    for (int start = 0; start < rays.count(); start += batch) {
      int end = Math.min(rays.count(), start + batch);
      record(start, end, marchers, traced, colourGradient, opacityGradient, fieldParts);
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

  /** Finds the gradients with respect to all samples of the rays from start to before end. */
  private void record(
      int start,
      int end,
      Marcher[] marchers,
      TracedRays traced,
      float[] colourGradient,
      float[] opacityGradient,
      DirectionalGradient[] fieldParts) {
    int chunks = (end - start + CHUNK - 1) / CHUNK;
    pieceWorker = roomFor(chunks, pieceWorker);
    pieceFirst = roomFor(chunks, pieceFirst);
    pieceEnd = roomFor(chunks, pieceEnd);
    pieces = chunks;
    for (SampleGradients part : sampleGradients) {
      part.clear();
    }
    WorkerTeam.IndexTask piece =
        (worker, chunk) -> {
          SampleGradients part = sampleGradients[worker];
          pieceWorker[chunk] = worker;
          pieceFirst[chunk] = part.runs();
          int to = Math.min(end, start + (chunk + 1) * CHUNK);
          for (int i = start + chunk * CHUNK; i < to; i++) {
            part.endRun();
            marchers[worker].adjoint(
                i, traced, colourGradient, opacityGradient, part, fieldParts[worker]);
          }
          pieceEnd[chunk] = part.runs();
        };
    if (fieldParts[0] == null) {
      team.forEach(chunks, piece);
      return;
    }
    // Who traces which ray must not depend on who is faster: the sums of the field's parts would.
    team.run(
        worker -> {
          for (int chunk = worker; chunk < chunks; chunk += team.size()) {
            piece.accept(worker, chunk);
          }
        });
  }

  /** Adds what was recorded to the gradient of the grid. */
  private void addUp(BlockAdder[] adders) {
    runs.sort(sampleGradients, pieceWorker, pieceFirst, pieceEnd, pieces);
    for (int parity = 0; parity < RunsByBlock.CLASSES; parity++) {
      int ofClass = parity;
      team.forEach(
          runs.occupied(ofClass),
          (worker, i) -> adders[worker].add(runs.block(ofClass, i), runs, sampleGradients));
    }
  }

  private static int[] roomFor(int count, int[] array) {
    return array.length >= count ? array : new int[count];
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
