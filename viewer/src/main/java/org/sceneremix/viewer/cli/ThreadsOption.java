package org.sceneremix.viewer.cli;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
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

  /**
   * Lets the operators that this thread asks for run on as many threads: those of oneDNN, which go
   * by OpenMP, and ND4J's own. Warns if they are slow ones.
   */
  void applyToEngine() {
    Nd4j.getEnvironment().setMaxThreads(threads);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    OneDnn.warning().ifPresent(warning -> spec.commandLine().getErr().println("remix: " + warning));
  }
}
