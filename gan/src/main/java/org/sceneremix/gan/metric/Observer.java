package org.sceneremix.gan.metric;

import java.util.List;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.work.Workers;

/**
 * One who looks at scenes and compares them.
 *
 * @param cameras where pictures are taken from, such as those of the capture
 * @param tracer makes the pictures
 * @param workers share the comparisons
 */
public record Observer(List<Camera> cameras, VolumeTracer tracer, Workers workers) {

  /**
   * @throws IllegalArgumentException if there is no camera
   */
  public Observer {
    cameras = List.copyOf(cameras);
    if (cameras.isEmpty()) {
      throw new IllegalArgumentException("quality is judged from at least one camera; give some");
    }
  }
}
