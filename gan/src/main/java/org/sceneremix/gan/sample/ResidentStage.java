package org.sceneremix.gan.sample;

import org.sceneremix.gan.compute.Engine;
import org.sceneremix.gan.compute.PieceColumns;
import org.sceneremix.gan.compute.Tensor;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * What goes into a {@link CascadeStage} with a layout and what comes out of it, where an engine
 * keeps its tensors: the same as that class computes, at the size that the stage was trained on.
 * What is sent there is the layout of a scene, one number a column.
 *
 * <p>Scenes are {@code [1, nz, ny, nx, 4]}, layouts {@code [1, 1, ny, nx, 1]}, coded as {@link
 * PieceColumns} says. Latents are those of a seed or of the reconstruction.
 */
public final class ResidentStage {

  private static final int C = VoxelGrid.CHANNELS;

  private final Engine engine;
  private final CascadeStage stage;
  private final StageLattice lattice;
  private final GridSize size;

  /** What pieces are cut from, and a row of nothing behind it. */
  private final Tensor pieceScene;

  /** As large. */
  private final Tensor ones;

  /**
   * @param stage with a layout
   * @param coarsest stage 0, which may be this stage
   */
  public ResidentStage(Engine engine, CascadeStage stage, CascadeStage coarsest) {
    this.engine = engine;
    this.stage = stage;
    this.lattice = stage.trainingLattice(coarsest);
    this.size = stage.trainingSize();
    this.pieceScene = engine.tensor(1, size.nz(), size.ny() + 1, size.nx(), C);
    Tensor pieces = scene();
    pieces.load(stage.pieceScene(), 0);
    engine.cut(pieces, 0, 0, 0, VoxelGrid.EMPTY_DENSITY, pieceScene);
    this.ones = engine.tensor(1, size.nz(), size.ny() + 1, size.nx(), 1);
    engine.fill(ones, 1);
  }

  /** A column of {@link #pieceScene}. */
  private int column(int ofReference) {
    return ofReference == ColumnMap.NOTHING ? size.nx() * size.ny() : ofReference;
  }

  /** A tensor for a scene of this stage; its values are not set. */
  public Tensor scene() {
    return engine.tensor(1, size.nz(), size.ny(), size.nx(), C);
  }

  /** A tensor for the layout in a window of this size. */
  public Tensor layoutIn(GridSize window) {
    return engine.tensor(1, 1, window.ny(), window.nx(), 1);
  }

  /** A tensor for the layout of a scene. */
  public Tensor layout() {
    return layoutIn(size);
  }

  /** Sends the layout of a scene. */
  public void loadLayout(Latents latents, Tensor layout) {
    SeededLatents seeded = (SeededLatents) latents;
    float[] codes = new float[size.nx() * size.ny()];
    for (int i = 0; i < codes.length; i++) {
      int x = i % size.nx();
      int y = i / size.nx();
      boolean isBroken = seeded.layoutShare(lattice, x, y, 0) == 0;
      codes[i] = PieceColumns.code(column(seeded.layoutColumn(lattice, x, y)), isBroken);
    }
    layout.load(codes, 0);
  }

  /** The layout in a window, out of that of a scene. */
  public void cutLayout(Tensor layout, Window window, Tensor part) {
    engine.cut(layout, window.x0(), window.y0(), 0, PieceColumns.NOWHERE, part);
  }

  /**
   * What the stage refines.
   *
   * @param before result of the stage before; null at stage 0
   * @param base receives it
   */
  public void fillBase(Tensor before, Tensor layout, Tensor base) {
    if (before != null) {
      engine.resample(before, base);
    }
    engine.putColumns(
        pieceScene, layout, before == null ? PieceColumns.ALL : PieceColumns.FITTING, 0, base);
  }

  /**
   * The input of the generator for a window, as {@link CascadeStage#fillInput}.
   *
   * @param base of the scene
   * @param input of the window grown by the halo
   */
  public void fillInput(Tensor base, Latents latents, Window window, Tensor input) {
    Window grown = window.grown(Generator.HALO);
    SeededLatents seeded = (SeededLatents) latents;
    cut(base, grown, input);
    if (!seeded.coarsestOnly()) {
      engine.addNoise(
          seeded.noiseKey(stage.index()),
          stage.noiseAmplitude(),
          grown.x0(),
          grown.y0(),
          grown.z0(),
          size,
          input);
    }
    engine.setHeight(input, grown.z0(), size.nz());
  }

  /** A window of a scene, with emptiness where it leaves it. */
  public void cut(Tensor scene, Window window, Tensor part) {
    engine.cut(scene, window.x0(), window.y0(), window.z0(), VoxelGrid.EMPTY_DENSITY, part);
  }

  /**
   * What the generator's output is multiplied with in a window: what {@link
   * CascadeStage#shareOfNetworks} says, and nothing beyond the ends of the scene.
   *
   * @param layout in the window
   * @param share {@code [1, .., .., .., 1]} of the window
   */
  public void fillShare(Tensor layout, Window window, Tensor share) {
    engine.fill(share, 0);
    PieceColumns those = stage.index() == 0 ? PieceColumns.ALL : PieceColumns.BROKEN;
    engine.putColumns(ones, layout, those, window.z0(), share);
  }

  /**
   * Puts the reference where pieces of it lie in a window that fit their neighbours.
   *
   * @param layout in the window
   */
  public void putPieces(Tensor layout, Window window, Tensor part) {
    engine.putColumns(pieceScene, layout, PieceColumns.FITTING, window.z0(), part);
  }
}
