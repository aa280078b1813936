package org.sceneremix.viewer.session;

import java.util.Objects;
import java.util.Optional;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.scenes.capture.View;

/**
 * A camera that the scene was photographed with.
 *
 * @param name of its photograph, or its number
 * @param camera the camera
 * @param photograph where it is known
 */
public record CaptureView(String name, Camera camera, Optional<View> photograph) {
  public CaptureView {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(camera, "camera");
    Objects.requireNonNull(photograph, "photograph");
  }
}
