package org.sceneremix.viewer.cli;

import org.sceneremix.volume.work.Workers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --threads N}. */
final class ThreadsOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to work with (by default one a processor).")
  void setThreads(int number) {
    if (number < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads must be at least 1, not " + number);
    }
    threads = number;
  }

  int threads() {
    return threads;
  }

  /** So many workers, to be closed. */
  Workers open() {
    return new Workers(threads);
  }
}
