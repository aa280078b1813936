package org.sceneremix.viewer.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether the user has asked the command to stop, and how the JVM waits until it has. */
class Cancellation {

  /** Longest wait for work to end after an interrupt; a training step and a checkpoint fit in. */
  private static final long LONGEST_WAIT_SECONDS = 60;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean requested;

  boolean requested() {
    return requested;
  }

  void request() {
    requested = true;
  }

  /**
   * From now on Ctrl-C and SIGTERM request a stop; the JVM then lives until {@link
   * #workHasEnded()}, so that what was made so far can be written.
   */
  void onInterrupt() {
    Thread hook =
        new Thread(
            () -> {
              request();
              try {
                if (!ended.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                  System.err.println("remix: the work did not end in time and is broken off");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop on interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Lets a JVM that waits for the end of the work go. */
  void workHasEnded() {
    ended.countDown();
  }
}
