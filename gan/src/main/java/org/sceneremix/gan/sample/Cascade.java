package org.sceneremix.gan.sample;

import java.util.ArrayList;
import java.util.List;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.gan.net.Tensor;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.TrilinearResize;
import org.sceneremix.volume.VoxelGrid;

/**
 * The trained stages in a row: latents in, grid out, at any size.
 *
 * <p>A stage is run in tiles of at most {@link #TILE} voxels an edge, each with the halo that its
 * convolutions need, so memory does not grow with the scene. Not safe for use by two threads at
 * once.
 */
public final class Cascade {

  /** Longest edge of a tile, voxels. */
  private static final int TILE = 40;

  private final int width;
  private final List<CascadeStage> stages = new ArrayList<>();
  private final List<Generator> generators = new ArrayList<>();

  /**
   * @param width channels of the hidden layers of every block
   */
  public Cascade(int width) {
    this.width = width;
  }

  /** Appends a stage with these generator weights. */
  public void add(CascadeStage stage, float[] weights) {
    if (stage.index() != stages.size()) {
      throw new IllegalArgumentException(
          "stage " + stage.index() + " cannot follow " + stages.size() + " stages");
    }
    Generator generator = new Generator(width);
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
    return generate(null, null, 0, latents, finest, diversity);
  }

  /**
   * Runs the stages from {@code startStage} on, on a given scene.
   *
   * @param scene result of the stage before, or any scene of the same place; null for start stage 0
   * @param sceneSize its size; null for start stage 0
   */
  public float[] generate(
      float[] scene,
      GridSize sceneSize,
      int startStage,
      Latents latents,
      GridSize finest,
      float diversity) {
    float[] result = scene;
    GridSize size = sceneSize;
    for (int k = startStage; k < stages.size(); k++) {
      GridSize next = sizeAt(k, finest);
      float[] base = k == 0 ? null : upsample(result, size, next);
      result = runStage(k, base, next, latents, k == 0 ? 1 : diversity);
      size = next;
    }
    return result;
  }

  /** Trilinear upsampling of a grid's samples. */
  public static float[] upsample(float[] scene, GridSize from, GridSize to) {
    return new TrilinearResize(VoxelGrid.CHANNELS, from, to).apply(scene);
  }

  private float[] runStage(
      int index, float[] base, GridSize size, Latents latents, float diversity) {
    CascadeStage stage = stages.get(index);
    GridSize tile =
        new GridSize(
            Math.min(TILE, size.nx()), Math.min(TILE, size.ny()), Math.min(TILE, size.nz()));
    Generator generator = generators.get(index);
    int halo = 2 * Generator.HALO;
    Tensor input = generator.input(1, tile.nz() + halo, tile.ny() + halo, tile.nx() + halo);
    float[] in = new float[input.length()];
    float[] out = new float[tile.voxelCount() * VoxelGrid.CHANNELS];
    float[] result = new float[size.voxelCount() * VoxelGrid.CHANNELS];
    for (int z : starts(size.nz(), tile.nz())) {
      for (int y : starts(size.ny(), tile.ny())) {
        for (int x : starts(size.nx(), tile.nx())) {
          Window window = new Window(x, y, z, tile);
          stage.fillInput(base, size, latents, diversity, window, in, 0);
          input.load(in, 0);
          generator.forward(input).store(out, 0);
          stage.addBase(base, size, window, out, 0);
          Windows.write(out, 0, window, result, size);
        }
      }
    }
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.max(-1f, Math.min(1f, result[i]));
    }
    return result;
  }

  /** First voxels of the tiles along an axis; the last one is moved back to end with the scene. */
  private static int[] starts(int n, int tile) {
    int count = (n + tile - 1) / tile;
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = Math.min(i * tile, n - tile);
    }
    return starts;
  }
}
