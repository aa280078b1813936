package org.sceneremix.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sceneremix.renderer.ray.Rays;
import org.sceneremix.renderer.ray.TracedRays;
import org.sceneremix.renderer.trace.RadianceField;
import org.sceneremix.renderer.trace.RadianceGradient;
import org.sceneremix.renderer.trace.Tape;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.backend.TracerKind;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/** Batches of rays through a grid. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class TraceBenchmark {

  /** Rays of a patch along a side. */
  static final int SIDE = 64;

  /** Content of the traced grid. */
  public enum Scene {
    /** No sample can be skipped. */
    DENSE,
    /** Mostly air, and opaque surfaces where rays end. */
    SPARSE
  }

  /** Order of the rays in a batch. */
  public enum Order {
    /** Pixels all over the scene in any order, as the fit draws them. */
    RANDOM,
    /** Neighbouring pixels, as in pictures and in what the critics see. */
    PATCH
  }

  /** Work done, from which JMH makes rates. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    public long rays;

    /** Sample positions within the box, skipped or not. */
    public long samples;
  }

  @Param({"32", "64", "128", "256"})
  public int resolution;

  @Param public Scene scene;

  @Param({"RANDOM", "PATCH"})
  public Order order;

  /** Rays of a batch in random order; a patch has its own number. */
  @Param({"4096", "65536"})
  public int batch;

  /** Voxels from sample to sample. */
  @Param("0.5")
  public double step;

  /** Threads on the processor. */
  @Param({"1", "2"})
  public int threads;

  /** Implementation of the tracer; on a card, transfer of rays, results and gradients included. */
  @Param({"CPU", "GPU"})
  public TracerKind tracing;

  private VoxelGrid grid;
  private Rays rays;
  private TraceSettings settings;
  private TracedRays traced;
  private RadianceField field;
  private float[] colourGradient;
  private float[] opacityGradient;
  private float[] gradient;
  private RadianceGradient ofField;
  private Workers workers;
  private VolumeTracer tracer;
  private Tape tape;
  private long samples;

  @Setup(Level.Trial)
  public void prepare() {
    boolean dense = scene == Scene.DENSE;
    grid = dense ? ProceduralScene.fog(resolution) : ProceduralScene.spheresOnTable(resolution);
    rays =
        order == Order.RANDOM
            ? ProceduralScene.rays(batch)
            : ProceduralScene.patch(SIDE, resolution);
    settings = TraceSettings.DEFAULT.withStep(step).withJitterSeed(1);
    samples = ProceduralScene.samples(grid, rays, settings);
    traced = new TracedRays(rays.count());
    field = RadianceField.of(grid);
    Random random = new Random(4);
    colourGradient = new float[3 * rays.count()];
    opacityGradient = new float[rays.count()];
    for (int i = 0; i < rays.count(); i++) {
      colourGradient[3 * i] = (float) random.nextGaussian();
      colourGradient[3 * i + 1] = (float) random.nextGaussian();
      colourGradient[3 * i + 2] = (float) random.nextGaussian();
      opacityGradient[i] = (float) random.nextGaussian();
    }
    gradient = new float[grid.data().length];
    ofField = RadianceGradient.of(gradient);
    workers = new Workers(threads);
    tracer = tracing.open(workers);
    tape = tracer.tape();
  }

  @TearDown(Level.Trial)
  public void close() {
    tracer.close();
    workers.close();
  }

  @Benchmark
  public TracedRays forward(Work work) {
    tracer.trace(grid, rays, settings, traced);
    count(work);
    return traced;
  }

  @Benchmark
  public float[] forwardAndAdjoint(Work work) {
    tape.trace(field, rays, settings, traced);
    tape.adjoint(colourGradient, opacityGradient, ofField);
    count(work);
    return gradient;
  }

  private void count(Work work) {
    work.rays += rays.count();
    work.samples += samples;
  }
}
