package org.sceneremix.viewer.cli;

import org.sceneremix.gan.net.EngineThreads;
import org.sceneremix.gan.net.OneDnn;
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

  /** Lets the operators that this thread asks for run on as many threads; warns of slow ones. */
  void applyToEngine() {
    EngineThreads.use(threads);
    OneDnn.warning().ifPresent(warning -> spec.commandLine().getErr().println("remix: " + warning));
  }
}
