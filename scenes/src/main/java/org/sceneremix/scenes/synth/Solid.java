package org.sceneremix.scenes.synth;

import org.sceneremix.volume.Aabb;

/** One thing of a scene: a signed distance and a colour, with bounds. */
interface Solid {

  /** Signed distance to the surface, negative inside, world units. */
  double distance(double x, double y, double z);

  /** Writes the colour at a point on or near the surface, rgb in [0, 1]. */
  void albedo(double x, double y, double z, double[] rgb);

  /** A box that holds the solid. */
  Aabb bounds();
}
