package org.sceneremix.gan.sample;

import java.util.stream.IntStream;
import org.sceneremix.volume.GridSize;

/**
 * The coarsest latents as a patchwork: a remix's are pieces of those that the model learns to turn
 * into its reference, laid out anew.
 *
 * <p>A generator that sees 11^3 independent deviates has to find a scene for every combination of
 * them, and in minutes it finds coloured mush. Pieces it knows: what it learns for the
 * reconstruction (and is taught for patchworks, see {@code StageTrainer}) holds in every remix, and
 * what is left to the critics is how pieces join.
 *
 * <p>Pieces are the cells of a Voronoi diagram over x and y whose sites lie at random in the
 * squares of a lattice, one in each; they have the full height of the scene, because scenes are
 * alike along the ground, not upwards. A piece at a border of the scene comes from the same border
 * of the reference, at the same distance; all others from anywhere between its borders. Which piece
 * lies where is a function of seed and voxel, so that tiles see what the whole would, and only the
 * pieces at its far ends change when a remix gets larger.
 *
 * <p>The latents that are cut up are independent deviates smoothed with a Gaussian and scaled to
 * unit variance: they change slowly enough that few voxels tell where in the reference they lie.
 */
public final class Pieces {

  /** Radius and standard deviation of the Gaussian, voxels. */
  private static final int RADIUS = 2;

  private static final double SPREAD = 1.2;

  /** Change of the share over which one piece gives way to another; {@link #change}. */
  private static final double CHANGE = 0.25;

  private static final SeededLatents NOISE = SeededLatents.RECONSTRUCTION;

  private final int edge;
  private final GridSize trained;
  private final float[] kernel = new float[2 * RADIUS + 1];
  private final float[] table;

  /**
   * @param edge mean edge of a piece, voxels
   * @param trained voxels of the reference at the coarsest stage
   */
  Pieces(int edge, GridSize trained) {
    if (edge < 1) {
      throw new IllegalArgumentException("a piece cannot have an edge of " + edge + " voxels");
    }
    this.edge = edge;
    this.trained = trained;
    double squares = 0;
    for (int i = 0; i < kernel.length; i++) {
      double value = Math.exp(-(i - RADIUS) * (i - RADIUS) / (2 * SPREAD * SPREAD));
      squares += value * value;
      kernel[i] = (float) value;
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= (float) Math.sqrt(squares);
    }
    this.table = new float[trained.voxelCount() * Latents.CHANNELS];
    IntStream.range(0, trained.nz() * trained.ny())
        .parallel()
        .forEach(
            row -> {
              for (int x = 0; x < trained.nx(); x++) {
                int at = (row * trained.nx() + x) * Latents.CHANNELS;
                smooth(x, row % trained.ny(), row / trained.ny(), 1, table, at);
              }
            });
  }

  int edge() {
    return edge;
  }

  /** Voxels of the reference. */
  GridSize trained() {
    return trained;
  }

  /** Adds the smooth latents of the reconstruction at a voxel; defined beyond the reference too. */
  void addReconstruction(int x, int y, int z, float amplitude, float[] out, int offset) {
    boolean inside =
        x >= 0 && x < trained.nx() && y >= 0 && y < trained.ny() && z >= 0 && z < trained.nz();
    if (!inside) {
      smooth(x, y, z, amplitude, out, offset);
      return;
    }
    int at = ((z * trained.ny() + y) * trained.nx() + x) * Latents.CHANNELS;
    for (int c = 0; c < Latents.CHANNELS; c++) {
      out[offset + c] += amplitude * table[at + c];
    }
  }

  private void smooth(int x, int y, int z, float amplitude, float[] out, int offset) {
    for (int k = -RADIUS; k <= RADIUS; k++) {
      for (int j = -RADIUS; j <= RADIUS; j++) {
        for (int i = -RADIUS; i <= RADIUS; i++) {
          float weight = kernel[i + RADIUS] * kernel[j + RADIUS] * kernel[k + RADIUS];
          NOISE.addIndependent(0, x + i, y + j, z + k, amplitude * weight, out, offset);
        }
      }
    }
  }

  /**
   * Which column of the reference lies at a column of a remix.
   *
   * @param key of the remix
   * @param scene voxels of the remix at the coarsest stage
   * @param periodicity along periodic axes there is no border
   * @return {@code x + nx * y} of the reference
   */
  int column(long key, GridSize scene, Periodicity periodicity, int x, int y) {
    int squareX = Math.floorDiv(x, edge);
    int squareY = Math.floorDiv(y, edge);
    double least = Double.POSITIVE_INFINITY;
    double siteX = 0;
    double siteY = 0;
    long site = 0;
    for (int j = squareY - 1; j <= squareY + 1; j++) {
      for (int i = squareX - 1; i <= squareX + 1; i++) {
        long bits = SeededLatents.mixed(key, i, j);
        double px = (i + SeededLatents.uniform(bits, 1)) * edge;
        double py = (j + SeededLatents.uniform(bits, 2)) * edge;
        double dx = px - x - 0.5;
        double dy = py - y - 0.5;
        double distance = dx * dx + dy * dy;
        if (distance < least) {
          least = distance;
          siteX = px;
          siteY = py;
          site = bits;
        }
      }
    }
    int fromX =
        source(
            siteX,
            x,
            periodicity.alongX(),
            scene.nx(),
            trained.nx(),
            SeededLatents.uniform(site, 3));
    int fromY =
        source(
            siteY,
            y,
            periodicity.alongY(),
            scene.ny(),
            trained.ny(),
            SeededLatents.uniform(site, 4));
    return fromX + trained.nx() * fromY;
  }

  /**
   * Along one axis.
   *
   * @param site of the piece in the remix
   * @param length of the remix
   * @param reference length of the reference
   * @param chance where from between the borders, in [0, 1)
   */
  private int source(
      double site, int voxel, boolean periodic, int length, int reference, double chance) {
    double border = Math.min(0.5 * edge + 1, 0.5 * reference);
    double from;
    if (!periodic && site < border) {
      from = site;
    } else if (!periodic && site > length - border) {
      from = reference - (length - site);
    } else {
      from = border + chance * (reference - 2 * border);
    }
    return Math.floorMod((int) Math.floor(from + (voxel + 0.5 - site)), reference);
  }

  /**
   * As {@link #column}, where a column and its eight neighbours in the remix are neighbours in the
   * reference too; -1 elsewhere.
   */
  int columnInside(long key, GridSize scene, Periodicity periodicity, int x, int y) {
    int column = column(key, scene, periodicity, x, y);
    int shiftX = column % trained.nx() - x;
    int shiftY = column / trained.nx() - y;
    for (int j = Math.max(0, y - 1); j <= Math.min(scene.ny() - 1, y + 1); j++) {
      for (int i = Math.max(0, x - 1); i <= Math.min(scene.nx() - 1, x + 1); i++) {
        int other = column(key, scene, periodicity, i, j);
        if (other % trained.nx() - i != shiftX || other / trained.nx() - j != shiftY) {
          return -1;
        }
      }
    }
    return column;
  }

  /**
   * How far a place has changed from one remix into another, where both are mixed: one square of
   * the lattice after the other does so, so that most places look like one of both at any time.
   * (The mean of the latents of two pieces is no piece.)
   *
   * @param share of the other remix, 0 to 1
   */
  double change(int x, int y, double share) {
    long square = SeededLatents.mixed(edge, Math.floorDiv(x, edge), Math.floorDiv(y, edge));
    double start = (1 - CHANGE) * SeededLatents.uniform(square, 5);
    return Math.max(0, Math.min(1, (share - start) / CHANGE));
  }
}
