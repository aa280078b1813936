package org.sceneremix.scenes.fit;

import java.util.function.ToDoubleFunction;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureException;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.work.Workers;

/**
 * Factor by which pictures may be smaller without showing less than a grid can hold: what is finer
 * than a voxel only makes a fit slower, and worse where poses are not exact to the pixel.
 *
 * @param factor how many times smaller, along each side; at least 1
 * @param voxelPixels pixels of the pictures as they are that a voxel spans at the centre of the
 *     box, median over the views
 * @param boxWidths longest side of the box as a multiple of the width that the pictures show at its
 *     centre, median over the views
 */
public record PictureReduction(int factor, double voxelPixels, double boxWidths) {

  /** Silhouettes need no larger pictures. */
  private static final int LARGEST = 400;

  /** Widths of the pictures from which on a box is too large for a scene that they all show. */
  private static final double TOO_WIDE = 3;

  /**
   * Chooses the factor by which a voxel spans about one pixel, or, if a voxel spans so many that
   * nothing were to be seen, the largest that leaves {@link Capture#LEAST_MEASURED} pixels along
   * the shorter side.
   *
   * @param resolution voxels along the longest side of the scene's box
   * @throws CaptureException if the box has to be found and a picture cannot be read, or the views
   *     have no common volume
   */
  public static PictureReduction of(Capture capture, int resolution, Workers workers)
      throws CaptureException {
    Aabb box = box(capture, workers);
    GridSize size = GridSize.fitting(box, resolution);
    double edge = box.sizeX() / size.nx();
    Vector3d centre = new Vector3d(box.centreX(), box.centreY(), box.centreZ());
    double voxel =
        median(
            capture,
            camera -> edge * camera.intrinsics().fx() / camera.position().distance(centre));
    double widths =
        median(
            capture,
            camera ->
                box.longestSide()
                    * camera.intrinsics().fx()
                    / camera.position().distance(centre)
                    / camera.intrinsics().width());
    int most = capture.training().stream().mapToInt(Capture::mostReduction).min().orElse(1);
    return new PictureReduction(
        (int) Math.max(1, Math.min(most, Math.round(voxel))), voxel, widths);
  }

  private static double median(Capture capture, ToDoubleFunction<Camera> ofCamera) {
    double[] sorted = capture.trainingCameras().stream().mapToDouble(ofCamera).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** Whether a voxel still spans several pixels, as pictures cannot be made smaller. */
  public boolean isBounded() {
    return factor < Math.round(voxelPixels);
  }

  /** Whether the box is far larger than what the pictures show of it. */
  public boolean isBoxTooLarge() {
    return boxWidths > TOO_WIDE;
  }

  private static Aabb box(Capture capture, Workers workers) throws CaptureException {
    if (capture.box().isPresent()) {
      return capture.box().get();
    }
    int largest = 1;
    for (View view : capture.training()) {
      Intrinsics in = view.camera().intrinsics();
      largest = Math.max(largest, Math.max(in.width(), in.height()));
    }
    Capture small = capture.downscaled((largest + LARGEST - 1) / LARGEST);
    Silhouettes silhouettes =
        Silhouettes.of(TrainingImages.load(small.training(), workers), workers);
    return SceneBox.of(small, silhouettes, SceneBox.tolerance(small), workers);
  }
}
