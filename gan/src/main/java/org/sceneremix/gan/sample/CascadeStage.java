package org.sceneremix.gan.sample;

import java.util.Arrays;
import java.util.Objects;
import org.sceneremix.gan.detail.Arrangement;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * One stage of the cascade: what turns latents (and the upsampled result of the stage before) into
 * a grid.
 *
 * <pre>
 *   out = base + block(base + amplitude * latents, height)
 *
 *   stage 0     base = layout: a patchwork of the coarsest reference ({@link Pieces})
 *   stage k     base = upsampled, clamped result of stage k - 1
 * </pre>
 *
 * <p>In models of earlier formats stage 0 has no base: {@code out = mean(z) + block(latents,
 * height)}, with latents that are independent or pieces of smooth ones.
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
   * @param pieces stage 0: what a layout or, in an earlier format, its latents are made of; null
   *     where there are none
   */
  public CascadeStage(
      int index, GridSize trainingSize, float noiseAmplitude, float[] meanByHeight, Pieces pieces) {
    if (pieces != null && index != 0) {
      throw new IllegalArgumentException("only stage 0 can be made of pieces");
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

  /** The coarsest stage for this reference. */
  public static CascadeStage coarsest(VoxelGrid reference) {
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
        Pieces.ofScene(PIECE_EDGE, size, scene));
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

  /** Edge of the pieces that stage 0 is made of, voxels; 0 where there are none. */
  public int pieceEdge() {
    return pieces == null ? 0 : pieces.edge();
  }

  /** The scene that the layout is made of, {@code [z][y][x][4]}; empty where there is no layout. */
  public float[] pieceScene() {
    return pieces == null ? new float[0] : pieces.scene();
  }

  /** Whether this stage has a base of its own, the layout that follows from latents. */
  public boolean hasLayout() {
    return pieces != null && pieces.isOfScene();
  }

  /**
   * The layout of a whole scene.
   *
   * @param size voxels of the scene
   * @return {@code [z][y][x][4]}
   */
  public float[] layout(Latents latents, GridSize size) {
    return layout(latents, Window.all(size), size, Periodicity.NONE);
  }

  /** The layout in a window, with emptiness where it leaves the scene. */
  float[] layout(Latents latents, Window window, GridSize size, Periodicity periodicity) {
    StageLattice lattice = new StageLattice(index, size, periodicity, pieces);
    float[] out = new float[window.size().voxelCount() * C];
    int at = 0;
    for (int k = 0; k < window.size().nz(); k++) {
      int z = window.z0() + k;
      for (int j = 0; j < window.size().ny(); j++) {
        int y = z < 0 || z >= size.nz() ? -1 : periodicity.wrapY(window.y0() + j, size.ny());
        for (int i = 0; i < window.size().nx(); i++, at += C) {
          int x = y < 0 ? -1 : periodicity.wrapX(window.x0() + i, size.nx());
          if (x < 0) {
            Windows.setEmpty(out, at);
          } else {
            latents.addLayout(lattice, x, y, z, 1, out, at);
          }
        }
      }
    }
    return out;
  }

  /** Where the columns of a layout come from in the training scene. */
  Arrangement arrangement(Latents latents, GridSize size, Periodicity periodicity) {
    StageLattice lattice = new StageLattice(index, size, periodicity, pieces.ofPlaces());
    float[] x = new float[size.nx() * size.ny()];
    float[] y = new float[x.length];
    float[] place = new float[C];
    for (int column = 0; column < x.length; column++) {
      Arrays.fill(place, 0);
      latents.addLayout(lattice, column % size.nx(), column / size.nx(), 0, 1, place, 0);
      x[column] = place[0];
      y[column] = place[1];
    }
    return new Arrangement(size, trainingSize, x, y);
  }

  /**
   * Which column of the training scene a remix is to repeat at one of its columns.
   *
   * @param seed number of the remix
   * @param size voxels of the remix at this stage
   * @return {@code x + nx * y} of the training scene; -1 where pieces meet, or if there are none
   */
  public int repeatedColumn(long seed, GridSize size, int x, int y) {
    long key = SeededLatents.ofSeed(seed).key();
    return pieces == null ? -1 : pieces.columnInside(key, size, Periodicity.NONE, x, y);
  }

  /**
   * Fills the input of the generator for a window; where the window (grown by the halo) leaves the
   * scene, the base is empty and the latents are zero.
   *
   * @param base layout, or upsampled result of the stage before, {@code [z][y][x][4]} of {@code
   *     size}; null where a stage 0 has none
   * @param size voxels of the scene that is generated
   * @param diversity factor on the latents
   * @param window the wanted output
   * @param input receives {@code (nz + 10) (ny + 10) (nx + 10) * 5} values from {@code offset} on
   */
  public void fillInput(
      float[] base,
      GridSize size,
      Latents latents,
      float diversity,
      Window window,
      float[] input,
      int offset) {
    Window grown = window.grown(Generator.HALO);
    float[] here = null;
    if (base != null) {
      here = new float[grown.size().voxelCount() * C];
      Windows.read(base, size, grown, here, 0);
    }
    fillInput(here, grown, size, Periodicity.NONE, latents, diversity, input, offset);
  }

  /**
   * Fills the input of the generator.
   *
   * @param base layout, or upsampled result of the stage before, in the window {@code grown}; null
   *     where a stage 0 has none
   * @param grown the wanted output with the halo
   * @param size voxels of the scene that is generated
   */
  void fillInput(
      float[] base,
      Window grown,
      GridSize size,
      Periodicity periodicity,
      Latents latents,
      float diversity,
      float[] input,
      int offset) {
    StageLattice lattice = new StageLattice(index, size, periodicity, pieces);
    float amplitude = latents.present(index) ? noiseAmplitude * diversity : 0;
    int at = offset;
    int from = 0;
    for (int k = 0; k < grown.size().nz(); k++) {
      int z = grown.z0() + k;
      float height = (2 * z + 1f) / trainingSize.nz() - 1;
      for (int j = 0; j < grown.size().ny(); j++) {
        int y = z < 0 || z >= size.nz() ? -1 : periodicity.wrapY(grown.y0() + j, size.ny());
        for (int i = 0; i < grown.size().nx(); i++, at += Generator.INPUT_CHANNELS, from += C) {
          int x = y < 0 ? -1 : periodicity.wrapX(grown.x0() + i, size.nx());
          for (int c = 0; c < C; c++) {
            input[at + c] = base == null ? 0 : base[from + c];
          }
          if (x >= 0 && amplitude != 0) {
            latents.addTo(lattice, x, y, z, amplitude, input, at);
          }
          input[at + C] = height;
        }
      }
    }
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
   * @param base layout, or upsampled result of the stage before, in the window {@code grown}; null
   *     where a stage 0 has none
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
