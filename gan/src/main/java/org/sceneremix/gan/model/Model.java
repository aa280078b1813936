package org.sceneremix.gan.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.TrilinearResize;
import org.sceneremix.volume.VoxelGrid;

/**
 * A trained generator, ready to make remixes. Not safe for use by two threads at once.
 *
 * @param cascade the stages, at least one
 * @param reference the scene that was learned, at the resolution of the finest stage
 * @param description the contents of {@code model.json}: settings, stages, provenance
 * @param complete whether every stage is trained to its end
 */
public record Model(
    Cascade cascade, VoxelGrid reference, ObjectNode description, boolean complete) {

  /** Size of a remix when none is asked for: that of the reference. */
  public GridSize defaultSize() {
    return GridSize.of(reference);
  }

  /**
   * Makes a remix.
   *
   * @param seed same seed, same remix; seeds of larger sizes continue those of smaller ones
   * @param size voxels of the remix; voxels keep the reference's edges, so the box grows with it
   * @param diversity factor on the latents above the coarsest stage; 1 as trained
   * @throws IllegalArgumentException if the remix would be larger than one array can hold
   */
  public VoxelGrid remix(long seed, GridSize size, double diversity) {
    return generate(Latents.ofSeed(seed), size, diversity);
  }

  /** What the model makes of the latents that it learned to turn into its reference. */
  public VoxelGrid reconstruction() {
    return generate(Latents.ofReconstruction(), defaultSize(), 1);
  }

  private VoxelGrid generate(Latents latents, GridSize size, double diversity) {
    VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz());
    GridSize trained = cascade.stage(cascade.stageCount() - 1).trainingSize();
    GridSize whole = defaultSize();
    GridSize finest =
        new GridSize(
            scaled(size.nx(), trained.nx(), whole.nx()),
            scaled(size.ny(), trained.ny(), whole.ny()),
            scaled(size.nz(), trained.nz(), whole.nz()));
    float[] values = cascade.generate(latents, finest, (float) diversity);
    if (!finest.equals(size)) {
      // a model whose finer stages are not trained yet
      values = new TrilinearResize(VoxelGrid.CHANNELS, finest, size).apply(values);
    }
    return new VoxelGrid(
        size.nx(), size.ny(), size.nz(), box(size), reference.densityScale(), values);
  }

  private static int scaled(int n, int numerator, int denominator) {
    return Math.max(1, Math.round((float) n * numerator / denominator));
  }

  /** The reference's box, grown around its centre in x and y and from the ground up. */
  private Aabb box(GridSize size) {
    Aabb box = reference.box();
    double halfX = 0.5 * size.nx() * reference.voxelX();
    double halfY = 0.5 * size.ny() * reference.voxelY();
    return new Aabb(
        box.centreX() - halfX,
        box.centreY() - halfY,
        box.minZ(),
        box.centreX() + halfX,
        box.centreY() + halfY,
        box.minZ() + size.nz() * reference.voxelZ());
  }
}
