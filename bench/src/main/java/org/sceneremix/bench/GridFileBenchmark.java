package org.sceneremix.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.sceneremix.volume.io.GridFile;

/** Grid files of spheres on a table, in the folder for temporary files. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class GridFileBenchmark {

  @Param("128")
  public int resolution;

  private Path file;
  private GridFile grid;

  @Setup(Level.Trial)
  public void prepare() throws IOException {
    file = Files.createTempFile("remix-bench", ".grid");
    grid =
        new GridFile(
            ProceduralScene.spheresOnTable(resolution), JsonNodeFactory.instance.objectNode());
    grid.write(file);
  }

  @TearDown(Level.Trial)
  public void delete() throws IOException {
    Files.delete(file);
  }

  @Benchmark
  public void write() throws IOException {
    grid.write(file);
  }

  @Benchmark
  public GridFile read() throws IOException {
    return GridFile.read(file);
  }
}
