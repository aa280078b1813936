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
  COLMAP,
  /** {@code keyframes}: Polycam's raw data. */
  POLYCAM,
  /** {@code metadata.json} and {@code rgb}: Record3D. */
  RECORD3D,
  /** {@code intrinsics.txt}, {@code pose} and {@code rgb}: Neural Sparse Voxel Fields. */
  NSVF,
  /** {@code cameras.npz}: IDR and NeuS. */
  IDR
}
