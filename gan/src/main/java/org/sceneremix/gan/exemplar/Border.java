package org.sceneremix.gan.exemplar;

/**
 * Neighbourhood of a scene on the ground: what patches see beyond each of its four ends. Above and
 * below there is always plain emptiness.
 *
 * @param lowX beyond x = 0
 * @param highX beyond the last x
 * @param lowY beyond y = 0
 * @param highY beyond the last y
 */
public record Border(Kind lowX, Kind highX, Kind lowY, Kind highY) {

  /** An isolated scene, as the exemplar is. */
  public static final Border OUTSIDE =
      new Border(Kind.OUTSIDE, Kind.OUTSIDE, Kind.OUTSIDE, Kind.OUTSIDE);

  /** A scene whose copies can be laid side by side. */
  public static final Border WRAPS = new Border(Kind.WRAPS, Kind.WRAPS, Kind.WRAPS, Kind.WRAPS);

  /** A cut-out of a larger scene. */
  public static final Border CONTINUES =
      new Border(Kind.CONTINUES, Kind.CONTINUES, Kind.CONTINUES, Kind.CONTINUES);

  /** Continuation of a scene beyond one end. */
  public enum Kind {
    /** Nothing, and matching sees that the scene ends here. */
    OUTSIDE,
    /** The scene again, from its other end. */
    WRAPS,
    /** More of the scene that is not known here: its outermost voxel is repeated. */
    CONTINUES
  }

  /**
   * @throws IllegalArgumentException if a scene wraps at one end of an axis and not at the other
   */
  public Border {
    if ((lowX == Kind.WRAPS) != (highX == Kind.WRAPS)
        || (lowY == Kind.WRAPS) != (highY == Kind.WRAPS)) {
      throw new IllegalArgumentException("a scene that wraps does so at both ends of an axis");
    }
  }

  /** Voxel that patches see at each x from {@code -margin} to {@code n + margin}; -1 outside. */
  int[] seenAlongX(int n, int margin) {
    return seen(lowX, highX, n, margin);
  }

  /** Voxel that patches see at each y from {@code -margin} to {@code n + margin}; -1 outside. */
  int[] seenAlongY(int n, int margin) {
    return seen(lowY, highY, n, margin);
  }

  /**
   * Voxel whose patch votes, at each x as in {@link #seenAlongX}; -1 beyond ends that do not wrap.
   */
  int[] votingAlongX(int n, int margin) {
    return voting(lowX == Kind.WRAPS, n, margin);
  }

  int[] votingAlongY(int n, int margin) {
    return voting(lowY == Kind.WRAPS, n, margin);
  }

  private static int[] voting(boolean wraps, int n, int margin) {
    Kind kind = wraps ? Kind.WRAPS : Kind.OUTSIDE;
    return seen(kind, kind, n, margin);
  }

  /** Voxel that is seen at i, in entry i + margin; -1 outside. */
  private static int[] seen(Kind low, Kind high, int n, int margin) {
    int[] result = new int[n + 2 * margin];
    for (int i = -margin; i < n + margin; i++) {
      Kind kind = i < 0 ? low : i >= n ? high : Kind.WRAPS;
      result[i + margin] =
          switch (kind) {
            case OUTSIDE -> -1;
            case WRAPS -> Math.floorMod(i, n);
            case CONTINUES -> Math.max(0, Math.min(n - 1, i));
          };
    }
    return result;
  }
}
