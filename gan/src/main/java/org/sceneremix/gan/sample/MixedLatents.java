package org.sceneremix.gan.sample;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.sceneremix.volume.GridSize;

/**
 * Two independent fields mixed with constant variance; see {@link Latents#mixed}.
 *
 * @param a the field where the share is 0
 * @param b the field where the share is 1
 * @param share of the second, by place
 */
record MixedLatents(Latents a, Latents b, Share share) implements Latents {

  MixedLatents {
    Objects.requireNonNull(a, "a");
    Objects.requireNonNull(b, "b");
    Objects.requireNonNull(share, "share");
  }

  @Override
  public boolean present(int stage) {
    return a.present(stage) || b.present(stage);
  }

  @Override
  public void addTo(
      StageLattice lattice, int x, int y, int z, float amplitude, float[] out, int offset) {
    double angle = shareAt(lattice, x, y, z) * (Math.PI / 2);
    add(a, lattice, x, y, z, (float) (amplitude * Math.cos(angle)), out, offset);
    add(b, lattice, x, y, z, (float) (amplitude * Math.sin(angle)), out, offset);
  }

  private double shareAt(StageLattice lattice, int x, int y, int z) {
    GridSize size = lattice.size();
    double t = share.at((x + 0.5) / size.nx(), (y + 0.5) / size.ny(), (z + 0.5) / size.nz());
    t = Math.max(0, Math.min(1, t));
    return lattice.pieces() == null ? t : lattice.pieces().change(x, y, t);
  }

  @Override
  public void addPlace(StageLattice lattice, int x, int y, int z, double weight, double[] place) {
    double t = shareAt(lattice, x, y, z);
    if (t < 1) {
      a.addPlace(lattice, x, y, z, (1 - t) * weight, place);
    }
    if (t > 0) {
      b.addPlace(lattice, x, y, z, t * weight, place);
    }
  }

  /**
   * Voxels have no variance to keep: a straight line from one to the other. Of a warped scene it is
   * the warps that are mixed.
   */
  @Override
  public void addLayout(
      StageLattice lattice, int x, int y, int z, float weight, float[] out, int offset) {
    if (lattice.pieces().isWarped()) {
      lattice.pieces().addWarped(this, lattice, x, y, z, weight, out, offset);
      return;
    }
    float t = (float) shareAt(lattice, x, y, z);
    if (t < 1) {
      a.addLayout(lattice, x, y, z, (1 - t) * weight, out, offset);
    }
    if (t > 0) {
      b.addLayout(lattice, x, y, z, t * weight, out, offset);
    }
  }

  /** The mean of two pieces is no piece, so that halfway it has no say. */
  @Override
  public float layoutShare(StageLattice lattice, int x, int y, int z) {
    float t = (float) shareAt(lattice, x, y, z);
    float ofA = t < 1 ? (1 - t) * a.layoutShare(lattice, x, y, z) : 0;
    float ofB = t > 0 ? t * b.layoutShare(lattice, x, y, z) : 0;
    return lattice.pieces().isWarped() ? ofA + ofB : Math.abs(1 - 2 * t) * (ofA + ofB);
  }

  @Override
  public List<Latents> layouts() {
    return Stream.concat(a.layouts().stream(), b.layouts().stream()).toList();
  }

  private static void add(
      Latents field,
      StageLattice lattice,
      int x,
      int y,
      int z,
      float amplitude,
      float[] out,
      int offset) {
    if (amplitude != 0 && field.present(lattice.stage())) {
      field.addTo(lattice, x, y, z, amplitude, out, offset);
    }
  }
}
