package org.sceneremix.gan.sample;

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
    Latents field = part.contains(x, y, z) ? inside : outside;
    field.addLayout(lattice, x, y, z, weight, out, offset);
  }
}
