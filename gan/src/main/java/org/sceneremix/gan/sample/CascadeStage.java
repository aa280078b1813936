package org.sceneremix.gan.sample;

import java.util.Objects;
import org.sceneremix.gan.net.Generator;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/**
 * One stage of the cascade: what turns latents (and the upsampled result of the stage before) into
 * a grid.
 *
 * <pre>
 *   stage 0     out = mean(z) + block(latents, height)
 *   stage k     out = base + block(base + amplitude * latents, height)      base = upsampled, clamped result of stage k - 1
 * </pre>
 *
 * <p>Height runs from -1 to 1 over the layers of the training scene: scenes are alike in x and y,
 * not in z.
 */
public final class CascadeStage {

  private static final int C = VoxelGrid.CHANNELS;

  /** Edge of the pieces that latents of new models are made of, voxels. */
  private static final int PIECE_EDGE = 7;

  private final int index;
  private final GridSize trainingSize;
  private final float noiseAmplitude;
  private final float[] meanByHeight;
  private final Pieces pieces;

  /** A stage with independent latents; otherwise as the other constructor. */
  public CascadeStage(
      int index, GridSize trainingSize, float noiseAmplitude, float[] meanByHeight) {
    this(index, trainingSize, noiseAmplitude, meanByHeight, 0);
  }

  /**
   * @param index 0 is the coarsest
   * @param trainingSize voxels of the scene that the stage was trained on
   * @param noiseAmplitude standard deviation of the latents, in stored units; 1 for stage 0
   * @param meanByHeight stage 0: mean voxel of every layer of the reference, {@code nz * 4} values;
   *     else empty
   * @param pieceEdge stage 0: edge of the pieces that its latents are made of, voxels; 0 where
   *     latents are independent
   */
  public CascadeStage(
      int index, GridSize trainingSize, float noiseAmplitude, float[] meanByHeight, int pieceEdge) {
    if (meanByHeight.length != (index == 0 ? trainingSize.nz() * C : 0)) {
      throw new IllegalArgumentException(
          "stage " + index + " cannot have a mean of " + meanByHeight.length + " values");
    }
    this.index = index;
    this.trainingSize = Objects.requireNonNull(trainingSize, "trainingSize");
    this.noiseAmplitude = noiseAmplitude;
    this.meanByHeight = meanByHeight;
    if (pieceEdge != 0 && index != 0) {
      throw new IllegalArgumentException("only the latents of stage 0 can be made of pieces");
    }
    this.pieces = pieceEdge == 0 ? null : new Pieces(pieceEdge, trainingSize);
  }

  /** The coarsest stage for this reference. */
  public static CascadeStage coarsest(VoxelGrid reference) {
    float[] mean = new float[reference.nz() * C];
    int layer = reference.nx() * reference.ny();
    for (int z = 0; z < reference.nz(); z++) {
      for (int c = 0; c < C; c++) {
        double sum = 0;
        for (int i = 0; i < layer; i++) {
          sum += reference.data()[(z * layer + i) * C + c];
        }
        mean[z * C + c] = (float) (sum / layer);
      }
    }
    return new CascadeStage(0, GridSize.of(reference), 1f, mean, PIECE_EDGE);
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

  /** Stage 0: mean voxel of every layer, {@code nz * 4} values; else empty. */
  public float[] meanByHeight() {
    return meanByHeight;
  }

  /** Edge of the pieces that the latents are made of, voxels; 0 where they are independent. */
  public int pieceEdge() {
    return pieces == null ? 0 : pieces.edge();
  }

  /**
   * Which column of the training scene a remix is to repeat at one of its columns, as far as its
   * latents say.
   *
   * @param seed number of the remix
   * @param size voxels of the remix at this stage
   * @return {@code x + nx * y} of the training scene; -1 where pieces meet, or if the latents are
   *     not made of pieces
   */
  public int repeatedColumn(long seed, GridSize size, int x, int y) {
    long key = SeededLatents.ofSeed(seed).key();
    return pieces == null ? -1 : pieces.columnInside(key, size, Periodicity.NONE, x, y);
  }

  /**
   * Fills the input of the generator for a window; where the window (grown by the halo) leaves the
   * scene, the base is empty and the latents are zero.
   *
   * @param base upsampled result of the stage before, {@code [z][y][x][4]} of {@code size}; null
   *     for stage 0
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
   * @param base upsampled result of the stage before in the window {@code grown}; null for stage 0
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
   * @param base upsampled result of the stage before in the window {@code grown}; null for stage 0
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
