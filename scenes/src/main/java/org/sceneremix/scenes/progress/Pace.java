package org.sceneremix.scenes.progress;

import java.util.OptionalDouble;

/**
 * Speed of a piece of work, from which follows how long it will take still. Work that goes on where
 * it was interrupted begins at more than nothing. Safe for use by all threads.
 */
public final class Pace {

  /** Share of the work from which on there is something to go by. */
  private static final double LEAST = 0.01;

  private final long begin = System.nanoTime();
  private long firstAt;
  private double first = Double.NaN;
  private double latest;

  /** The work is so far, a share in [0, 1]. */
  public synchronized void at(double fraction) {
    if (Double.isNaN(first) && fraction > 0) {
      first = fraction;
      firstAt = System.nanoTime();
    }
    latest = fraction;
  }

  /** Time since this was made, seconds. */
  public double seconds() {
    return (System.nanoTime() - begin) * 1e-9;
  }

  /** Time until the end, seconds; empty before there is something to go by, and at the end. */
  public synchronized OptionalDouble secondsLeft() {
    double done = latest - first;
    return done > LEAST && latest < 1
        ? OptionalDouble.of((System.nanoTime() - firstAt) * 1e-9 * (1 - latest) / done)
        : OptionalDouble.empty();
  }
}
