package org.sceneremix.scenes.fit;

import org.sceneremix.scenes.capture.Capture;
import org.sceneremix.scenes.capture.CaptureException;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.work.Workers;

/** The box that a scene fills. */
final class SceneBox {

  /** Voxels along the longest side, round by round: each box is carved finer than the last. */
  private static final int[] CARVING_RESOLUTIONS = {64, 64, 128};

  /**
   * Share of the views that may see through a voxel of the scene all the same, where masks were
   * drawn on photographs.
   */
  private static final double MASK_TOLERANCE = 0.05;

  private SceneBox() {}

  /** See {@link VisualHull#carve}. */
  static double tolerance(Capture capture) {
    return capture.training().get(0).mask().isPresent() ? MASK_TOLERANCE : 0;
  }

  /**
   * The box that the capture says; or else its surroundings, shrunk to the visual hull (and a voxel
   * more, of the finest carving) where the pictures tell the scene from what is behind it.
   *
   * @throws CaptureException if the visual hull is empty
   */
  static Aabb of(Capture capture, Silhouettes silhouettes, double tolerance, Workers workers)
      throws CaptureException {
    if (capture.box().isPresent() || !capture.hasAlpha()) {
      return capture.box().orElse(capture.surroundings());
    }
    Aabb box = capture.surroundings();
    for (int resolution : CARVING_RESOLUTIONS) {
      GridSize size = GridSize.fitting(box, resolution);
      box =
          bounds(VisualHull.carve(silhouettes, box, size, tolerance, workers), box, size, capture);
    }
    return box;
  }

  private static Aabb bounds(boolean[] hull, Aabb box, GridSize size, Capture capture)
      throws CaptureException {
    int[] min = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
    int[] max = {-1, -1, -1};
    for (int i = 0; i < hull.length; i++) {
      if (hull[i]) {
        int[] at = {i % size.nx(), i / size.nx() % size.ny(), i / size.nx() / size.ny()};
        for (int axis = 0; axis < 3; axis++) {
          min[axis] = Math.min(min[axis], at[axis]);
          max[axis] = Math.max(max[axis], at[axis]);
        }
      }
    }
    if (max[0] < 0) {
      throw new CaptureException(
          capture.name()
              + ": the masks or alpha channels of the views leave no common volume; check poses and"
              + " masks, or give the box of the scene");
    }
    double dx = box.sizeX() / size.nx();
    double dy = box.sizeY() / size.ny();
    double dz = box.sizeZ() / size.nz();
    return new Aabb(
        box.minX() + Math.max(0, min[0] - 1) * dx,
        box.minY() + Math.max(0, min[1] - 1) * dy,
        box.minZ() + Math.max(0, min[2] - 1) * dz,
        box.minX() + Math.min(size.nx(), max[0] + 2) * dx,
        box.minY() + Math.min(size.ny(), max[1] + 2) * dy,
        box.minZ() + Math.min(size.nz(), max[2] + 2) * dz);
  }
}
