package org.sceneremix.viewer.cli;

import org.sceneremix.renderer.trace.OpenTracer;
import org.sceneremix.renderer.trace.TracerKind;
import picocli.CommandLine.Option;

/** {@code --tracer auto|cpu|gpu}. */
final class TracerOption {

  @Option(
      names = "--tracer",
      paramLabel = "WHERE",
      defaultValue = "auto",
      description =
          "Trace rays on the processor (cpu) or by OpenGL 4.3 (gpu, where the last digits change"
              + " from call to call); auto takes a graphics card if there is one (${DEFAULT-VALUE}).")
  private TracerKind kind;

  /** Whether nothing but OpenGL will do. */
  boolean isGpu() {
    return kind == TracerKind.GPU;
  }

  /** Whether nothing was asked for. */
  boolean isAuto() {
    return kind == TracerKind.AUTO;
  }

  /** The tracer that is wanted; {@code -v} names it. */
  OpenTracer open(ThreadsOption threads, ConsoleOptions console) {
    OpenTracer tracer = kind.open(threads.threads());
    console.detail("Tracing on " + tracer.description());
    return tracer;
  }
}
