package org.sceneremix.viewer.cli;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process between the error stream and the terminal, which the launcher starts to take out the
 * JVM's warning of the incubating vector module.
 */
final class ErrorFilter {

  private static final String PROCESS_PROPERTY = "remix.stderr.filter";
  private static final long LONGEST_WAIT_SECONDS = 2;

  private ErrorFilter() {}

  /** Ends the error stream and waits until all of it is through: nothing may be written after. */
  static void drain() {
    Long process = Long.getLong(PROCESS_PROPERTY);
    if (process == null) {
      return;
    }
    System.err.close();
    ProcessHandle.of(process).ifPresent(ErrorFilter::waitFor);
  }

  private static void waitFor(ProcessHandle filter) {
    try {
      filter.onExit().get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // what was written is still on its way; there is nobody left to tell
    }
  }
}
