package org.sceneremix.gan.exemplar;

import java.util.Arrays;
import java.util.List;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.work.Workers;

/**
 * Search for better sources near those that voxels have, at a finer level, by propagation and
 * chance (Barnes et al. 2009, "PatchMatch", sections 3.1 and 3.2).
 *
 * <p>Candidates of a voxel are its own source, those of the 18 neighbours that share a face or an
 * edge, continued from there to here, and two random ones within two voxels of its own; all at its
 * own height. Patches of 5^3 are compared. All voxels of a round look at the map of the round
 * before, so their order does not matter. Of equal candidates the first is taken.
 */
final class Refinement {

  static final int PATCH = 5;

  private static final int REACH = PATCH / 2;
  private static final int STEP = Features.CHANNELS;

  /** Weight of places in things: less than at the coarsest level, where they are decided. */
  private static final float PLACES = 1;

  private static final int CANDIDATES_BY_CHANCE = 2;
  private static final int CHANCE_REACH = 2;

  /** Slices and rows of a patch from the middle outwards, where differences show first. */
  private static final int[] OUTWARDS = {0, -1, 1, -2, 2};

  /** {dx, dy, dz} of the neighbours. */
  private static final int[][] NEIGHBOURS = neighbours();

  private final GridSize original;
  private final List<Orientation> orientations;
  private final Workers workers;
  private final Features features;
  private final short[] exemplar;
  private final int strideY;
  private final int strideZ;

  /**
   * By how much the sources of neighbours that continue one differ from it, as it lies or turned.
   */
  private final int[] continued;

  private final int[] continuedTurned;

  Refinement(Appearance exemplar, GridSize size, Symmetry symmetry, Workers workers) {
    this.original = size;
    this.orientations = symmetry.orientations();
    this.workers = workers;
    this.features = new Features(exemplar.places().isPresent() ? PLACES : 0, PATCH, original.nz());
    this.exemplar = padded(exemplar, original, Border.OUTSIDE);
    this.strideY = (original.nx() + 2 * REACH) * STEP;
    this.strideZ = (original.ny() + 2 * REACH) * strideY;
    this.continued = continued(original.nx());
    this.continuedTurned = continued(original.ny());
  }

  private int[] continued(int nx) {
    int plane = original.nx() * original.ny();
    return Arrays.stream(NEIGHBOURS)
        .mapToInt(step -> step[0] + step[1] * nx + step[2] * plane)
        .toArray();
  }

  private static int[][] neighbours() {
    int[][] result = new int[18][];
    int count = 0;
    for (int dz = -1; dz <= 1; dz++) {
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          int steps = Math.abs(dx) + Math.abs(dy) + Math.abs(dz);
          if (steps == 1 || steps == 2) {
            result[count++] = new int[] {dx, dy, dz};
          }
        }
      }
    }
    return result;
  }

  /** Features with a margin on all sides, {@code [z][y][x][channel]}. */
  private short[] padded(Appearance scene, GridSize size, Border border) {
    int nx = size.nx() + 2 * REACH;
    int ny = size.ny() + 2 * REACH;
    int nz = size.nz() + 2 * REACH;
    short[] result = new short[Math.multiplyExact(Math.multiplyExact(nx * ny, nz), STEP)];
    workers.forEach(
        size.nz(),
        (worker, slice) ->
            features.forEachOfSlice(
                scene,
                size,
                Orientation.OWN,
                border,
                REACH,
                slice,
                (x, y, z, values) -> {
                  int at = (((z + REACH) * ny + y) * nx + x) * STEP;
                  for (int c = 0; c < STEP; c++) {
                    result[at + c] = (short) values[c];
                  }
                }));
    return result;
  }

  /**
   * One round.
   *
   * @param scene as high as the exemplar, with places where that has them
   * @param map sources of all voxels
   * @param fixed sources of voxels that keep theirs, or {@link CoordinateMap#NONE}
   * @param seed of chance in this round
   */
  CoordinateMap improved(
      Appearance scene, CoordinateMap map, int[] fixed, Border border, long seed, Stop stop) {
    Round round = new Round(scene, map, fixed, border, seed);
    workers.forEach(
        map.size().nz() * map.size().ny(),
        (worker, row) -> {
          if (!stop.isSet(worker)) {
            round.row(row);
          }
        });
    stop.check();
    return new CoordinateMap(map.size(), round.result);
  }

  private final class Round {
    private final short[] scene;
    private final GridSize size;
    private final int sceneStrideY;
    private final int sceneStrideZ;
    private final CoordinateMap map;
    private final int[] fixed;
    private final int[] alongX;
    private final int[] alongY;
    private final long seed;
    private final int[] result;

    Round(Appearance appearance, CoordinateMap map, int[] fixed, Border border, long seed) {
      this.size = map.size();
      this.scene = padded(appearance, size, border);
      this.sceneStrideY = (size.nx() + 2 * REACH) * STEP;
      this.sceneStrideZ = (size.ny() + 2 * REACH) * sceneStrideY;
      this.map = map;
      this.fixed = fixed;
      this.alongX = border.votingAlongX(size.nx(), 1);
      this.alongY = border.votingAlongY(size.ny(), 1);
      this.seed = seed;
      this.result = new int[size.voxelCount()];
    }

    void row(int row) {
      Best best = new Best(this);
      int z = row / size.ny();
      int y = row % size.ny();
      for (int x = 0; x < size.nx(); x++) {
        int v = row * size.nx() + x;
        result[v] = fixed[v] == CoordinateMap.NONE ? best(best, x, y, z, v) : fixed[v];
      }
    }

    private int best(Best best, int x, int y, int z, int v) {
      best.start(x, y, z);
      best.consider(map.sources()[v], 0, 0);
      int[] continuation = best.continuation();
      for (int n = 0; n < NEIGHBOURS.length && best.distance > 0; n++) {
        int[] step = NEIGHBOURS[n];
        int px = alongX[x + 1 + step[0]];
        int py = alongY[y + 1 + step[1]];
        int pz = z + step[2];
        if (px >= 0 && py >= 0 && pz >= 0 && pz < size.nz()) {
          int source = map.sources()[(pz * size.ny() + py) * size.nx() + px];
          if (continuation == null || source != best.first + continuation[n]) {
            best.consider(source, -step[0], -step[1]);
          }
        }
      }
      long chance = mixed(seed + v);
      for (int n = 0; n < CANDIDATES_BY_CHANCE && best.distance > 0; n++) {
        chance = mixed(chance);
        int dx = below(chance & 0xffffffffL);
        int dy = below(chance >>> 32);
        best.consider(map.sources()[v], dx, dy);
      }
      return best.source;
    }

    /** Random offset from -2 to 2, of 32 random bits. */
    private static int below(long bits) {
      return (int) ((bits * (2 * CHANCE_REACH + 1)) >>> 32) - CHANCE_REACH;
    }
  }

  /** A step of SplitMix64. */
  static long mixed(long value) {
    long a = value + 0x9E3779B97F4A7C15L;
    a = (a ^ (a >>> 30)) * 0xBF58476D1CE4E5B9L;
    a = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return a ^ (a >>> 31);
  }

  /** The best source so far of one voxel after the other of a row. */
  private final class Best {
    private final Round round;
    private final int voxels = original.voxelCount();
    private final int[] seen = new int[1 + NEIGHBOURS.length + CANDIDATES_BY_CHANCE];
    private int count;
    private int z;
    private int at;
    private int distance;
    private int source;

    /**
     * The first candidate, and where it lies. Its distance is the sum of those of five planes
     * across x, four of which it shares with the voxel before where it continues what that had.
     */
    private int first = CoordinateMap.NONE;

    private int firstX;
    private int firstY;
    private int firstAt;
    private boolean firstTurned;
    private final int[] planes = new int[PATCH];
    private int plane;

    Best(Round round) {
      this.round = round;
    }

    void start(int x, int y, int height) {
      z = height;
      at = (z + REACH) * round.sceneStrideZ + (y + REACH) * round.sceneStrideY + (x + REACH) * STEP;
      count = 0;
      distance = Integer.MAX_VALUE;
      source = CoordinateMap.NONE;
    }

    /**
     * By how much the source of each neighbour differs from the first candidate where it leads to
     * that again; null where ends are too near to tell.
     */
    int[] continuation() {
      int nx = firstTurned ? original.ny() : original.nx();
      int ny = firstTurned ? original.nx() : original.ny();
      if (count == 0 || firstX < 1 || firstY < 1 || firstX > nx - 2 || firstY > ny - 2) {
        return null;
      }
      return firstTurned ? continuedTurned : continued;
    }

    /** Looks at what lies a step from a source, at this voxel's height, if it is something new. */
    void consider(int from, int dx, int dy) {
      if (from == CoordinateMap.NONE) {
        return;
      }
      int o = from / voxels;
      Orientation orientation = orientations.get(o);
      boolean turned = orientation.quarterTurns() % 2 == 1;
      int nx = turned ? original.ny() : original.nx();
      int ny = turned ? original.nx() : original.ny();
      int line = (from - o * voxels) / nx;
      int x = clamped((from - o * voxels) - line * nx + dx, nx);
      int y = clamped(line % ny + dy, ny);
      int candidate = o * voxels + (z * ny + y) * nx + x;
      for (int i = count - 1; i >= 0; i--) {
        if (seen[i] == candidate) {
          return;
        }
      }
      int d =
          count == 0 ? firstDistance(orientation, candidate, x, y) : distanceTo(orientation, x, y);
      seen[count++] = candidate;
      if (d < distance) {
        distance = d;
        source = candidate;
      }
    }

    private int firstDistance(Orientation orientation, int candidate, int x, int y) {
      boolean goesOn = at == firstAt + STEP && candidate == first + 1 && x > 0;
      first = candidate;
      firstX = x;
      firstY = y;
      firstAt = at;
      firstTurned = orientation.quarterTurns() % 2 == 1;
      int stepX = orientation.stepX(original, STEP, strideY);
      int stepY = orientation.stepY(original, STEP, strideY);
      int other = index(orientation, x, y);
      for (int dx = goesOn ? REACH : -REACH; dx <= REACH; dx++) {
        planes[plane] = planeDistance(round, at + dx * STEP, other + dx * stepX, stepY);
        plane = (plane + 1) % PATCH;
      }
      int sum = 0;
      for (int ofPlane : planes) {
        sum += ofPlane;
      }
      return sum;
    }

    private int index(Orientation orientation, int x, int y) {
      return (z + REACH) * strideZ
          + (orientation.originalY(x, y, original) + REACH) * strideY
          + (orientation.originalX(x, y, original) + REACH) * STEP;
    }

    /** Sum of squared differences of 5 x 5 voxels across x. */
    private int planeDistance(Round round, int p, int q, int stepY) {
      int sum = 0;
      for (int dz = -REACH; dz <= REACH; dz++) {
        for (int dy = -REACH; dy <= REACH; dy++) {
          sum +=
              voxelDistance(
                  round.scene,
                  p + dz * round.sceneStrideZ + dy * round.sceneStrideY,
                  exemplar,
                  q + dz * strideZ + dy * stepY);
        }
      }
      return sum;
    }

    private static int clamped(int value, int n) {
      return Math.max(0, Math.min(n - 1, value));
    }

    /** Sum of squared differences of the patches, or more than the best if it is more. */
    private int distanceTo(Orientation orientation, int x, int y) {
      int stepX = orientation.stepX(original, STEP, strideY);
      int stepY = orientation.stepY(original, STEP, strideY);
      int other = index(orientation, x, y);
      int sum = 0;
      for (int dz : OUTWARDS) {
        for (int dy : OUTWARDS) {
          int p = at + dz * round.sceneStrideZ + dy * round.sceneStrideY - REACH * STEP;
          int q = other + dz * strideZ + dy * stepY - REACH * stepX;
          sum += rowDistance(round.scene, p, exemplar, q, stepX);
          if (sum >= distance) {
            return sum;
          }
        }
      }
      return sum;
    }
  }

  /** Sum of squared differences of five voxels. */
  private static int rowDistance(short[] a, int p, short[] b, int q, int step) {
    int sum = 0;
    for (int i = 0; i < PATCH; i++) {
      sum += voxelDistance(a, p + i * STEP, b, q + i * step);
    }
    return sum;
  }

  /** Sum of squared differences of seven channels. */
  private static int voxelDistance(short[] a, int at, short[] b, int to) {
    int d0 = a[at] - b[to];
    int d1 = a[at + 1] - b[to + 1];
    int d2 = a[at + 2] - b[to + 2];
    int d3 = a[at + 3] - b[to + 3];
    int d4 = a[at + 4] - b[to + 4];
    int d5 = a[at + 5] - b[to + 5];
    int d6 = a[at + 6] - b[to + 6];
    return d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3 + d4 * d4 + d5 * d5 + d6 * d6;
  }
}
