package org.sceneremix.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sceneremix.renderer.trace.CpuTracer;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.volume.VoxelGrid;

/**
 * Rays a second through a grid, forward and adjoint, two samples a voxel. An operation is a ray; a
 * call traces {@value #RAYS} of them, a usual batch of the fit.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(TraceBenchmark.RAYS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TraceBenchmark {

  static final int RAYS = 4096;

  /** What is traced. */
  public enum Scene {
    /** No sample can be skipped. */
    DENSE,
    /** Mostly air, and opaque surfaces where rays end. */
    SPARSE
  }

  @Param({"32", "64", "128"})
  public int resolution;

  @Param public Scene scene;

  @Param({"1", "2"})
  public int threads;

  private VoxelGrid grid;
  private Rays rays;
  private TraceSettings settings;
  private TracedRays traced;
  private float[] colourGradient;
  private float[] opacityGradient;
  private float[] gradient;
  private CpuTracer tracer;

  @Setup(Level.Trial)
  public void prepare() {
    boolean dense = scene == Scene.DENSE;
    grid = dense ? ProceduralScene.fog(resolution) : ProceduralScene.spheresOnTable(resolution);
    rays = ProceduralScene.rays(RAYS);
    settings = TraceSettings.DEFAULT.withJitterSeed(1);
    traced = new TracedRays(RAYS);
    Random random = new Random(4);
    colourGradient = new float[3 * RAYS];
    opacityGradient = new float[RAYS];
    for (int i = 0; i < RAYS; i++) {
      colourGradient[3 * i] = (float) random.nextGaussian();
      colourGradient[3 * i + 1] = (float) random.nextGaussian();
      colourGradient[3 * i + 2] = (float) random.nextGaussian();
      opacityGradient[i] = (float) random.nextGaussian();
    }
    gradient = new float[grid.data().length];
    tracer = new CpuTracer(threads);
    tracer.trace(grid, rays, settings, traced);
  }

  @TearDown(Level.Trial)
  public void close() {
    tracer.close();
  }

  @Benchmark
  public TracedRays forward() {
    tracer.trace(grid, rays, settings, traced);
    return traced;
  }

  @Benchmark
  public float[] adjoint() {
    tracer.adjoint(grid, rays, settings, traced, colourGradient, opacityGradient, gradient);
    return gradient;
  }
}
