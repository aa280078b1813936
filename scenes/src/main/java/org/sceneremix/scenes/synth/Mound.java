package org.sceneremix.scenes.synth;

import org.sceneremix.volume.Aabb;

/**
 * A heap of loose earth on the plane z = 0: a bell {@code h(r) = height exp(-(r / radius)^2)} that
 * is bumpy where it is high, mottled in two colours.
 */
final class Mound implements Solid {

  /** Radii within which it lies; beyond, the bell is flatter than 1e-3 of its height. */
  private static final double REACH = 2.6;

  /** Bumps to a radius. */
  private static final double BUMPS = 5;

  /** Their height as a share of that of the mound. */
  private static final double BUMPINESS = 0.25;

  private final double x0;
  private final double y0;
  private final double radius;
  private final double height;
  private final double[] colour;
  private final double[] fleck;
  private final ValueNoise noise;
  private final double perSlope;

  Mound(
      double x0,
      double y0,
      double radius,
      double height,
      double[] colour,
      double[] fleck,
      long seed) {
    this.x0 = x0;
    this.y0 = y0;
    this.radius = radius;
    this.height = height;
    this.colour = colour.clone();
    this.fleck = fleck.clone();
    this.noise = new ValueNoise(seed);
    // steepest: the bell 0.86 a radius, smoothed value noise 1.5 sqrt(2) a lattice step
    double slope = height / radius * (0.86 * (1 + BUMPINESS) + 1.5 * 1.4143 * BUMPINESS * BUMPS);
    this.perSlope = 1 / Math.sqrt(1 + slope * slope);
  }

  /** Height of the surface over the plane. */
  double surface(double x, double y) {
    double u = (x - x0) / radius;
    double v = (y - y0) / radius;
    double bump = noise.at(BUMPS * u, BUMPS * v, 0) - 0.5;
    return height * Math.exp(-u * u - v * v) * (1 + 2 * BUMPINESS * bump);
  }

  @Override
  public double distance(double x, double y, double z) {
    return Math.max((z - surface(x, y)) * perSlope, -z);
  }

  @Override
  public void albedo(double x, double y, double z, double[] rgb) {
    double mix = noise.at(9 * x, 9 * y, 9 * z);
    mix = 0.5 * mix + 0.5 * noise.at(31 * x, 31 * y, 31 * z);
    for (int c = 0; c < 3; c++) {
      rgb[c] = colour[c] + mix * (fleck[c] - colour[c]);
    }
  }

  @Override
  public Aabb bounds() {
    double r = REACH * radius;
    return new Aabb(x0 - r, y0 - r, 0, x0 + r, y0 + r, height * (1 + BUMPINESS));
  }
}
