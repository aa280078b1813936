package org.sceneremix.renderer.trace.cpu;

import java.util.Optional;
import org.sceneremix.renderer.trace.DirectionalField;
import org.sceneremix.renderer.trace.DirectionalGradient;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.volume.Blocks;
import org.sceneremix.volume.Occupancy;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * The samples of a pass, and what is made of them: the adjoint finds the gradients with respect to
 * the samples along rays first, for a bounded number of samples at a time, sorts them by block of
 * the grid, and adds up block after block. No two workers write to the same voxel, each has little
 * to write to at a time, and the order of the sums is that of the rays. As many samples as a batch
 * may have are recorded when they are met; those of later batches are met anew.
 */
final class CpuTape extends Tape {

  /** Voxels of a directional gradient that a worker takes at a time. */
  private static final int VOXEL_CHUNK = 1 << 12;

  private final CpuTracer tracer;
  private final Workers workers;
  private final int batchSamples;
  private final Occupancy occupancy = new Occupancy(Occupancy.NEARBY);

  /** The samples at hand: those that were met in the pass, or a batch of them. */
  private final RecordedRays recorded;

  /** Whether the pass's first batch of rays is recorded, until an adjoint makes use of it. */
  private boolean kept;

  private RunsByBlock runs;

  /** Parts of the workers but the first, for the field {@link #directionalField}. */
  private Optional<DirectionalGradient[]> directionalParts = Optional.empty();

  private Optional<DirectionalField> directionalField = Optional.empty();

  CpuTape(CpuTracer tracer, Workers workers, int batchSamples) {
    this.tracer = tracer;
    this.workers = workers;
    this.batchSamples = batchSamples;
    this.recorded = new RecordedRays(workers.size());
    this.runs = new RunsByBlock(new Blocks(BlockAdder.LOG_EDGE, 0, 0, 0), workers.size());
  }

  @Override
  protected void record(Pass pass) {
    int count = pass.rays().count();
    int keep = Math.min(count, raysInBatch(pass));
    kept = false;
    tracer.read(pass.field().grid(), occupancy);
    recorded.begin(0, keep);
    Marcher[] marchers = marchers(pass);
    tracer.forRays(
        0,
        count,
        (worker, i) -> {
          if (i < keep) {
            recorded.beginRay(i, worker);
            marchers[worker].trace(i, pass.traced(), recorded.of(worker));
            recorded.endRay(i, worker);
          } else {
            marchers[worker].trace(i, pass.traced(), null);
          }
        });
    kept = true;
  }

  @Override
  protected void differentiate(
      Pass pass, float[] ofColour, float[] ofOpacity, RadianceGradient gradient) {
    VoxelGrid grid = pass.field().grid();
    boolean met = kept;
    kept = false;
    Marcher[] marchers = marchers(pass);
    DirectionalGradient[] parts = takeParts(pass.field(), gradient);
    Blocks blocks = Blocks.of(grid, BlockAdder.LOG_EDGE);
    if (!blocks.equals(runs.blocks())) {
      runs = new RunsByBlock(blocks, workers.size());
    }
    BlockAdder[] adders = new BlockAdder[workers.size()];
    workers.run(
        worker ->
            adders[worker] = new BlockAdder(grid, marchers[worker].kernel(), gradient.grid()));
    int count = pass.rays().count();
    int batch = raysInBatch(pass);
    for (int start = 0; start < count; start += batch) {
      int end = Math.min(count, start + batch);
      if (!met) {
        meet(start, end, marchers, ofColour, ofOpacity);
      }
      met = false;
      Workers.IndexTask differentiate =
          (worker, i) -> {
            if (hasGradient(i, ofColour, ofOpacity)) {
              marchers[worker].differentiate(
                  i, pass.traced(), ofColour, ofOpacity, recorded, parts[worker]);
            } else {
              recorded.forget(i);
            }
          };
      if (pass.field().directional().isPresent()) {
        tracer.forRaysInTurn(start, end, differentiate);
      } else {
        tracer.forRays(start, end, differentiate);
      }
      addUp(adders);
    }
    if (pass.field().directional().isPresent()) {
      sum(parts);
      directionalParts = Optional.of(parts);
    }
  }

  private Marcher[] marchers(Pass pass) {
    return tracer.marchers(pass.field(), occupancy, pass.rays(), pass.settings());
  }

  /** As many rays as have no more samples than a batch may have, or one piece of work. */
  private int raysInBatch(Pass pass) {
    VoxelGrid grid = pass.field().grid();
    TraceSettings settings = pass.settings();
    double longest = grid.box().diagonal() / (settings.step() * grid.shortestVoxelEdge());
    return (int) Math.max(CpuTracer.CHUNK, Math.min(batchSamples / (longest + 1), 1 << 20));
  }

  /** Meets the samples of the rays from start to before end anew, where there is a gradient. */
  private void meet(int start, int end, Marcher[] marchers, float[] ofColour, float[] ofOpacity) {
    recorded.begin(start, end);
    tracer.forRays(
        start,
        end,
        (worker, i) -> {
          recorded.beginRay(i, worker);
          if (hasGradient(i, ofColour, ofOpacity)) {
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

  /** Adds what was recorded to the gradient of the grid. */
  private void addUp(BlockAdder[] adders) {
    runs.sort(recorded, workers);
    workers.forEachInOrder(
        runs.occupied(), (worker, i) -> adders[worker].add(runs.block(i), runs, recorded));
  }

  /** The sum itself for worker 0, zeroed parts of it for the others. */
  private DirectionalGradient[] takeParts(RadianceField field, RadianceGradient gradient) {
    if (field.directional().isEmpty()) {
      return new DirectionalGradient[workers.size()];
    }
    DirectionalField directional = field.directional().get();
    DirectionalGradient[] parts =
        directionalField.filter(latest -> latest == directional).isPresent()
            ? directionalParts.orElse(null)
            : null;
    directionalParts = Optional.empty();
    if (parts == null) {
      parts = new DirectionalGradient[workers.size()];
      for (int worker = 1; worker < parts.length; worker++) {
        parts[worker] = new DirectionalGradient(directional);
      }
      directionalField = Optional.of(directional);
    }
    parts[0] = gradient.directional().orElseThrow();
    return parts;
  }

  /** Adds the other workers' parts to the first. */
  private void sum(DirectionalGradient[] parts) {
    int voxels = parts[0].touched().length;
    int chunks = (voxels + VOXEL_CHUNK - 1) / VOXEL_CHUNK;
    workers.forEach(
        chunks,
        chunk -> {
          int end = Math.min(voxels, (chunk + 1) * VOXEL_CHUNK);
          for (int part = 1; part < parts.length; part++) {
            parts[0].take(parts[part], chunk * VOXEL_CHUNK, end);
          }
        });
  }
}
