package org.sceneremix.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.train.TrainSettings;
import org.sceneremix.gan.train.Trainer;
import org.sceneremix.renderer.trace.cpu.CpuTracer;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.work.Workers;

/**
 * An iteration of a training with the default settings: both critics and the generator, on all
 * processors. The checkpoint that ends each {@value #ITERATIONS} of them is included.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class TrainBenchmark {

  private static final int ITERATIONS = 10;

  private Path folder;
  private Workers workers;
  private Engine engine;
  private CpuTracer tracer;
  private Trainer trainer;

  @Setup(Level.Trial)
  public void open() throws IOException {
    folder = Files.createTempDirectory("bench-train");
    workers = new Workers(Runtime.getRuntime().availableProcessors());
    engine = Engine.cpu(workers);
    tracer = new CpuTracer(workers);
  }

  @Setup(Level.Iteration)
  public void begin() throws IOException {
    trainer =
        Trainer.begin(
            new ModelFolder(folder),
            TrainSettings.of(TrainSettings.DEFAULT_RESOLUTION, 1),
            new GridFile(
                ProceduralScene.towers(TrainSettings.DEFAULT_RESOLUTION),
                JsonNodeFactory.instance.objectNode()),
            List.of(),
            JsonNodeFactory.instance.objectNode(),
            tracer,
            engine);
  }

  @Benchmark
  @OperationsPerInvocation(ITERATIONS)
  public boolean iterations() throws IOException {
    return trainer.run(new SoMany());
  }

  /** Stops a training after so many iterations. */
  private static final class SoMany implements Progress {
    private int done;

    @Override
    public void at(double fraction, String message) {
      done++;
    }

    @Override
    public boolean cancelled() {
      return done >= ITERATIONS;
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    engine.close();
    workers.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
