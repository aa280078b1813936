package org.sceneremix.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.sceneremix.viewer.bench.BenchmarkSuite.Benchmark;
import org.sceneremix.viewer.bench.BenchmarkSuite.Figure;

/**
 * One JMH benchmark with all of its parameters.
 *
 * @param type the class with the benchmark method
 * @param parameters values of JMH parameters; those that have only one need not be named
 * @param quantity which of JMH's results counts
 * @param jvmArgument for the JVM that measures
 */
record JmhBenchmark(
    String name,
    Class<?> type,
    String method,
    Map<String, String> parameters,
    Quantity quantity,
    Optional<String> jvmArgument)
    implements Benchmark {

  /**
   * Reported quantity of a run, in its unit: the score, or the benchmark's counter of this name.
   */
  enum Quantity {
    MILLISECONDS("ms", 1),
    FRAMES("frames/s", 1),
    RAYS("M rays/s", 1e-6),
    SAMPLES("M samples/s", 1e-6),
    OPERATIONS("G operations/s", 1e-9),
    BYTES("GB/s", 1e-9),
    LINES("M lines/s", 1e-6);

    private final String unit;
    private final double factor;

    Quantity(String unit, double factor) {
      this.unit = unit;
      this.factor = factor;
    }

    private Result<?> of(RunResult run) {
      return switch (this) {
        case MILLISECONDS, FRAMES -> run.getPrimaryResult();
        default -> run.getSecondaryResults().get(name().toLowerCase(Locale.ROOT));
      };
    }
  }

  @Override
  public Figure measure() throws IOException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + type.getName() + "\\." + method + "$")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    parameters.forEach(options::param);
    jvmArgument.ifPresent(options::jvmArgsAppend);
    PrintStream output = System.out;
    // what the measuring JVM warns of is printed even so, on a stream that is for results
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      Result<?> result = quantity.of(new Runner(options.build()).runSingle());
      return new Figure(
          result.getScore() * quantity.factor,
          result.getScoreError() * quantity.factor,
          quantity.unit);
    } catch (RunnerException e) {
      throw new IOException("\"" + name + "\" could not be measured: " + e.getMessage(), e);
    } finally {
      System.setOut(output);
    }
  }
}
