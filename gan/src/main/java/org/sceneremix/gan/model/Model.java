package org.sceneremix.gan.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sceneremix.gan.detail.Arrangement;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.sample.Cascade;
import org.sceneremix.gan.sample.Latents;
import org.sceneremix.gan.sample.Recipe;
import org.sceneremix.gan.sample.RemixSettings;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridHeader;
import org.sceneremix.volume.io.SampleType;

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

  /** A scene that is written to a file may take this part of the heap in arrays. */
  private static final int ARRAY_SHARE = 16;

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

  /**
   * Carries out a recipe.
   *
   * <pre>{@code
   * RemixSettings settings = RemixSettings.ofSize(model.defaultSize());
   * VoxelGrid scene = model.make(Recipe.ofSeed(1), settings, progress);
   * }</pre>
   *
   * @param progress told how far it is, and asked whether to go on
   * @throws java.util.concurrent.CancellationException if the progress is cancelled
   * @throws IllegalArgumentException if the result would be larger than one array can hold, or a
   *     mask is of another size than the result
   */
  public VoxelGrid make(Recipe recipe, RemixSettings settings, Progress progress) {
    GridSize size = settings.size();
    VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz());
    float[] values = cascade.generate(recipe, finest(size), settings, progress);
    return new VoxelGrid(
        size.nx(), size.ny(), size.nz(), box(size), reference.densityScale(), values);
  }

  /**
   * Carries out a recipe into a grid file, like {@link #make} but in memory that does not grow with
   * the scene; large scenes need space for temporary files beside the file.
   *
   * @param metadata of the file
   * @throws IOException if the file cannot be written
   */
  public void write(
      Recipe recipe, RemixSettings settings, ObjectNode metadata, Path file, Progress progress)
      throws IOException {
    GridSize size = settings.size();
    VoxelGrid.sampleCount(size.nx(), size.ny(), size.nz());
    GridHeader header =
        new GridHeader(size, box(size), reference.densityScale(), SampleType.FLOAT32, metadata);
    long arrayBytes = Runtime.getRuntime().maxMemory() / ARRAY_SHARE;
    cascade.write(recipe, finest(size), settings, header, file, arrayBytes, progress);
  }

  /**
   * Where a scene may come from in the reference, if it begins with layouts: first guesses for
   * {@link org.sceneremix.gan.detail.DetailTransfer}.
   */
  public List<Arrangement> arrangements(Recipe recipe, RemixSettings settings) {
    return cascade.arrangements(recipe, finest(settings.size()), settings);
  }

  private VoxelGrid generate(Latents latents, GridSize size, double diversity) {
    return make(
        new Recipe.Generated(latents),
        new RemixSettings(size, diversity, Periodicity.NONE),
        Progress.NONE);
  }

  /** Size of the last trained stage when the result has this size. */
  private GridSize finest(GridSize size) {
    GridSize trained = cascade.stage(cascade.stageCount() - 1).trainingSize();
    GridSize whole = defaultSize();
    return new GridSize(
        scaled(size.nx(), trained.nx(), whole.nx()),
        scaled(size.ny(), trained.ny(), whole.ny()),
        scaled(size.nz(), trained.nz(), whole.nz()));
  }

  private static int scaled(int n, int numerator, int denominator) {
    return Math.max(1, Math.round((float) n * numerator / denominator));
  }

  /**
   * The box of a remix: the reference's, grown around its centre in x and y and from the ground up.
   *
   * @param size voxels of the remix
   */
  public Aabb box(GridSize size) {
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
