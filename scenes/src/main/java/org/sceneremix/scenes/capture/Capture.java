package org.sceneremix.scenes.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.volume.Aabb;

/**
 * Posed photographs of one scene.
 *
 * @param name what the capture is called: the name of its folder
 * @param training the views that a scene is fitted to; at least one
 * @param heldOut views that are kept apart to measure with; may be empty
 * @param box the box of the scene where the files or the caller say it, world units
 * @param surroundings a generous box around what the cameras look at, for want of a better one
 * @param hasAlpha whether the views tell the scene from what is behind it, by an alpha channel or a
 *     mask. Where they do, a fit can composite over any background; where they do not, background
 *     is part of the picture
 * @param remarks what the reader left out or found odd, one sentence each
 */
public record Capture(
    String name,
    List<View> training,
    List<View> heldOut,
    Optional<Aabb> box,
    Aabb surroundings,
    boolean hasAlpha,
    List<String> remarks) {

  /**
   * @throws IllegalArgumentException if there is no training view
   */
  public Capture {
    training = List.copyOf(training);
    heldOut = List.copyOf(heldOut);
    remarks = List.copyOf(remarks);
    if (training.isEmpty()) {
      throw new IllegalArgumentException("a capture needs at least one training view");
    }
  }

  /** A capture that was read without remarks. */
  public Capture(
      String name,
      List<View> training,
      List<View> heldOut,
      Optional<Aabb> box,
      Aabb surroundings,
      boolean hasAlpha) {
    this(name, training, heldOut, box, surroundings, hasAlpha, List.of());
  }

  /** Cameras of the training views, in their order. */
  public List<Camera> trainingCameras() {
    return training.stream().map(View::camera).toList();
  }

  /** The same capture, of which the scene fills the given box. */
  public Capture withBox(Aabb newBox) {
    return new Capture(
        name, training, heldOut, Optional.of(newBox), surroundings, hasAlpha, remarks);
  }

  /** All views, those for training first. */
  public List<View> views() {
    List<View> views = new ArrayList<>(training);
    views.addAll(heldOut);
    return views;
  }

  /** Pixels along the shorter side below which too little is seen in a picture to measure on it. */
  public static final int LEAST_MEASURED = 64;

  /**
   * The same capture with pictures {@code factor} times smaller along each side; those held out are
   * left with {@link #LEAST_MEASURED} pixels along their shorter side if they have so many.
   *
   * @throws IllegalArgumentException if the factor is not positive, or no pixel would be left
   */
  public Capture downscaled(int factor) {
    return new Capture(
        name,
        training.stream().map(view -> view.downscaled(factor)).toList(),
        heldOut.stream()
            .map(view -> view.downscaled(Math.min(factor, mostReduction(view))))
            .toList(),
        box,
        surroundings,
        hasAlpha,
        remarks);
  }

  /**
   * Largest factor by which a picture can be made smaller with enough left to be seen; at least 1.
   */
  public static int mostReduction(View view) {
    Intrinsics size = view.camera().intrinsics();
    return Math.max(1, Math.min(size.width(), size.height()) / LEAST_MEASURED);
  }
}
