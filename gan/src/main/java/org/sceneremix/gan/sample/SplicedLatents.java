package org.sceneremix.gan.sample;

import org.sceneremix.volume.GridSize;

/**
 * Latents of one field in a part of the scene and of another in the rest.
 *
 * @param inside those of the part
 * @param outside those of the rest
 * @param part which voxels belong to the part, at the one stage that these latents are for
 */
record SplicedLatents(Latents inside, Latents outside, Part part) implements Latents {

  /** A set of voxels. */
  @FunctionalInterface
  interface Part {
    boolean contains(int x, int y, int z);

    /** How far a voxel of a warped scene is bent as the part is: from 1 in it to 0 far away. */
    default double share(int x, int y, int z) {
      return contains(x, y, z) ? 1 : 0;
    }
  }

  @Override
  public boolean present(int stage) {
    return inside.present(stage) || outside.present(stage);
  }

  @Override
  public void addTo(
      StageLattice lattice, int x, int y, int z, float amplitude, float[] out, int offset) {
    Latents field = part.contains(x, y, z) ? inside : outside;
    if (field.present(lattice.stage())) {
      field.addTo(lattice, x, y, z, amplitude, out, offset);
    }
  }

  @Override
  public void addLayout(
      StageLattice lattice, int x, int y, int z, float weight, float[] out, int offset) {
    if (lattice.pieces().isWarped()) {
      lattice.pieces().addWarped(this, lattice, x, y, z, weight, out, offset);
      return;
    }
    Latents field = part.contains(x, y, z) ? inside : outside;
    field.addLayout(lattice, x, y, z, weight, out, offset);
  }

  @Override
  public void addPlace(StageLattice lattice, int x, int y, int z, double weight, double[] place) {
    double share = part.share(x, y, z);
    if (share > 0) {
      inside.addPlace(lattice, x, y, z, share * weight, place);
    }
    if (share < 1) {
      outside.addPlace(lattice, x, y, z, (1 - share) * weight, place);
    }
  }

  /** None where one field meets the other; but one warp goes over into the other. */
  @Override
  public float layoutShare(StageLattice lattice, int x, int y, int z) {
    boolean isInside = part.contains(x, y, z);
    if (lattice.pieces().isWarped()) {
      return (isInside ? inside : outside).layoutShare(lattice, x, y, z);
    }
    GridSize size = lattice.size();
    for (int j = Math.max(0, y - 1); j <= Math.min(size.ny() - 1, y + 1); j++) {
      for (int i = Math.max(0, x - 1); i <= Math.min(size.nx() - 1, x + 1); i++) {
        if (part.contains(i, j, z) != isInside) {
          return 0;
        }
      }
    }
    return (isInside ? inside : outside).layoutShare(lattice, x, y, z);
  }
}
