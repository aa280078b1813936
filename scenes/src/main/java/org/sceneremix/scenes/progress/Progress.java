package org.sceneremix.scenes.progress;

/**
 * How long work reports where it is and learns that it shall stop. Called from the working thread,
 * often; must be quick.
 */
public interface Progress {

  /** Reports nothing and never stops. */
  Progress NONE = (fraction, message) -> {};

  /**
   * Work has come this far.
   *
   * @param fraction share of the work that is done, in [0, 1]
   * @param message what is being done, with its latest figures, one short line
   */
  void at(double fraction, String message);

  /** Whether the work shall end at the next point where what it has made so far can be kept. */
  default boolean cancelled() {
    return false;
  }
}
