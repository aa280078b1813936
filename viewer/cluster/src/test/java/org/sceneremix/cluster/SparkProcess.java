package org.sceneremix.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** A master or worker of a Spark cluster, as a process of its own on this machine. */
final class SparkProcess implements AutoCloseable {

  private final Process process;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  private SparkProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "output of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one with the class path of this JVM.
   *
   * @param folder where it may write
   */
  static SparkProcess start(Path folder, String mainClass, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // what Spark reaches for in the JDK was opened for this JVM
    ProcessHandle.current().info().arguments().stream()
        .flatMap(Stream::of)
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    // Spark looks for the jars of its distribution; here they are on the class path
    Files.createDirectories(folder.resolve("jars"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", folder.toString());
    builder.environment().put("SPARK_SCALA_VERSION", scalaVersion());
    builder.environment().put("SPARK_LOCAL_HOSTNAME", "127.0.0.1");
    builder.directory(folder.toFile());
    return new SparkProcess(builder.start());
  }

  /** As Spark names its artifacts after it: 2.12. */
  private static String scalaVersion() {
    String[] numbers = scala.util.Properties.versionNumberString().split("\\.", -1);
    return numbers[0] + "." + numbers[1];
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines::add);
    } catch (IOException e) {
      lines.add(e.toString());
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it said so far. */
  String output() {
    return String.join("\n", lines);
  }

  /** As a power cut would end it. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }
}
