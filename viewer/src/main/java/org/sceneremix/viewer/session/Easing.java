package org.sceneremix.viewer.session;

/** Easing of a flight from a key to the next. */
public enum Easing {
  /** At an even pace. */
  STEADY("Even pace"),
  /** Slowly away from the key and slowly to the next. */
  SLOW_AT_KEYS("Slow at keys"),
  /** Stays at the key, then cuts to the next. */
  CUT("Hold, then cut");

  private final String label;

  Easing(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /**
   * The way that is done.
   *
   * @param time share of the time that is over, in [0, 1]
   */
  double way(double time) {
    return switch (this) {
      case STEADY -> time;
      case SLOW_AT_KEYS -> time * time * (3 - 2 * time);
      case CUT -> time < 1 ? 0 : 1;
    };
  }
}
