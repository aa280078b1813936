package org.sceneremix.gan.sample;

import java.util.ArrayList;
import java.util.List;
import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.Tensor;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.volume.GridSize;

/**
 * The stages of a cascade with layouts, run where an engine keeps its tensors, at the sizes that
 * they were trained on: what {@link Cascade#generate(Latents, GridSize, float)} computes.
 *
 * <p>Stages run whole up to {@value #TILE} voxels along an axis; larger ones in tiles, so that no
 * activation outgrows what devices take in one buffer.
 */
public final class ResidentCascade {

  /** Longest edge of a tile, voxels: 50 MiB an activation with its halo. */
  private static final int TILE = 64;

  private final Engine engine;
  private final List<StageRunner> runners = new ArrayList<>();

  /** All that one stage needs. */
  private final class StageRunner {
    private final ResidentStage stage;
    private final Generator generator;
    private final List<Window> tiles;
    private final Tensor layout;
    private final Tensor layoutInTile;
    private final Tensor base;
    private final Tensor baseInTile;
    private final Tensor share;
    private final Tensor scene;

    StageRunner(ResidentStage stage, List<Window> tiles, Generator generator) {
      this.stage = stage;
      this.generator = generator;
      this.tiles = tiles;
      GridSize tile = tiles.get(0).size();
      this.layout = stage.layout();
      this.layoutInTile = stage.layoutIn(tile);
      this.base = stage.scene();
      this.baseInTile = engine.tensor(1, tile.nz(), tile.ny(), tile.nx(), base.channels());
      this.share = engine.tensor(1, tile.nz(), tile.ny(), tile.nx(), 1);
      this.scene = stage.scene();
    }

    /** Turns the scene of the stage before, null at stage 0, into that of this one. */
    Tensor run(Tensor before, Latents latents) {
      stage.loadLayout(latents, layout);
      stage.fillBase(before, layout, base);
      for (Window tile : tiles) {
        GridSize n = tile.grown(Generator.HALO).size();
        Tensor input = generator.input(1, n.nz(), n.ny(), n.nx());
        stage.fillInput(base, latents, tile, input);
        stage.cutLayout(layout, tile, layoutInTile);
        stage.fillShare(layoutInTile, tile, share);
        stage.cut(base, tile, baseInTile);
        Tensor out = generator.forward(input);
        engine.blend(out, share, baseInTile, out);
        engine.clamp(out, 1);
        engine.paste(out, tile.x0(), tile.y0(), tile.z0(), scene);
      }
      return scene;
    }
  }

  /**
   * @param engine on which the cascade computes
   * @param cascade with a layout at every stage
   */
  public ResidentCascade(Engine engine, Cascade cascade) {
    this(engine, cascade, TILE);
  }

  /**
   * @param tile longest edge of a tile, voxels; the result does not depend on it
   */
  ResidentCascade(Engine engine, Cascade cascade, int tile) {
    this.engine = engine;
    for (int k = 0; k < cascade.stageCount(); k++) {
      CascadeStage stage = cascade.stage(k);
      runners.add(
          new StageRunner(
              new ResidentStage(engine, stage, cascade.stage(0)),
              Window.tiles(stage.trainingSize(), tile),
              cascade.generator(k)));
    }
  }

  /**
   * Runs every stage.
   *
   * @param latents of a seed or of the reconstruction
   * @return {@code [1, nz, ny, nx, 4]}, clamped to [-1, 1]; the next call overwrites it
   */
  public Tensor generate(Latents latents) {
    Tensor scene = null;
    for (StageRunner runner : runners) {
      scene = runner.run(scene, latents);
    }
    return scene;
  }
}
