package org.sceneremix.gan.lattice;

/**
 * Surroundings of a scene, beyond its ends: nothing, or the scene again from its other end. Copies
 * of a periodic scene, laid side by side, join without a seam.
 */
public enum Periodicity {
  /** Emptiness all around. */
  NONE(false, false),
  /** Goes on along x. */
  X(true, false),
  /** Goes on along y. */
  Y(false, true),
  /** Goes on along x and y. */
  XY(true, true);

  private final boolean alongX;
  private final boolean alongY;

  Periodicity(boolean alongX, boolean alongY) {
    this.alongX = alongX;
    this.alongY = alongY;
  }

  /** Periodicity of a scene that goes on along these axes. */
  public static Periodicity of(boolean alongX, boolean alongY) {
    return alongX ? alongY ? XY : X : alongY ? Y : NONE;
  }

  public boolean alongX() {
    return alongX;
  }

  public boolean alongY() {
    return alongY;
  }

  /** The voxel of the scene that is seen at x, or -1 where there is nothing. */
  public int wrapX(int x, int nx) {
    return wrap(x, nx, alongX);
  }

  /** The voxel of the scene that is seen at y, or -1 where there is nothing. */
  public int wrapY(int y, int ny) {
    return wrap(y, ny, alongY);
  }

  private static int wrap(int i, int n, boolean periodic) {
    if (i >= 0 && i < n) {
      return i;
    }
    return periodic ? Math.floorMod(i, n) : -1;
  }
}
