package org.sceneremix.bench;

import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sceneremix.gan.exemplar.Exemplar;
import org.sceneremix.gan.exemplar.Symmetry;
import org.sceneremix.gan.lattice.StageGrids;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.Remix;
import org.sceneremix.gan.sample.Remixer;
import org.sceneremix.gan.sample.Stage;
import org.sceneremix.gan.train.Hyperparameters;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * A remix of the size of its scene, on all processors. How long that takes hardly depends on the
 * weights, which are random.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 1)
public class RemixBenchmark {

  private static final int SCENE = 128;

  /** Voxels of the remix along its longest side: that of the training, and that of the scene. */
  @Param({"64", "128"})
  public int resolution;

  private Workers workers;
  private Engine engine;
  private Remixer remixer;
  private long seed;

  @Setup(Level.Trial)
  public void prepare() {
    workers = new Workers(Runtime.getRuntime().availableProcessors());
    engine = Engine.cpu(workers);
    VoxelGrid scene = ProceduralScene.towers(SCENE);
    TrainSettings settings = TrainSettings.of(TrainSettings.DEFAULT_RESOLUTION, 1);
    Exemplar exemplar =
        new Exemplar(StageGrids.of(scene, settings.sizes(scene), workers), Symmetry.NONE);
    Generator.Shape shape = Hyperparameters.DEFAULT.shape(0, exemplar.size(0).nz());
    Generator generator = Stage.generator(exemplar, 0, shape, new SplittableRandom(1));
    remixer = new Remixer(engine, exemplar, scene, List.of(generator));
  }

  @Benchmark
  public Remix remix() {
    return remixer.make(
        Recipe.ofSeed(seed++), remixer.settings().withResolution(resolution), Progress.NONE);
  }

  @TearDown(Level.Trial)
  public void close() {
    engine.close();
    workers.close();
  }
}
