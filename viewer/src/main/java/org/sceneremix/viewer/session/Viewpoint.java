package org.sceneremix.viewer.session;

import java.util.Optional;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.trace.CpuTracer;
import org.sceneremix.renderer.trace.Rays;
import org.sceneremix.renderer.trace.TraceSettings;
import org.sceneremix.renderer.trace.TracedRays;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/** Where it is looked from. Moves are steps that can be undone; a drag of the mouse is one. */
public final class Viewpoint {

  private final Timeline timeline;
  private final Scenes scenes;
  private boolean isChosen;
  private Optional<Aabb> surroundings = Optional.empty();

  Viewpoint(Timeline timeline, Scenes scenes) {
    this.timeline = timeline;
    this.scenes = scenes;
  }

  public ViewCamera camera() {
    return timeline.now().camera();
  }

  /** Moves the camera. */
  public void lookAt(ViewCamera camera) {
    isChosen = true;
    timeline.change("Move of the camera", now -> now.withCamera(camera));
  }

  /** Goes to another view at once, which is a step of its own. */
  public void jumpTo(ViewCamera camera) {
    timeline.endGesture();
    lookAt(camera);
    timeline.endGesture();
  }

  /** The camera is where nobody put it, so that the next scene may be shown as a whole. */
  void forget() {
    isChosen = false;
  }

  /** The camera is where somebody put it. */
  void keep() {
    isChosen = true;
  }

  /** A scene is there: shows all of it, unless it is already looked from somewhere. */
  void showAtFirst(Aabb box) {
    if (!isChosen) {
      isChosen = true;
      timeline.amend(now -> now.withCamera(ViewCamera.showing(box, now.camera().fieldOfView())));
    }
  }

  /** What there is to see as long as there is no scene. */
  void surround(Aabb box) {
    surroundings = Optional.of(box);
    if (timeline.now().scenes().isEmpty()) {
      lookAt(ViewCamera.showing(box, camera().fieldOfView()));
      forget();
    }
  }

  private Optional<Aabb> box() {
    return scenes.box().or(() -> surroundings);
  }

  /** All of the scene, from where a new session looks. */
  public void reset() {
    box().ifPresent(box -> jumpTo(ViewCamera.showing(box, ViewCamera.DEFAULT_FIELD_OF_VIEW)));
  }

  /** All of the scene, squarely from one side. */
  public void lookFrom(ViewCamera.Side side) {
    box().ifPresent(box -> jumpTo(ViewCamera.showing(box, side, camera().fieldOfView())));
  }

  /**
   * The point that is seen in a pixel.
   *
   * @param u from the left edge, pixels
   * @param v from the top edge, pixels
   * @return the expected depth's point, where something is
   */
  public Optional<Vector3d> pointAt(Camera seenBy, double u, double v) {
    Optional<VoxelGrid> grid = scenes.shownGrid();
    if (grid.isEmpty()) {
      return Optional.empty();
    }
    Rays rays = new Rays(1);
    seenBy.ray(u, v, rays, 0);
    TracedRays traced = new TracedRays(1);
    try (CpuTracer tracer = new CpuTracer(1)) {
      tracer.trace(grid.get(), rays, TraceSettings.DEFAULT, traced);
    }
    if (traced.opacity()[0] < 0.1) {
      return Optional.empty();
    }
    double t = traced.depth()[0] / traced.opacity()[0];
    return Optional.of(
        new Vector3d(
            rays.origins()[0] + t * rays.directions()[0],
            rays.origins()[1] + t * rays.directions()[1],
            rays.origins()[2] + t * rays.directions()[2]));
  }
}
