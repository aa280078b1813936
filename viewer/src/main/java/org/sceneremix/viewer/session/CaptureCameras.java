package org.sceneremix.viewer.session;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.joml.Vector3d;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.volume.Aabb;

/** The cameras that the scene was photographed with, and the photograph of one of them. */
public final class CaptureCameras {

  private final Viewpoint viewpoint;
  private final Scenes scenes;
  private final Jobs jobs;
  private List<CaptureView> all = List.of();
  private int chosen = -1;
  private ViewCamera chosenCamera;
  private Optional<Image> photograph = Optional.empty();

  CaptureCameras(Viewpoint viewpoint, Scenes scenes, Jobs jobs) {
    this.viewpoint = viewpoint;
    this.scenes = scenes;
    this.jobs = jobs;
  }

  public List<CaptureView> all() {
    return all;
  }

  void set(List<CaptureView> views) {
    all = List.copyOf(views);
    chosen = -1;
    photograph = Optional.empty();
  }

  /** Index of the camera that it is looked through; empty once the view was moved away from it. */
  public OptionalInt current() {
    return chosen >= 0 && viewpoint.camera().equals(chosenCamera)
        ? OptionalInt.of(chosen)
        : OptionalInt.empty();
  }

  /**
   * The photograph of that camera, once it is read, unless a remix is on show, which it is not of.
   */
  public Optional<Image> photograph() {
    return current().isPresent() && !scenes.isRemixShown() ? photograph : Optional.empty();
  }

  /** Looks through a camera, and fetches its photograph. */
  public void lookThrough(int index) {
    Vector3d eye = all.get(index).camera().position();
    double distance =
        scenes
            .box()
            .map(box -> eye.distance(box.centreX(), box.centreY(), box.centreZ()))
            .orElse(viewpoint.camera().distance());
    choose(index, distance);
    viewpoint.lookAt(chosenCamera);
  }

  /**
   * Begins with the camera that looks at a box most like a new session does, if there is any: what
   * was photographed may not be fit to be seen from elsewhere.
   */
  void begin(Aabb box) {
    Vector3d centre = new Vector3d(box.centreX(), box.centreY(), box.centreZ());
    Vector3d usual = ViewCamera.showing(box, ViewCamera.DEFAULT_FIELD_OF_VIEW).forward();
    IntStream.range(0, all.size())
        .boxed()
        .max(Comparator.comparingDouble(i -> all.get(i).camera().forward().dot(usual)))
        .ifPresent(
            index -> {
              choose(index, centre.distance(all.get(index).camera().position()));
              viewpoint.beginAt(chosenCamera);
            });
  }

  private void choose(int index, double distance) {
    CaptureView view = all.get(index);
    chosen = index;
    chosenCamera = ViewCamera.of(view.camera(), Math.max(1e-3, distance));
    photograph = Optional.empty();
    view.photograph()
        .ifPresent(
            picture ->
                jobs.start(
                    Jobs.Lane.FILES,
                    "Photograph " + view.name(),
                    job -> picture.load(),
                    image -> {
                      if (chosen == index && all.get(index).equals(view)) {
                        photograph = Optional.of(image);
                      }
                    }));
  }
}
