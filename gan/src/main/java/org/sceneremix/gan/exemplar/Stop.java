package org.sceneremix.gan.exemplar;

import java.util.concurrent.CancellationException;
import org.sceneremix.scenes.progress.Progress;

/** Signal that work shall stop, asked for by the calling thread and seen by all of a team. */
final class Stop {

  private final Progress progress;
  private volatile boolean stopped;

  Stop(Progress progress) {
    this.progress = progress;
  }

  /**
   * Whether to do no more.
   *
   * @param worker number of the thread; only 0, which is the calling one, asks the progress
   */
  boolean isSet(int worker) {
    if (worker == 0 && progress.cancelled()) {
      stopped = true;
    }
    return stopped;
  }

  /**
   * Ends here if work was to stop.
   *
   * @throws CancellationException then
   */
  void check() {
    if (isSet(0)) {
      throw new CancellationException("stopped");
    }
  }
}
