package org.sceneremix.viewer.picture;

/** Mixing of two scenes in each frame of a film that goes from one to the other. */
public final class MorphFrames {

  private MorphFrames() {}

  /**
   * The share of the other scene in a frame, in [0, 1].
   *
   * @param frame counted from 0
   * @param frames of the film
   * @param loops whether the film begins anew at its end, so that it goes there and back
   */
  public static double share(int frame, int frames, boolean loops) {
    if (loops) {
      double t = (double) frame / frames;
      return 1 - Math.abs(2 * t - 1);
    }
    return frames == 1 ? 0 : (double) frame / (frames - 1);
  }
}
