package org.sceneremix.bench;

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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.fit.FitResult;
import org.sceneremix.scenes.fit.FitSettings;
import org.sceneremix.scenes.fit.GridFitter;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.scenes.synth.BuiltInScene;
import org.sceneremix.scenes.synth.SyntheticCapture;
import org.sceneremix.volume.work.Workers;

/**
 * Iterations of the fit, with their share of reading pictures and cleaning up: {@value #ITERATIONS}
 * of them on 24 views of the built-in blocks, 160 pixels a side.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@OperationsPerInvocation(FitBenchmark.ITERATIONS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class FitBenchmark {

  static final int ITERATIONS = 150;

  @Param("64")
  public int resolution;

  @Param({"1", "2"})
  public int threads;

  private Path folder;
  private Workers workers;
  private Capture capture;
  private FitSettings settings;

  @Setup(Level.Trial)
  public void prepare() throws IOException {
    folder = Files.createTempDirectory("remix-bench");
    workers = new Workers(threads);
    new SyntheticCapture(BuiltInScene.BLOCKS, 24, 160, 1).write(folder, workers, Progress.NONE);
    capture = CaptureReader.read(folder);
    settings = FitSettings.DEFAULT.withResolution(resolution).withIterations(ITERATIONS);
  }

  @TearDown(Level.Trial)
  public void delete() throws IOException {
    workers.close();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : innermostFirst) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  public FitResult iteration() throws IOException {
    return GridFitter.fit(capture, settings, workers, Progress.NONE);
  }
}
