package org.sceneremix.gan.sample;

/**
 * The noise of a field without its layout: for scenes that are given, of which only finer stages
 * are made anew.
 *
 * @param field where the noise comes from
 */
record NoiseOnly(Latents field) implements Latents {

  @Override
  public boolean present(int stage) {
    return field.present(stage);
  }

  @Override
  public void addTo(
      StageLattice lattice, int x, int y, int z, float amplitude, float[] out, int offset) {
    field.addTo(lattice, x, y, z, amplitude, out, offset);
  }

  @Override
  public void addLayout(
      StageLattice lattice, int x, int y, int z, float weight, float[] out, int offset) {
    field.addLayout(lattice, x, y, z, weight, out, offset);
  }

  @Override
  public void addPlace(StageLattice lattice, int x, int y, int z, double weight, double[] place) {
    field.addPlace(lattice, x, y, z, weight, place);
  }

  @Override
  public float layoutShare(StageLattice lattice, int x, int y, int z) {
    return 0;
  }
}
