package org.sceneremix.scenes.synth;

import org.sceneremix.volume.Aabb;

/**
 * A scene as a function: how far each point of space is from the nearest surface, and what colour
 * that surface has. World units, z up.
 */
public interface Scenery {

  /** The box that the scene fills; there is nothing outside. */
  Aabb box();

  /**
   * Distance to the nearest surface, negative inside. May be too small (a bound), but never too
   * large, and is exact near surfaces.
   *
   * @param albedo receives red, green and blue of the nearest surface, in [0, 1], not lit; stays as
   *     it is where no surface is near
   */
  double sample(double x, double y, double z, double[] albedo);
}
