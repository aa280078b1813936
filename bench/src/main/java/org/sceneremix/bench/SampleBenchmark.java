package org.sceneremix.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.CascadeStage;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * A remix from a cascade of five stages of the default width; how long that takes does not depend
 * on the weights, which are random.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class SampleBenchmark {

  private static final int WIDTH = 32;
  private static final int[] LAYERS = {7, 9, 12, 16, 21};

  /** Voxels of the remix along x and y; a third of that along z. */
  @Param({"32", "64"})
  public int resolution;

  private Cascade cascade;
  private GridSize size;
  private long seed;

  @Setup(Level.Trial)
  public void prepare() {
    cascade = new Cascade(Engine.cpu(), WIDTH);
    SplittableRandom random = new SplittableRandom(1);
    for (int stage = 0; stage < LAYERS.length; stage++) {
      int layers = LAYERS[stage];
      GridSize trained = new GridSize(3 * layers, 3 * layers, layers);
      float[] mean = new float[stage == 0 ? layers * VoxelGrid.CHANNELS : 0];
      Generator generator = new Generator(Engine.cpu(), WIDTH);
      generator.initialise(random);
      cascade.add(
          new CascadeStage(stage, trained, stage == 0 ? 1 : 0.1f, mean),
          generator.parameters().values());
    }
    size = new GridSize(resolution, resolution, resolution / 3);
  }

  @Benchmark
  public float[] remix() {
    return cascade.generate(Latents.ofSeed(seed++), size, 1);
  }
}
