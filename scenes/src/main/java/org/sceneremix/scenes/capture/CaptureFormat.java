package org.sceneremix.scenes.capture;

/** The layouts of captures that {@link CaptureReader} reads. */
public enum CaptureFormat {
  /** {@code transforms_train.json} and others: NeRF-synthetic. */
  NERF,
  /** {@code transforms.json}: instant-ngp, and nerfstudio's variant of it. */
  TRANSFORMS,
  /** {@code poses_bounds.npy}. */
  LLFF,
  /** A sparse model. */
  COLMAP
}
