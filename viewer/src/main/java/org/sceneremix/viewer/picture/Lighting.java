package org.sceneremix.viewer.picture;

import org.joml.Vector3d;

/**
 * Light of {@linkplain PictureMode#SHADED shaded} pictures: a sun, and a ground around the scene
 * that its shadows fall on.
 *
 * @param azimuth where the sun stands, degrees from +x counter-clockwise seen from above
 * @param elevation its height above the horizon, degrees in (0, 90]
 * @param ground whether there is a ground around the scene
 */
public record Lighting(double azimuth, double elevation, boolean ground) {

  /** From the left and in front of where a new session looks from, with a ground. */
  public static final Lighting DEFAULT = new Lighting(220, 45, true);

  /**
   * @throws IllegalArgumentException if an angle is not finite or the sun has set
   */
  public Lighting {
    if (!Double.isFinite(azimuth)) {
      throw new IllegalArgumentException("the sun's azimuth is an angle, not " + azimuth);
    }
    if (!(elevation > 0 && elevation <= 90)) {
      throw new IllegalArgumentException(
          "the sun stands above 0 and up to 90 degrees high, not " + elevation);
    }
  }

  public Lighting withSun(double newAzimuth, double newElevation) {
    return new Lighting(newAzimuth, newElevation, ground);
  }

  public Lighting withGround(boolean newGround) {
    return new Lighting(azimuth, elevation, newGround);
  }

  /** Unit vector to the sun, world axes. */
  public Vector3d towardsSun() {
    double height = Math.toRadians(elevation);
    double around = Math.toRadians(azimuth);
    return new Vector3d(
        Math.cos(height) * Math.cos(around), Math.cos(height) * Math.sin(around), Math.sin(height));
  }
}
