package org.sceneremix.viewer.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.sceneremix.renderer.trace.cpu.CpuTracer;

/**
 * Resources of a machine beside its graphics card.
 *
 * @param processor its name
 * @param cores that this process may use
 * @param heapMebibytes memory that the Java virtual machine may take for its heap
 * @param java its version
 * @param system operating system and architecture
 * @param vectors whether the tracer computes with the Vector API
 */
public record Machine(
    String processor, int cores, long heapMebibytes, String java, String system, boolean vectors) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /** This one. */
  public static Machine here() {
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20,
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        CpuTracer.haveVectors());
  }

  /** As Linux tells it; elsewhere the architecture. */
  private static String processorName() {
    String architecture = System.getProperty("os.arch");
    if (!Files.isReadable(PROCESSORS)) {
      return architecture;
    }
    try (Stream<String> lines = Files.lines(PROCESSORS, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(architecture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
