package org.sceneremix.viewer.picture;

import java.util.Locale;

/** Quantity of the scene that a picture shows. */
public enum PictureMode {
  /** Colour, as a photograph would. */
  COLOUR,
  /**
   * Expected distance: white where the box is nearest to the camera, black where it is farthest.
   */
  DEPTH,
  /** Opacity: white where nothing can be seen through the scene. */
  OPACITY,
  /** Surface normal in world axes: red, green, blue = (normal + 1) / 2. */
  NORMAL,
  /** Colour under a sun of its own, with shadows: see {@link Lighting}. */
  SHADED;

  /** As the command line says it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
