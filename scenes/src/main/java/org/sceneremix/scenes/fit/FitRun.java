package org.sceneremix.scenes.fit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.volume.Aabb;

/**
 * All that the result of a fit depends on.
 *
 * @param capture its name
 * @param views number of training views
 * @param pixels width and height of the first picture, as {@code 320x240}
 * @param box of the scene
 * @param threads the last bits of colour that depends on the viewing direction follow it
 */
record FitRun(
    String capture,
    int views,
    String pixels,
    String box,
    @JsonUnwrapped FitSettings settings,
    int threads) {

  static FitRun of(Capture capture, Aabb box, FitSettings settings, int threads) {
    Intrinsics first = capture.training().get(0).camera().intrinsics();
    return new FitRun(
        capture.name(),
        capture.training().size(),
        first.width() + "x" + first.height(),
        box.toString(),
        settings,
        threads);
  }
}
