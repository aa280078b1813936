package org.sceneremix.viewer.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Benchmarks that {@code remix bench} can run. The module with the benchmarks provides it as a
 * service; it depends on this one, not the other way round.
 */
public interface BenchmarkSuite {

  /**
   * All benchmarks, in the order in which they are to be run and listed.
   *
   * @param grid grid file of which pictures are made; a built-in scene if absent
   */
  List<Benchmark> benchmarks(Optional<Path> grid);

  /** Something to measure. */
  interface Benchmark {

    /** Name of the measured quantity, from the general to the particular. */
    String name();

    /**
     * Measures, in a JVM of its own, for some seconds.
     *
     * @throws IOException if it cannot be measured; the message says why
     */
    Figure measure() throws IOException;
  }

  /**
   * Measured value of a benchmark.
   *
   * @param value mean over the measured iterations
   * @param error half of the 99.9 % confidence interval of the mean
   * @param unit of both
   */
  record Figure(double value, double error, String unit) {}
}
