package org.sceneremix.gan;

import org.sceneremix.scenes.progress.Progress;

/** Progress of work that is cancelled from the beginning. */
public final class Cancelled implements Progress {

  @Override
  public void at(double fraction, String message) {}

  @Override
  public boolean cancelled() {
    return true;
  }
}
