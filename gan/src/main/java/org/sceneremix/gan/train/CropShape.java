package org.sceneremix.gan.train;

import java.util.SplittableRandom;
import org.sceneremix.gan.sample.Window;
import org.sceneremix.volume.GridSize;

/**
 * What part of a scene one training sample of a stage covers. Along an axis that is short enough it
 * is the whole scene, and the critic sees {@link #MARGIN} voxels of the emptiness around it; along
 * a longer axis it is a crop of fixed length, which may stick out of the scene by as much. Cost and
 * memory of an iteration therefore do not grow with the scene.
 *
 * @param scene voxels of the whole scene at this stage
 * @param crop voxels that the generator makes
 */
record CropShape(GridSize scene, GridSize crop) {

  /** Voxels of emptiness around the scene that critics see. */
  static final int MARGIN = 3;

  /**
   * @param limit longest edge of a crop, voxels
   */
  static CropShape of(GridSize scene, int limit) {
    return new CropShape(
        scene,
        new GridSize(
            Math.min(limit, scene.nx()), Math.min(limit, scene.ny()), Math.min(limit, scene.nz())));
  }

  /**
   * The window grown by the margin along the axes where it covers the whole scene: what the critic
   * sees.
   */
  Window criticWindow(Window window) {
    return window.grown(
        margin(crop.nx(), scene.nx()),
        margin(crop.ny(), scene.ny()),
        margin(crop.nz(), scene.nz()));
  }

  private static int margin(int crop, int scene) {
    return crop == scene ? MARGIN : 0;
  }

  /** A window that contains the given voxel of the scene, placed at random otherwise. */
  Window around(int x, int y, int z, SplittableRandom random) {
    return new Window(
        start(x, crop.nx(), scene.nx(), random),
        start(y, crop.ny(), scene.ny(), random),
        start(z, crop.nz(), scene.nz(), random),
        crop);
  }

  private static int start(int voxel, int crop, int scene, SplittableRandom random) {
    if (crop == scene) {
      return 0;
    }
    int start = voxel - random.nextInt(crop);
    return Math.max(-MARGIN, Math.min(scene + MARGIN - crop, start));
  }
}
