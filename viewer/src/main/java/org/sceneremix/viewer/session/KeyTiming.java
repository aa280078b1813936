package org.sceneremix.viewer.session;

/**
 * Timing of a flight from a key to the next.
 *
 * @param seconds until the next key
 * @param easing null, as in files that do not say it, is {@link Easing#STEADY}
 */
public record KeyTiming(double seconds, Easing easing) {

  /**
   * @throws IllegalArgumentException if the time is not positive
   */
  public KeyTiming {
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(
          "a camera needs some time from one key to the next, not " + seconds + " s");
    }
    easing = easing == null ? Easing.STEADY : easing;
  }

  public KeyTiming withSeconds(double newSeconds) {
    return new KeyTiming(newSeconds, easing);
  }

  public KeyTiming withEasing(Easing newEasing) {
    return new KeyTiming(seconds, newEasing);
  }
}
