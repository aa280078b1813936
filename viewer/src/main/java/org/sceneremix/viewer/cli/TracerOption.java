package org.sceneremix.viewer.cli;

import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.renderer.trace.backend.TracerKind;
import org.sceneremix.volume.work.Workers;
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
  VolumeTracer open(Workers workers, ConsoleOptions console) {
    VolumeTracer tracer = kind.open(workers);
    console.detail("Tracing on " + tracer.description());
    return tracer;
  }
}
