package org.sceneremix.viewer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.sceneremix.viewer.bench.BenchmarkSuite;
import org.sceneremix.viewer.bench.BenchmarkSuite.Benchmark;
import org.sceneremix.viewer.bench.BenchmarkSuite.Figure;
import org.sceneremix.viewer.doctor.Machine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code remix bench}: how fast this machine is. */
@Command(
    name = "bench",
    description = {
      "Measures with JMH how fast tracer, pictures, fit, generator and files are on this machine.",
      "All of it takes some minutes; other programs that run meanwhile falsify the figures."
    })
final class BenchCommand implements Callable<Integer> {

  @Option(
      names = "--filter",
      paramLabel = "WORDS",
      defaultValue = "",
      description = "Only benchmarks whose name holds all of these words.")
  private String filter;

  @Option(names = "--list", description = "Name the benchmarks, and measure nothing.")
  private boolean list;

  @Option(
      names = "--grid",
      paramLabel = "GRID",
      description = "Make the pictures of this grid (by default of a built-in scene).")
  private Path grid;

  @Mixin private JsonOption json;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  /** A figure and what it is of. */
  record Row(String name, double value, double error, String unit) {}

  /** Output of {@code --json}. */
  record Report(String java, String processor, int cores, boolean vectors, List<Row> benchmarks) {}

  @Override
  public Integer call() throws IOException {
    List<Benchmark> chosen = chosen();
    if (list) {
      chosen.forEach(benchmark -> console.out().println(benchmark.name()));
      return 0;
    }
    List<Row> rows = measure(chosen);
    Machine machine = Machine.here();
    Report report =
        new Report(machine.java(), machine.processor(), machine.cores(), machine.vectors(), rows);
    if (json.isSet()) {
      json.print(report);
    } else {
      print(report);
    }
    return 0;
  }

  private List<Benchmark> chosen() throws IOException {
    BenchmarkSuite suite =
        ServiceLoader.load(BenchmarkSuite.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new IOException(
                        "the benchmarks are not on the class path; start them with ./remix bench"));
    String[] words = filter.toLowerCase(Locale.ROOT).strip().split("\\s+", -1);
    List<Benchmark> chosen =
        suite.benchmarks(Optional.ofNullable(grid)).stream()
            .filter(benchmark -> Stream.of(words).allMatch(benchmark.name()::contains))
            .toList();
    if (chosen.isEmpty()) {
      throw console.usageError(
          "no benchmark's name holds \"" + filter + "\"; --list names all of them");
    }
    return chosen;
  }

  private List<Row> measure(List<Benchmark> benchmarks) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (TaskProgress progress = console.progress("Measuring")) {
      for (Benchmark benchmark : benchmarks) {
        progress.at((double) rows.size() / benchmarks.size(), benchmark.name());
        Figure figure = benchmark.measure();
        if (progress.cancelled()) {
          throw new CancellationException("stopped; no figures");
        }
        rows.add(new Row(benchmark.name(), figure.value(), figure.error(), figure.unit()));
      }
      progress.at(1, "");
    }
    return rows;
  }

  private void print(Report report) {
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s, %d cores, Java %s, %s%n",
            report.processor,
            report.cores,
            report.java,
            report.vectors ? "with the Vector API" : "without the Vector API");
    int width = report.benchmarks.stream().mapToInt(row -> row.name.length()).max().orElseThrow();
    for (Row row : report.benchmarks) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "%-" + width + "s  %9.2f +- %6.2f %s%n",
              row.name,
              row.value,
              row.error,
              row.unit);
    }
  }
}
