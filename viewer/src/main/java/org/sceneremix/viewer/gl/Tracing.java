package org.sceneremix.viewer.gl;

import java.util.Objects;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.viewer.picture.Lighting;
import org.sceneremix.viewer.picture.PictureMaker;
import org.sceneremix.viewer.picture.PictureMode;
import org.sceneremix.volume.Aabb;

/**
 * Content and precision of a traced picture.
 *
 * @param mode quantity that the picture shows
 * @param lighting of shaded pictures
 * @param cut only samples in this box are seen; {@link #EVERYTHING} for all
 * @param step as in {@link TraceSettings}
 * @param minTransmittance as in {@link TraceSettings}
 */
public record Tracing(
    PictureMode mode, Lighting lighting, Aabb cut, double step, double minTransmittance) {

  /** A box that holds every scene. */
  public static final Aabb EVERYTHING = Aabb.centredCube(1e9);

  public Tracing {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(lighting, "lighting");
    Objects.requireNonNull(cut, "cut");
  }

  /** As finely as pictures of the command line are. */
  public static Tracing fine(PictureMode mode, Lighting lighting, Aabb cut) {
    return new Tracing(
        mode, lighting, cut, PictureMaker.FINE.step(), PictureMaker.FINE.minTransmittance());
  }

  /**
   * For pictures of the fraction of a second.
   *
   * @param factor on the step that scenes are fitted with; where it is more than 1, rays end at a
   *     hundredth of their light
   */
  public Tracing coarse(double factor) {
    return new Tracing(
        mode,
        lighting,
        cut,
        factor * TraceSettings.DEFAULT.step(),
        factor > 1 ? 0.01 : minTransmittance);
  }
}
