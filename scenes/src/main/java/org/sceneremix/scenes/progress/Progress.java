package org.sceneremix.scenes.progress;

/**
 * Ear of long work, which reports where it is and learns that it shall stop. Called from the
 * working thread, often; must be quick.
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

  /**
   * Progress of a part of the work.
   *
   * @param from share of the whole that was done before it
   * @param to share that is done after it
   */
  default Progress part(double from, double to) {
    return told((fraction, message) -> at(from + fraction * (to - from), message));
  }

  /**
   * The same with the part's name before its messages.
   *
   * @param name such as "seed 3"
   */
  default Progress part(double from, double to, String name) {
    return told((fraction, message) -> at(from + fraction * (to - from), name + ", " + message));
  }

  /** Reports nothing, and asks whether to go on. */
  default Progress silent() {
    return told(NONE);
  }

  /** Tells another, and asks this one whether to go on. */
  private Progress told(Progress other) {
    Progress asked = this;
    return new Progress() {
      @Override
      public void at(double fraction, String message) {
        other.at(fraction, message);
      }

      @Override
      public boolean cancelled() {
        return asked.cancelled();
      }
    };
  }
}
