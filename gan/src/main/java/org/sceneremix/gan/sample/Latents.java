package org.sceneremix.gan.sample;

import java.util.List;
import org.sceneremix.gan.compute.Deviates;

/**
 * A field of latents over the voxels of every stage, {@code z: (stage, Z^3) -> R^4}: standard
 * normal deviates, independent from voxel to voxel, and with them the layout that a scene begins
 * with: a patchwork of {@link Pieces} of the reference, whose choice is chance of the same seed.
 *
 * <p>A deviate belongs to a voxel and not to a place in a stream. So a larger remix continues a
 * smaller one of the same seed, a tile sees the latents that the whole would, and two fields can be
 * mixed or spliced voxel by voxel; what comes out is again such a field, which is why it leads to a
 * scene like any other.
 */
public interface Latents {

  /** Latents of a voxel. */
  int CHANNELS = Deviates.CHANNELS;

  /** The latents of remix number {@code seed}. */
  static Latents ofSeed(long seed) {
    return SeededLatents.ofSeed(seed);
  }

  /**
   * The latents that a model learns to turn into its reference: the reference's own layout and no
   * noise (Shaham et al. 2019, "SinGAN", section 3.2, has fixed noise at the coarsest stage, as do
   * models of earlier formats).
   */
  static Latents ofReconstruction() {
    return SeededLatents.RECONSTRUCTION;
  }

  /**
   * From one field to another: {@code cos(t pi/2) a + sin(t pi/2) b}, which has unit variance for
   * every t, unlike a straight line between them (White 2016, "Sampling generative networks",
   * section 2.1). Where there are pieces, t rises from 0 to 1 in one place after the other while
   * the share does so everywhere.
   *
   * @param share t, from 0 (all {@code a}) to 1 (all {@code b}), for every place
   */
  static Latents mixed(Latents a, Latents b, Share share) {
    return a.equals(b) ? a : new MixedLatents(a, b, share);
  }

  /** Whether there is any noise at this stage. */
  boolean present(int stage);

  /**
   * Adds {@code amplitude} times the {@value #CHANNELS} latents of a voxel to {@code out[offset
   * ...]}.
   *
   * @param lattice the stage, and the scene that the voxel belongs to
   */
  void addTo(StageLattice lattice, int x, int y, int z, float amplitude, float[] out, int offset);

  /**
   * Adds {@code weight} times the voxel that the layout has at a stage.
   *
   * @param lattice of the stage, with {@link Pieces} of a scene
   */
  void addLayout(StageLattice lattice, int x, int y, int z, float weight, float[] out, int offset);

  /**
   * Adds {@code weight} times where the layout of a warped scene takes a voxel from.
   *
   * @param lattice of the stage, with {@link Pieces} of a scene that is bent
   * @param place along x and along y, voxels of the reference at that stage
   */
  void addPlace(StageLattice lattice, int x, int y, int z, double weight, double[] place);

  /**
   * How much of a voxel the layout determines at a stage above the coarsest, where the result of
   * the stages before is there too: from 0, nothing, where pieces meet that do not fit, to 1, all.
   *
   * @param lattice of the stage, with {@link Pieces} of a scene
   */
  float layoutShare(StageLattice lattice, int x, int y, int z);

  /** The fields whose layouts these latents mix; a layout of each is a layout of the reference. */
  default List<Latents> layouts() {
    return List.of(this);
  }
}
