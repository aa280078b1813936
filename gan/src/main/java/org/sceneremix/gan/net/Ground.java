package org.sceneremix.gan.net;

import org.sceneremix.gan.lattice.Periodicity;

/**
 * The sites of a scene: {@code width x height} of them, beyond which there is nothing, or the scene
 * again.
 *
 * @param width sites along x
 * @param height sites along y
 * @param periodicity whether ends join
 */
public record Ground(int width, int height, Periodicity periodicity) {

  /** A ground that ends on all sides. */
  public static Ground of(int width, int height) {
    return new Ground(width, height, Periodicity.NONE);
  }

  /** Whether a site belongs to the scene. */
  public boolean contains(int x, int y) {
    return (periodicity.alongX() || (x >= 0 && x < width))
        && (periodicity.alongY() || (y >= 0 && y < height));
  }

  /**
   * Sites of a rectangle.
   *
   * @param x first along x
   * @param y first along y
   */
  public record Area(int x, int y, int width, int height) {

    /** The rectangle with so many sites more on every side. */
    public Area grown(int sites) {
      return new Area(x - sites, y - sites, width + 2 * sites, height + 2 * sites);
    }
  }

  /** The whole of it. */
  public Area all() {
    return new Area(0, 0, width, height);
  }

  /** Part of an area that belongs to the scene. */
  public Area clipped(Area area) {
    int x0 = periodicity.alongX() ? area.x() : Math.max(0, area.x());
    int y0 = periodicity.alongY() ? area.y() : Math.max(0, area.y());
    int x1 = area.x() + area.width();
    int y1 = area.y() + area.height();
    x1 = periodicity.alongX() ? x1 : Math.min(width, x1);
    y1 = periodicity.alongY() ? y1 : Math.min(height, y1);
    return new Area(x0, y0, x1 - x0, y1 - y0);
  }
}
