package org.sceneremix.viewer.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.net.ProductCheck;
import org.sceneremix.renderer.check.Comparison;
import org.sceneremix.renderer.check.TracerSelfTest;
import org.sceneremix.renderer.gl.ComputeContext;
import org.sceneremix.renderer.gl.Device;
import org.sceneremix.renderer.gl.GlException;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.backend.TracerKind;
import org.sceneremix.viewer.doctor.Cuda;
import org.sceneremix.viewer.doctor.CudaDevice;
import org.sceneremix.viewer.doctor.Machine;
import org.sceneremix.volume.work.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code remix doctor}: what this machine offers, and whether it computes right. */
@Command(
    name = "doctor",
    description = {
      "Says what this machine offers, and compares what the chosen back end computes with plain",
      "code on the processor. Exit status 1 if something differs or the back end is not there."
    })
final class DoctorCommand implements Callable<Integer> {

  @Option(
      names = "--backend",
      paramLabel = "WHERE",
      defaultValue = "auto",
      description =
          "What to check: cpu, gl (OpenGL 4.3), cuda (ND4J's build for it, fetched when it is first"
              + " asked for), or auto, which is what train would take (${DEFAULT-VALUE}).")
  private Backend backend;

  @Mixin private JsonOption json;

  @Mixin(name = ConsoleOptions.MIXIN)
  private ConsoleOptions console;

  /**
   * OpenGL with compute shaders; either what it is or what is in its way.
   *
   * @param software whether it runs on the processor
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record OpenGlReport(
      String renderer, String version, Boolean software, Boolean floatAtomics, String obstacle) {

    static OpenGlReport look() {
      try (ComputeContext context = ComputeContext.open()) {
        Device device = context.device();
        return new OpenGlReport(
            device.renderer(), device.version(), device.isSoftware(), device.floatAtomics(), null);
      } catch (GlException e) {
        return new OpenGlReport(null, null, null, null, e.getMessage());
      }
    }

    boolean isCard() {
      return obstacle == null && !software;
    }

    String text() {
      return obstacle != null
          ? obstacle
          : version
              + " of "
              + renderer
              + (software ? ", on the processor" : "")
              + (floatAtomics ? ", with float atomics" : ", floats are added by compare-and-swap");
    }
  }

  /**
   * CUDA; what ND4J's build for it finds.
   *
   * @param obstacle why it cannot run, if so
   * @param missingLibrary one that would be fetched
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record CudaReport(List<String> devices, String obstacle, String missingLibrary) {

    static CudaReport look() {
      Cuda cuda = Cuda.look();
      return new CudaReport(
          cuda.devices().stream().map(CudaDevice::toString).toList(),
          cuda.obstacle().orElse(null),
          cuda.missingLibrary().orElse(null));
    }

    String text() {
      return obstacle != null
          ? obstacle
          : "ND4J's CUDA build fits"
              + (missingLibrary == null
                  ? ", and its libraries are installed"
                  : "; " + missingLibrary + " is not installed and would be fetched");
    }
  }

  /** Result of an operator's check; differences are relative to the largest magnitude. */
  private record Row(String operator, double worstDifference, double tolerance, boolean passed) {

    static Row of(Comparison comparison) {
      return new Row(
          comparison.operator(),
          comparison.worstDifference(),
          comparison.tolerance(),
          comparison.passed());
    }
  }

  /** Output of {@code --json}. */
  private record Report(
      Machine machine,
      String nd4j,
      OpenGlReport openGl,
      CudaReport cuda,
      String backend,
      List<Row> checks,
      boolean passed) {}

  @Override
  public Integer call() throws IOException {
    CudaReport cuda = CudaReport.look();
    OpenGlReport openGl = OpenGlReport.look();
    Backend chosen = backend == Backend.AUTO ? Backend.best(openGl.isCard()) : backend;
    // before ND4J is asked for anything: where it does not start, this says why
    List<Row> checks = checks(chosen, openGl);
    Report report =
        new Report(
            Machine.here(),
            Nd4j.getBackend().getClass().getSimpleName(),
            openGl,
            cuda,
            chosen.toString(),
            checks,
            checks.stream().allMatch(Row::passed));
    if (json.isSet()) {
      json.print(report);
    } else {
      print(report);
    }
    return report.passed ? 0 : 1;
  }

  private static List<Row> checks(Backend backend, OpenGlReport openGl) throws IOException {
    boolean traceByGl = backend == Backend.GL || (backend == Backend.CUDA && openGl.isCard());
    TracerKind kind = traceByGl ? TracerKind.GPU : TracerKind.CPU;
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
        Engine engine = backend.open(workers);
        VolumeTracer tracer = kind.open(workers)) {
      return Stream.concat(TracerSelfTest.run(tracer).stream(), ProductCheck.run(engine).stream())
          .map(Row::of)
          .toList();
    }
  }

  private void print(Report report) {
    Machine machine = report.machine;
    line(
        "Processor",
        String.format(
            Locale.ROOT,
            "%s, %d cores, heap of %d MiB",
            machine.processor(),
            machine.cores(),
            machine.heapMebibytes()));
    line(
        "Java",
        String.format(
            Locale.ROOT,
            "%s on %s, %s the Vector API",
            machine.java(),
            machine.system(),
            machine.vectors() ? "with" : "without"));
    line("ND4J", report.nd4j);
    line("OpenGL", report.openGl.text());
    report.cuda.devices.forEach(device -> line("CUDA", device));
    line("CUDA", report.cuda.text());
    console.out().println();
    console.out().println("Checked on the back end " + report.backend + ":");
    int width = report.checks.stream().mapToInt(row -> row.operator.length()).max().orElse(0);
    for (Row row : report.checks) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "  %-" + width + "s  %s  off by %.1e, %.0e is allowed%n",
              row.operator,
              row.passed ? "right" : "WRONG",
              row.worstDifference,
              row.tolerance);
    }
  }

  private void line(String what, String value) {
    console.out().printf(Locale.ROOT, "%-10s %s%n", what, value);
  }
}
