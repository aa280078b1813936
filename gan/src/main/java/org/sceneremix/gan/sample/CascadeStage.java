package org.sceneremix.gan.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.sceneremix.gan.detail.Arrangement;
import org.sceneremix.gan.lattice.Periodicity;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * One stage of the cascade: what turns latents (and the upsampled result of the stage before) into
 * a grid.
 *
 * <pre>
 *   stage 0     base = layout: a patchwork of the coarsest reference ({@link Pieces})
 *               out  = base + block(base + amplitude * latents, height)
 *   stage k     base = share * layout + (1 - share) * upsampled, clamped result of stage k - 1
 *               out  = base + (1 - share) * block(base + amplitude * latents, height)
 * </pre>
 *
 * <p>The layout of stage k is the same patchwork of its finer reference, and the share is 1 but
 * where pieces meet that do not fit ({@link Latents#layoutShare}).
 *
 * <p>So what the networks made of a seam is kept, and all else is as sharp as the reference at
 * every stage. A seam is as many voxels wide at all stages and gets narrower with them, as in Burt
 * and Adelson 1983, "A multiresolution spline with application to image mosaics".
 *
 * <p>In models of earlier formats finer stages have no patchwork, or stage 0 has no base: {@code
 * out = mean(z) + block(latents, height)}, with latents that are independent or pieces of smooth
 * ones.
 *
 * <p>Height runs from -1 to 1 over the layers of the training scene: scenes are alike in x and y,
 * not in z.
 */
public final class CascadeStage {

  private static final int C = VoxelGrid.CHANNELS;

  /** Edge of the pieces of new models, voxels. */
  private static final int PIECE_EDGE = 7;

  /** Amplitude of the coarsest latents, in units of the deviation from the mean of each layer. */
  private static final double NOISE_PER_DEVIATION = 0.1;

  private final int index;
  private final GridSize trainingSize;
  private final float noiseAmplitude;
  private final float[] meanByHeight;
  private final Pieces pieces;

  /** A stage without pieces; otherwise as the other constructor. */
  public CascadeStage(
      int index, GridSize trainingSize, float noiseAmplitude, float[] meanByHeight) {
    this(index, trainingSize, noiseAmplitude, meanByHeight, null);
  }

  /**
   * @param index 0 is the coarsest
   * @param trainingSize voxels of the scene that the stage was trained on
   * @param noiseAmplitude standard deviation of the latents, in stored units
   * @param meanByHeight stage 0 without pieces of the scene: mean voxel of every layer of the
   *     reference, {@code nz * 4} values; else empty
   * @param pieces what a layout or, in an earlier format, the latents of stage 0 are made of; null
   *     where there are none
   */
  public CascadeStage(
      int index, GridSize trainingSize, float noiseAmplitude, float[] meanByHeight, Pieces pieces) {
    if (index != 0 && pieces != null && !pieces.isOfScene()) {
      throw new IllegalArgumentException("only stage 0 can be made of pieces of latents");
    }
    boolean needsMean = index == 0 && (pieces == null || !pieces.isOfScene());
    if (meanByHeight.length != (needsMean ? trainingSize.nz() * C : 0)) {
      throw new IllegalArgumentException(
          "stage " + index + " cannot have a mean of " + meanByHeight.length + " values");
    }
    this.index = index;
    this.trainingSize = Objects.requireNonNull(trainingSize, "trainingSize");
    this.noiseAmplitude = noiseAmplitude;
    this.meanByHeight = meanByHeight;
    this.pieces = pieces;
  }

  /** The coarsest stage for this reference, with the layout that suits it. */
  public static CascadeStage coarsest(VoxelGrid reference) {
    return coarsest(reference, LayoutKind.AUTO);
  }

  /** The coarsest stage for this reference. */
  public static CascadeStage coarsest(VoxelGrid reference, LayoutKind layout) {
    float[] scene = reference.data();
    int layer = reference.nx() * reference.ny();
    double squares = 0;
    for (int z = 0; z < reference.nz(); z++) {
      for (int c = 0; c < C; c++) {
        double sum = 0;
        double squareSum = 0;
        for (int i = 0; i < layer; i++) {
          double value = scene[(z * layer + i) * C + c];
          sum += value;
          squareSum += value * value;
        }
        squares += squareSum - sum * sum / layer;
      }
    }
    double deviation = Math.sqrt(squares / scene.length);
    GridSize size = GridSize.of(reference);
    return new CascadeStage(
        0,
        size,
        (float) (NOISE_PER_DEVIATION * deviation),
        new float[0],
        Pieces.ofScene(PIECE_EDGE, layout, size, scene));
  }

  /**
   * This stage above the coarsest with the layout of the coarsest one.
   *
   * @param coarsest stage 0; if it has no layout, neither has this stage
   * @param reference the scene at this stage
   */
  public CascadeStage withLayout(CascadeStage coarsest, VoxelGrid reference) {
    if (!coarsest.hasLayout()) {
      return this;
    }
    if (!GridSize.of(reference).equals(trainingSize)) {
      throw new IllegalArgumentException(
          "a stage of " + trainingSize + " voxels has no scene of " + GridSize.of(reference));
    }
    Pieces finer = coarsest.pieces.finer(trainingSize, reference.data());
    return new CascadeStage(index, trainingSize, noiseAmplitude, meanByHeight, finer);
  }

  public int index() {
    return index;
  }

  public GridSize trainingSize() {
    return trainingSize;
  }

  public float noiseAmplitude() {
    return noiseAmplitude;
  }

  /** In earlier formats stage 0's mean voxel of every layer, {@code nz * 4} values; else empty. */
  public float[] meanByHeight() {
    return meanByHeight;
  }

  /** Edge of the pieces that a scene is made of, voxels of stage 0; 0 where there are none. */
  public int pieceEdge() {
    return pieces == null ? 0 : pieces.edge();
  }

  /** Whether a scene begins with the whole reference, bent, and not with pieces of it. */
  public boolean isWarped() {
    return pieces != null && pieces.isWarped();
  }

  /** The scene that the layout is made of, {@code [z][y][x][4]}; empty where there is no layout. */
  public float[] pieceScene() {
    return pieces == null ? new float[0] : pieces.scene();
  }

  /** Whether a scene has a layout at this stage, which follows from latents. */
  public boolean hasLayout() {
    return pieces != null && pieces.isOfScene();
  }

  /**
   * A scene at this stage.
   *
   * @param size its voxels
   * @param coarsest its voxels at stage 0
   */
  public StageLattice lattice(GridSize size, GridSize coarsest, Periodicity periodicity) {
    return new StageLattice(index, size, coarsest, periodicity, pieces);
  }

  /** The lattice of the scene that the stage was trained on, given that of stage 0. */
  public StageLattice trainingLattice(CascadeStage coarsest) {
    return lattice(trainingSize, coarsest.trainingSize, Periodicity.NONE);
  }

  /**
   * The layout of a whole scene.
   *
   * @return {@code [z][y][x][4]}
   */
  public static float[] layout(Latents latents, StageLattice lattice) {
    return layout(latents, Window.all(lattice.size()), lattice);
  }

  /** The layout in a window, with emptiness where it leaves the scene. */
  static float[] layout(Latents latents, Window window, StageLattice lattice) {
    float[] out = new float[window.size().voxelCount() * C];
    forEachVoxel(
        window,
        lattice,
        (x, y, z, at) -> {
          if (x < 0) {
            Windows.setEmpty(out, at);
          } else {
            latents.addLayout(lattice, x, y, z, 1, out, at);
          }
        });
    return out;
  }

  /**
   * Puts the layout of a scene where it has a say ({@link Latents#layoutShare}).
   *
   * @param scene upsampled result of the stage before, {@code [z][y][x][4]} of the size of the
   *     lattice
   */
  public static void layOver(float[] scene, Latents latents, StageLattice lattice) {
    layOver(scene, latents, Window.all(lattice.size()), lattice);
  }

  /** The same in a window. */
  static void layOver(float[] scene, Latents latents, Window window, StageLattice lattice) {
    forEachVoxel(
        window,
        lattice,
        (x, y, z, at) -> {
          float share = x < 0 ? 0 : latents.layoutShare(lattice, x, y, z);
          if (share > 0) {
            for (int c = at; c < at + C; c++) {
              scene[c] *= 1 - share;
            }
            latents.addLayout(lattice, x, y, z, share, scene, at);
          }
        });
  }

  /**
   * What the layout leaves to the networks: what their residual is multiplied with.
   *
   * @return for every voxel of the window 1 less the share of the layout; null where it is 1 for
   *     all, because the stage is the coarsest or has no layout
   */
  public float[] shareOfNetworks(Latents latents, Window window, StageLattice lattice) {
    if (index == 0 || !hasLayout()) {
      return null;
    }
    float[] shares = new float[window.size().voxelCount()];
    forEachVoxel(
        window,
        lattice,
        (x, y, z, at) -> shares[at / C] = x < 0 ? 0 : 1 - latents.layoutShare(lattice, x, y, z));
    return shares;
  }

  /**
   * Scales voxels.
   *
   * @param values four for every share
   * @param shares of {@link #shareOfNetworks}
   */
  public static void scale(float[] values, float[] shares) {
    if (shares != null) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= shares[i / C];
      }
    }
  }

  /** What is done with a voxel of a window; x is -1 where it lies beyond the scene. */
  @FunctionalInterface
  private interface VoxelAction {
    void accept(int x, int y, int z, int offset);
  }

  private static void forEachVoxel(Window window, StageLattice lattice, VoxelAction action) {
    GridSize size = lattice.size();
    int at = 0;
    for (int k = 0; k < window.size().nz(); k++) {
      int z = window.z0() + k;
      for (int j = 0; j < window.size().ny(); j++) {
        int y =
            z < 0 || z >= size.nz() ? -1 : lattice.periodicity().wrapY(window.y0() + j, size.ny());
        for (int i = 0; i < window.size().nx(); i++, at += C) {
          int x = y < 0 ? -1 : lattice.periodicity().wrapX(window.x0() + i, size.nx());
          action.accept(x, y, z, at);
        }
      }
    }
  }

  /** Where the columns of layouts come from in the training scene. */
  List<Arrangement> arrangements(Latents latents, StageLattice lattice) {
    return isWarped()
        ? List.of(warpedArrangement(latents, lattice))
        : latents.layouts().stream().map(layout -> cutArrangement(layout, lattice)).toList();
  }

  private Arrangement warpedArrangement(Latents latents, StageLattice lattice) {
    GridSize size = lattice.size();
    float[] x = new float[size.nx() * size.ny()];
    float[] y = new float[x.length];
    double[] place = new double[2];
    for (int column = 0; column < x.length; column++) {
      Arrays.fill(place, 0);
      latents.addPlace(lattice, column % size.nx(), column / size.nx(), 0, 1, place);
      x[column] = (float) (place[0] - 0.5);
      y[column] = (float) (place[1] - 0.5);
    }
    return new Arrangement(size, trainingSize, x, y);
  }

  private Arrangement cutArrangement(Latents latents, StageLattice lattice) {
    StageLattice places =
        new StageLattice(
            index, lattice.size(), lattice.coarsest(), lattice.periodicity(), pieces.ofPlaces());
    GridSize size = lattice.size();
    float[] x = new float[size.nx() * size.ny()];
    float[] y = new float[x.length];
    float[] place = new float[C];
    for (int column = 0; column < x.length; column++) {
      Arrays.fill(place, 0);
      latents.addLayout(places, column % size.nx(), column / size.nx(), 0, 1, place, 0);
      x[column] = place[0];
      y[column] = place[1];
    }
    return new Arrangement(size, trainingSize, x, y);
  }

  /**
   * Fills the input of the generator for a window; where the window (grown by the halo) leaves the
   * scene, the base is empty and the latents are zero.
   *
   * @param base what the block is the residual of, {@code [z][y][x][4]} of the size of the lattice;
   *     null where a stage 0 has none
   * @param lattice the scene that is generated
   * @param diversity factor on the latents
   * @param window the wanted output
   * @param input receives {@code (nz + 10) (ny + 10) (nx + 10) * 5} values from {@code offset} on
   */
  public void fillInput(
      float[] base,
      StageLattice lattice,
      Latents latents,
      float diversity,
      Window window,
      float[] input,
      int offset) {
    Window grown = window.grown(Generator.HALO);
    float[] here = null;
    if (base != null) {
      here = new float[grown.size().voxelCount() * C];
      Windows.read(base, lattice.size(), grown, here, 0);
    }
    fillInput(here, grown, lattice, latents, diversity, input, offset);
  }

  /**
   * Fills the input of the generator.
   *
   * @param base what the block is the residual of, in the window {@code grown}; null where a stage
   *     0 has none
   * @param grown the wanted output with the halo
   * @param lattice the scene that is generated
   */
  void fillInput(
      float[] base,
      Window grown,
      StageLattice lattice,
      Latents latents,
      float diversity,
      float[] input,
      int offset) {
    float amplitude = latents.present(index) ? noiseAmplitude * diversity : 0;
    forEachVoxel(
        grown,
        lattice,
        (x, y, z, from) -> {
          int at = offset + from / C * Generator.INPUT_CHANNELS;
          for (int c = 0; c < C; c++) {
            input[at + c] = base == null ? 0 : base[from + c];
          }
          if (x >= 0 && amplitude != 0) {
            latents.addTo(lattice, x, y, z, amplitude, input, at);
          }
          input[at + C] = (2 * z + 1f) / trainingSize.nz() - 1;
        });
  }

  /** Adds what the block is the residual of: the base, or the mean of each layer. */
  public void addBase(float[] base, GridSize size, Window window, float[] output, int offset) {
    int at = offset;
    for (int k = 0; k < window.size().nz(); k++) {
      int z = window.z0() + k;
      for (int j = 0; j < window.size().ny(); j++) {
        int y = window.y0() + j;
        for (int i = 0; i < window.size().nx(); i++, at += C) {
          int x = window.x0() + i;
          if (x < 0 || x >= size.nx() || y < 0 || y >= size.ny() || z < 0 || z >= size.nz()) {
            continue;
          }
          for (int c = 0; c < C; c++) {
            output[at + c] +=
                base == null
                    ? meanByHeight[Math.min(z, trainingSize.nz() - 1) * C + c]
                    : base[((z * size.ny() + y) * size.nx() + x) * C + c];
          }
        }
      }
    }
  }

  /**
   * Adds what the block is the residual of.
   *
   * @param base what the block is the residual of, in the window {@code grown}; null where a stage
   *     0 has none
   * @param grown the window with the halo
   * @param window where the output lies; inside the scene
   */
  void addBase(float[] base, Window grown, Window window, float[] output) {
    int at = 0;
    for (int k = 0; k < window.size().nz(); k++) {
      int z = window.z0() + k;
      int mean = Math.min(z, trainingSize.nz() - 1) * C;
      for (int j = 0; j < window.size().ny(); j++) {
        int row =
            ((z - grown.z0()) * grown.size().ny() + window.y0() + j - grown.y0())
                    * grown.size().nx()
                + window.x0()
                - grown.x0();
        for (int i = 0; i < window.size().nx() * C; i++, at++) {
          output[at] += base == null ? meanByHeight[mean + i % C] : base[row * C + i];
        }
      }
    }
  }
}
