package org.sceneremix.gan.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.detail.Arrangement;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.scenes.progress.Progress;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.TrilinearResize;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.GridHeader;

/**
 * The trained stages in a row: latents in, grid out, at any size.
 *
 * <p>A stage is run in tiles, each with the halo that its convolutions need, so the memory that
 * networks take does not grow with the scene. Not safe for use by two threads at once.
 */
public final class Cascade {

  /** Longest edge of a tile, voxels. */
  private static final int TILE = 40;

  private final Engine engine;
  private final int width;
  private final int tile;
  private final List<CascadeStage> stages = new ArrayList<>();
  private final List<Generator> generators = new ArrayList<>();

  /**
   * @param engine what computes
   * @param width channels of the hidden layers of every block
   */
  public Cascade(Engine engine, int width) {
    this(engine, width, TILE);
  }

  /**
   * @param tile longest edge of a tile, voxels; the result does not depend on it
   */
  Cascade(Engine engine, int width, int tile) {
    this.engine = engine;
    this.width = width;
    this.tile = tile;
  }

  /** Appends a stage with these generator weights. */
  public void add(CascadeStage stage, float[] weights) {
    if (stage.index() != stages.size()) {
      throw new IllegalArgumentException(
          "stage " + stage.index() + " cannot follow " + stages.size() + " stages");
    }
    Generator generator = new Generator(engine, width);
    generator.copyValues(weights);
    stages.add(stage);
    generators.add(generator);
  }

  public int stageCount() {
    return stages.size();
  }

  public CascadeStage stage(int index) {
    return stages.get(index);
  }

  Generator generator(int index) {
    return generators.get(index);
  }

  /** Longest edge of a tile, voxels. */
  int tile() {
    return tile;
  }

  /** Size of stage {@code index} when the last trained stage has this size. */
  public GridSize sizeAt(int index, GridSize finest) {
    GridSize trained = stages.get(index).trainingSize();
    GridSize last = stages.get(stages.size() - 1).trainingSize();
    return new GridSize(
        scaled(finest.nx(), trained.nx(), last.nx()),
        scaled(finest.ny(), trained.ny(), last.ny()),
        scaled(finest.nz(), trained.nz(), last.nz()));
  }

  private static int scaled(int n, int numerator, int denominator) {
    return Math.max(1, Math.round((float) n * numerator / denominator));
  }

  /**
   * Runs every stage.
   *
   * @param finest voxels of the result
   * @param diversity factor on the latents of every stage above the coarsest
   * @return {@code [z][y][x][4]}, clamped to [-1, 1]
   */
  public float[] generate(Latents latents, GridSize finest, float diversity) {
    return generate(
        new Recipe.Generated(latents),
        finest,
        new RemixSettings(finest, diversity, Periodicity.NONE),
        Progress.NONE);
  }

  /**
   * Carries out a recipe.
   *
   * @param finest voxels of the last trained stage
   * @param settings how it shall be; if its size is another than {@code finest} (because finer
   *     stages are not trained yet), the result is interpolated
   * @param progress asked whether to go on
   * @return {@code [z][y][x][4]}, clamped to [-1, 1]
   * @throws java.util.concurrent.CancellationException if the progress is cancelled
   * @throws IllegalArgumentException if a mask is of another size than the result
   */
  public float[] generate(
      Recipe recipe, GridSize finest, RemixSettings settings, Progress progress) {
    try (SceneRun run = new SceneRun(this, recipe, finest, settings, StoreFactory.IN_MEMORY)) {
      return ((ArrayStore) run.finish(progress)).values();
    }
  }

  /**
   * Carries out a recipe into a grid file, in memory that does not grow with the scene: what is too
   * large for arrays is kept in temporary files in the folder of the file.
   *
   * @param finest as in {@link #generate(Recipe, GridSize, RemixSettings, Progress)}
   * @param header of the file
   * @param arrayBytes largest array
   * @throws IOException if the file cannot be written
   */
  public void write(
      Recipe recipe,
      GridSize finest,
      RemixSettings settings,
      GridHeader header,
      Path file,
      long arrayBytes,
      Progress progress)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    StoreFactory stores = StoreFactory.withFiles(arrayBytes, folder);
    try (SceneRun run = new SceneRun(this, recipe, finest, settings, stores)) {
      SceneStore scene = run.finish(progress);
      int channels = VoxelGrid.CHANNELS;
      GridFile.stream(
          file,
          header,
          (start, count, out) -> scene.readRun(start / channels, count / channels, out, 0));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Where a scene may come from in the reference: the layouts of its recipe and of all that parts
   * of it come from. None where the last stage has no layout, or where a scene is given.
   *
   * @param finest as in {@link #generate(Recipe, GridSize, RemixSettings, Progress)}
   */
  public List<Arrangement> arrangements(Recipe recipe, GridSize finest, RemixSettings settings) {
    CascadeStage last = stages.get(stages.size() - 1);
    if (!last.hasLayout()) {
      return List.of();
    }
    StageLattice lattice = last.lattice(finest, sizeAt(0, finest), settings.periodicity());
    List<Arrangement> arrangements = new ArrayList<>();
    Recipe part = recipe;
    while (part instanceof Recipe.Rerolled rerolled) {
      arrangements.addAll(last.arrangements(rerolled.fresh(), lattice));
      part = rerolled.old();
    }
    if (part instanceof Recipe.Refined refined && refined.firstStage() > 0) {
      return List.of();
    }
    if (last.isWarped()) {
      return last.arrangements(SceneRun.latents(recipe, lattice), lattice);
    }
    arrangements.addAll(last.arrangements(part.latents(), lattice));
    return arrangements;
  }

  /** Trilinear upsampling of a grid's samples. */
  public static float[] upsample(float[] scene, GridSize from, GridSize to) {
    return new TrilinearResize(VoxelGrid.CHANNELS, from, to).apply(scene);
  }
}
