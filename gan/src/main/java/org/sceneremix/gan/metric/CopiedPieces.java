package org.sceneremix.gan.metric;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * The pieces of a remix that its reference has, too, at one offset along the ground; found from the
 * two grids alone.
 *
 * <p><b>Copied.</b> Two voxels are alike if opacity along a voxel edge and colour times opacity,
 * all in [0, 1], differ by at most {@value #TOLERANCE}: what a vote or a network blurs a little is
 * still a copy, and density scales may differ. A voxel of the remix is copied at the offset (dx,
 * dy) if something is to be seen in it and it lies in a 3x3x3 cube around an occupied voxel every
 * voxel of which is like the reference's at (x + dx, y + dy, z). The reference goes on around its
 * ends, so a copy shifted around them is one piece; beyond the ends of the remix nothing is
 * compared.
 *
 * <p><b>Piece.</b> At one offset a site of the ground holds if a voxel above it is copied, or if
 * its column is empty in both scenes. A piece is what is copied above a connected set (four
 * neighbours) of sites that hold. So things that do not touch but were copied together are one
 * piece.
 *
 * <p><b>Size.</b> On an empty table nearly every offset fits, so counting voxels would make one
 * piece of any two scenes with a table. A voxel therefore weighs what its match says: with N
 * offsets, n of which copy the voxel,
 *
 * <pre>
 *   w = log((N + 1) / n) / log(N + 1)        w = 1 where n = 0
 * </pre>
 *
 * <p>the bits by which the match narrows the offset down, relative to those of a voxel found in one
 * place only. The size of a piece is its share of the weight of all occupied voxels. Chance adds
 * little to it: what fits by chance at an average offset weighs w n / N, which is at most 1 / (e ln
 * N), 4 % for 64x64 offsets. Example: with 64x64 offsets a voxel that fits at one of them weighs 1,
 * at 64 of them 0.5, at all of them 3e-5.
 *
 * @param largest size of the largest piece, in [0, 1]; 0 if the remix is empty
 * @param sizes how much lies in pieces of which size
 */
record CopiedPieces(double largest, PieceSizes sizes) {

  /**
   * Largest difference of voxels that are alike. Of fitted blocks and a fitted meadow, a tenth
   * mixed with the mean of the neighbours, 0.92 and 0.96 are then still one piece (0.79 and 0.76
   * with half the tolerance), while other arrangements of the same boxes have no larger pieces.
   */
  static final double TOLERANCE = 0.1;

  /** Weight of a voxel found nowhere, or once; whole numbers, so that sums have no order. */
  private static final double UNIT = 1 << 20;

  /** The pieces of a remix. */
  static CopiedPieces between(VoxelGrid remix, VoxelGrid reference, Workers workers) {
    Offsets offsets = new Offsets(new Columns(remix, remix.nx()), reference, workers);
    long[] weights = weights(offsets);
    long total = Arrays.stream(weights).sum();
    if (total == 0) {
      return new CopiedPieces(0, PieceSizes.NONE);
    }
    long[] covering = offsets.largestCovering(weights);
    long[] weightsOfClasses = new long[PieceSizes.CLASSES];
    for (int v = 0; v < weights.length; v++) {
      weightsOfClasses[PieceSizes.classOf((double) covering[v] / total)] += weights[v];
    }
    long largest = Arrays.stream(covering).max().orElse(0);
    return new CopiedPieces((double) largest / total, PieceSizes.of(weightsOfClasses));
  }

  private static long[] weights(Offsets offsets) {
    int[] fits = offsets.fits();
    double offsetsAndOne = offsets.count() + 1.0;
    long[] weights = new long[fits.length];
    for (int v = 0; v < fits.length; v++) {
      if (offsets.remix.occupied(v)) {
        double bits = Math.log(offsetsAndOne / Math.max(1, fits[v])) / Math.log(offsetsAndOne);
        weights[v] = Math.max(1, Math.round(UNIT * bits));
      }
    }
    return weights;
  }

  /**
   * Visible part of each voxel, as four numbers of 16 bits in a long; and which are occupied, as
   * rows of bits.
   */
  private static final class Columns {
    /** Steps of the numbers, which with the tolerance stay below the top bit of 16. */
    private static final int STEPS = 20_000;

    private static final long EACH = 0x0001_0001_0001_0001L;
    private static final long TOP = EACH << 15;
    private static final long MARGIN = EACH * Math.round(TOLERANCE * STEPS);

    final int nx;
    final int ny;
    final int nz;

    /** Words of bits a row. */
    final int words;

    /** Values a row, the first ones over again behind the last. */
    final int length;

    final long[] values;
    final long[] occupied;

    /** Flags of the sites in whose column nothing is to be seen. */
    final boolean[] empty;

    /**
     * @param length values to keep of each row, at least as many as it has
     */
    Columns(VoxelGrid grid, int length) {
      this.nx = grid.nx();
      this.ny = grid.ny();
      this.nz = grid.nz();
      this.words = (nx + Long.SIZE - 1) / Long.SIZE;
      this.length = length;
      this.values = new long[ny * nz * length];
      this.occupied = new long[ny * nz * words];
      this.empty = new boolean[nx * ny];
      Arrays.fill(empty, true);
      OccupancyGrid occupancy = OccupancyGrid.of(grid);
      double thickness = grid.densityScale() * grid.shortestVoxelEdge();
      for (int row = 0; row < ny * nz; row++) {
        for (int x = 0; x < nx; x++) {
          values[row * length + x] = pack(grid.data(), row * nx + x, thickness);
          if (occupancy.at(x, row % ny, row / ny)) {
            occupied[row * words + x / Long.SIZE] |= 1L << x;
            empty[row % ny * nx + x] = false;
          }
        }
        for (int x = nx; x < length; x++) {
          values[row * length + x] = values[row * length + x - nx];
        }
      }
    }

    private static long pack(float[] data, int voxel, double thickness) {
      int at = voxel * VoxelGrid.CHANNELS;
      double opacity = -Math.expm1(-thickness * Math.max(0, data[at + VoxelGrid.DENSITY])) * STEPS;
      long packed = Math.round(opacity);
      for (int c = 0; c < VoxelGrid.DENSITY; c++) {
        double colour = Math.max(0, Math.min(1, 0.5 * (data[at + c] + 1)));
        packed = packed << 16 | Math.round(opacity * colour);
      }
      return packed;
    }

    /** Whether no two of the four numbers differ by more than the tolerance. */
    static boolean alike(long a, long b) {
      // the top bit of 16 stays where a + margin >= b, and where b + margin >= a
      return (((a + MARGIN | TOP) - b) & ((b + MARGIN | TOP) - a) & TOP) == TOP;
    }

    boolean occupied(int voxel) {
      return (occupied[voxel / nx * words + voxel % nx / Long.SIZE] >>> voxel % nx & 1) != 0;
    }
  }

  /** All offsets of a remix into its reference. */
  private static final class Offsets {
    final Columns remix;
    private final Columns reference;
    private final Workers workers;

    /** Voxels that are looked at: occupied ones and their neighbours. */
    private final long[] looked;

    Offsets(Columns remix, VoxelGrid reference, Workers workers) {
      this.remix = remix;
      this.workers = workers;
      this.reference = new Columns(reference, reference.nx() + remix.nx);
      Bits bits = new Bits(remix);
      this.looked = new long[remix.occupied.length];
      bits.dilate(remix.occupied, looked);
    }

    int count() {
      return reference.nx * reference.ny;
    }

    /** Number of offsets at which each voxel is copied. */
    int[] fits() {
      int[] fits = new int[remix.nx * remix.ny * remix.nz];
      workers.forEach(
          reference.ny,
          dy -> {
            Search search = new Search(this);
            int[] mine = new int[fits.length];
            for (int dx = 0; dx < reference.nx; dx++) {
              if (search.at(dx, dy)) {
                search.count(mine);
              }
            }
            synchronized (fits) {
              for (int v = 0; v < fits.length; v++) {
                fits[v] += mine[v];
              }
            }
          });
      return fits;
    }

    /** Weight of the largest piece that each voxel is in; 0 if it is in none. */
    long[] largestCovering(long[] weights) {
      long[] largest = new long[weights.length];
      workers.forEach(
          reference.ny,
          dy -> {
            Search search = new Search(this);
            long[] mine = new long[weights.length];
            for (int dx = 0; dx < reference.nx; dx++) {
              if (search.at(dx, dy)) {
                search.cover(weights, mine);
              }
            }
            synchronized (largest) {
              for (int v = 0; v < largest.length; v++) {
                largest[v] = Math.max(largest[v], mine[v]);
              }
            }
          });
      return largest;
    }
  }

  /** Search for what is copied at one offset after another; one thread's. */
  private static final class Search {
    private final Offsets offsets;
    private final Columns remix;
    private final Bits bits;
    private final long[] alike;
    private final long[] copied;
    private final long[] siteWeights;
    private final long[] pieceWeights;
    private final boolean[] holds;
    private final int[] piece;
    private int dx;
    private int dy;

    Search(Offsets offsets) {
      this.offsets = offsets;
      this.remix = offsets.remix;
      this.bits = new Bits(remix);
      this.alike = new long[remix.occupied.length];
      this.copied = new long[remix.occupied.length];
      int sites = remix.nx * remix.ny;
      this.siteWeights = new long[sites];
      this.pieceWeights = new long[sites];
      this.holds = new boolean[sites];
      this.piece = new int[sites];
    }

    /** Finds the voxels copied at an offset; false if there are none. */
    boolean at(int dx, int dy) {
      this.dx = dx;
      this.dy = dy;
      Columns reference = offsets.reference;
      for (int row = 0; row < remix.ny * remix.nz; row++) {
        int z = row / remix.ny;
        if (z < reference.nz) {
          int y = (row % remix.ny + dy) % reference.ny;
          compare(row, (z * reference.ny + y) * reference.length + dx);
        }
      }
      bits.erode(alike, copied);
      long any = 0;
      for (int w = 0; w < copied.length; w++) {
        copied[w] &= remix.occupied[w];
        any |= copied[w];
      }
      if (any == 0) {
        return false;
      }
      bits.dilate(copied, copied);
      for (int w = 0; w < copied.length; w++) {
        copied[w] &= remix.occupied[w];
      }
      return true;
    }

    /** Long and plain because nearly all the time goes here. */
    private void compare(int row, int from) {
      long[] ours = remix.values;
      long[] theirs = offsets.reference.values;
      for (int w = 0; w < remix.words; w++) {
        long found = 0;
        int first = w * Long.SIZE;
        int a = row * remix.length + first;
        int b = from + first;
        for (long left = offsets.looked[row * remix.words + w]; left != 0; left &= left - 1) {
          int x = Long.numberOfTrailingZeros(left);
          if (Columns.alike(ours[a + x], theirs[b + x])) {
            found |= left & -left;
          }
        }
        alike[row * remix.words + w] = found;
      }
    }

    void count(int[] fits) {
      forEachCopied(v -> fits[v]++);
    }

    /** Takes what is copied apart into pieces. */
    void cover(long[] weights, long[] largest) {
      int sites = remix.nx * remix.ny;
      Arrays.fill(siteWeights, 0);
      forEachCopied(v -> siteWeights[v % sites] += weights[v]);
      for (int site = 0; site < sites; site++) {
        holds[site] = siteWeights[site] > 0 || empty(site);
        pieceWeights[site] = 0;
      }
      for (int site = 0; site < sites; site++) {
        if (holds[site]) {
          weighPiece(site);
        }
      }
      forEachCopied(v -> largest[v] = Math.max(largest[v], pieceWeights[v % sites]));
    }

    private boolean empty(int site) {
      int x = (site % remix.nx + dx) % offsets.reference.nx;
      int y = (site / remix.nx + dy) % offsets.reference.ny;
      return remix.empty[site] && offsets.reference.empty[y * offsets.reference.nx + x];
    }

    /** Takes the piece that a site belongs to out of {@link #holds}. */
    private void weighPiece(int site) {
      int size = take(site, 0);
      long weight = 0;
      for (int next = 0; next < size; next++) {
        int at = piece[next];
        int x = at % remix.nx;
        weight += siteWeights[at];
        size = x > 0 ? take(at - 1, size) : size;
        size = x + 1 < remix.nx ? take(at + 1, size) : size;
        size = at >= remix.nx ? take(at - remix.nx, size) : size;
        size = at + remix.nx < holds.length ? take(at + remix.nx, size) : size;
      }
      for (int i = 0; i < size; i++) {
        pieceWeights[piece[i]] = weight;
      }
    }

    private int take(int site, int size) {
      if (!holds[site]) {
        return size;
      }
      holds[site] = false;
      piece[size] = site;
      return size + 1;
    }

    private void forEachCopied(IntConsumer action) {
      for (int row = 0; row < remix.ny * remix.nz; row++) {
        for (int w = 0; w < remix.words; w++) {
          int first = row * remix.nx + w * Long.SIZE;
          for (long left = copied[row * remix.words + w]; left != 0; left &= left - 1) {
            action.accept(first + Long.numberOfTrailingZeros(left));
          }
        }
      }
    }
  }

  /** Sets of voxels as rows of bits, grown or worn down by one voxel in all 26 directions. */
  private static final class Bits {
    private final int ny;
    private final int words;
    private final int lastBit;
    private final long[] alongX;
    private final long[] alongY;

    Bits(Columns size) {
      this.ny = size.ny;
      this.words = size.words;
      this.lastBit = (size.nx - 1) % Long.SIZE;
      this.alongX = new long[size.occupied.length];
      this.alongY = new long[size.occupied.length];
    }

    /** The voxels that have one of the set in their 3x3x3 cube. */
    void dilate(long[] set, long[] result) {
      for (int at = 0; at < set.length; at++) {
        int w = at % words;
        long below = set[at] << 1 | (w > 0 ? set[at - 1] >>> 63 : 0);
        long above = set[at] >>> 1 | (w + 1 < words ? set[at + 1] << 63 : 0);
        alongX[at] = (set[at] | below | above) & (w + 1 < words ? -1 : -1L >>> (63 - lastBit));
      }
      int layer = ny * words;
      for (int at = 0; at < set.length; at++) {
        int inLayer = at % layer;
        alongY[at] =
            alongX[at]
                | (inLayer >= words ? alongX[at - words] : 0)
                | (inLayer + words < layer ? alongX[at + words] : 0);
      }
      for (int at = 0; at < set.length; at++) {
        result[at] =
            alongY[at]
                | (at >= layer ? alongY[at - layer] : 0)
                | (at + layer < set.length ? alongY[at + layer] : 0);
      }
    }

    /** The voxels whose 3x3x3 cube is in the set, as far as it is in the grid. */
    void erode(long[] set, long[] result) {
      for (int at = 0; at < set.length; at++) {
        int w = at % words;
        long below = set[at] << 1 | (w > 0 ? set[at - 1] >>> 63 : 1);
        long above =
            set[at] >>> 1 | (w + 1 < words ? set[at + 1] << 63 : Long.MIN_VALUE >> (63 - lastBit));
        alongX[at] = set[at] & below & above;
      }
      int layer = ny * words;
      for (int at = 0; at < set.length; at++) {
        int inLayer = at % layer;
        alongY[at] =
            alongX[at]
                & (inLayer >= words ? alongX[at - words] : -1)
                & (inLayer + words < layer ? alongX[at + words] : -1);
      }
      for (int at = 0; at < set.length; at++) {
        result[at] =
            alongY[at]
                & (at >= layer ? alongY[at - layer] : -1)
                & (at + layer < set.length ? alongY[at + layer] : -1);
      }
    }
  }
}
