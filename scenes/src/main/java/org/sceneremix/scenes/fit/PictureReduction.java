package org.sceneremix.scenes.fit;

import java.util.List;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureException;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;

/**
 * How much smaller pictures may be without showing less than a grid can hold: what is finer than a
 * voxel only makes a fit slower, and worse where poses are not exact to the pixel.
 *
 * @param factor how many times smaller, along each side; at least 1
 * @param voxelPixels pixels of the pictures as they are that a voxel spans at the centre of the
 *     box, median over the views
 */
public record PictureReduction(int factor, double voxelPixels) {

  /** Silhouettes need no larger pictures. */
  private static final int LARGEST = 400;

  /**
   * Chooses the factor by which a voxel spans about one pixel.
   *
   * @param resolution voxels along the longest side of the scene's box
   * @throws CaptureException if the box has to be found and a picture cannot be read, or the views
   *     have no common volume
   */
  public static PictureReduction of(Capture capture, int resolution) throws CaptureException {
    Aabb box = box(capture);
    GridSize size = GridSize.fitting(box, resolution);
    double edge = box.sizeX() / size.nx();
    Vector3d centre =
        new Vector3d(
            0.5 * (box.minX() + box.maxX()),
            0.5 * (box.minY() + box.maxY()),
            0.5 * (box.minZ() + box.maxZ()));
    List<Camera> cameras = capture.trainingCameras();
    double[] spans =
        cameras.stream()
            .mapToDouble(
                camera -> edge * camera.intrinsics().fx() / camera.position().distance(centre))
            .sorted()
            .toArray();
    double median = spans[spans.length / 2];
    return new PictureReduction((int) Math.max(1, Math.round(median)), median);
  }

  private static Aabb box(Capture capture) throws CaptureException {
    if (capture.box().isPresent()) {
      return capture.box().get();
    }
    int largest = 1;
    for (View view : capture.training()) {
      Intrinsics in = view.camera().intrinsics();
      largest = Math.max(largest, Math.max(in.width(), in.height()));
    }
    Capture small = capture.downscaled((largest + LARGEST - 1) / LARGEST);
    Silhouettes silhouettes = Silhouettes.of(TrainingImages.load(small.training()));
    return SceneBox.of(small, silhouettes, SceneBox.tolerance(small));
  }
}
