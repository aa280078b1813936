package org.sceneremix.scenes.capture;

import java.util.List;
import org.joml.Matrix4dc;

/**
 * Views whose world had arbitrary axes, turned until z is up.
 *
 * @param views those that {@link Transparency} keeps
 * @param motion takes the world as it was to the upright one
 * @param hasAlpha whether they tell the scene from what is behind it
 */
record UprightViews(List<View> views, Matrix4dc motion, boolean hasAlpha) {

  /**
   * @param views in their world as it is
   * @param remarks what the user should know is added
   * @throws CaptureException if a picture cannot be read, or only some views have a mask
   */
  static UprightViews of(List<View> views, List<String> remarks) throws CaptureException {
    Transparency transparency = Transparency.of(views, remarks);
    List<View> kept = transparency.kept(views);
    Matrix4dc motion = UprightWorld.motion(kept.stream().map(View::camera).toList());
    return new UprightViews(
        kept.stream().map(view -> view.moved(motion)).toList(), motion, transparency.hasAlpha());
  }
}
