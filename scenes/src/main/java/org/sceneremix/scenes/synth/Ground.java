package org.sceneremix.scenes.synth;

import org.joml.Matrix3d;
import org.joml.Vector3d;
import org.sceneremix.volume.Aabb;

/** A slab that a scene stands on, its top at z = 0, mottled in two colours. */
final class Ground implements Solid {

  private final RoundedBox slab;
  private final double[] colour;
  private final double[] fleck;
  private final ValueNoise noise;
  private final double frequency;

  /**
   * @param halfEdge half the slab's edge along x and y
   * @param frequency of the mottling, flecks a world unit; 0: of one colour
   */
  Ground(
      double halfEdge,
      double thickness,
      double[] colour,
      double[] fleck,
      double frequency,
      long seed) {
    this.slab =
        new RoundedBox(
            new Vector3d(0, 0, -0.5 * thickness),
            new Vector3d(halfEdge, halfEdge, 0.5 * thickness),
            0.2 * thickness,
            new Matrix3d(),
            colour);
    this.colour = colour.clone();
    this.fleck = fleck.clone();
    this.frequency = frequency;
    this.noise = new ValueNoise(seed);
  }

  @Override
  public double distance(double x, double y, double z) {
    return slab.distance(x, y, z);
  }

  @Override
  public void albedo(double x, double y, double z, double[] rgb) {
    double mix = noise.at(frequency * x, frequency * y, frequency * z);
    mix = 0.6 * mix + 0.4 * noise.at(2.7 * frequency * x, 2.7 * frequency * y, 2.7 * frequency * z);
    for (int c = 0; c < 3; c++) {
      rgb[c] = colour[c] + mix * (fleck[c] - colour[c]);
    }
  }

  @Override
  public Aabb bounds() {
    return slab.bounds();
  }
}
