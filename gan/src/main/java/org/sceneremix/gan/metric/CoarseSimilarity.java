package org.sceneremix.gan.metric;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Nearness of scenes to their reference at a coarse grid, where one voxel more or less matters and
 * pictures say little: the coarsest grid of a model, for instance.
 *
 * <p>A voxel with positive density has the four features (red / 2, green / 2, blue / 2, 1), colour
 * as stored, in [-1, 1]; all others, also those beyond the ends, have zeros. A patch holds the
 * features of {@value #EDGE}^3 voxels around a voxel at a surface: one in whose 3x3x3 cube, as far
 * as it is in the grid, there are both. The distance of patches is
 *
 * <pre>
 *   d(a, b) = sum of (a_i - b_i)^2 over the 4 * 5^3 features / 5^3
 * </pre>
 *
 * <p>and that of two scenes the mean over {@value #QUERIES} patches of the one, drawn at random, of
 * the distance to the nearest among {@value #CANDIDATES} of the other, drawn at random, too.
 * Example: two lone voxels, one white and one black, are at distance 3 / 125 where a patch sees
 * both.
 *
 * <p>Coherence is the mean distance from patches of the scenes to the reference, completeness that
 * from patches of the reference to the scenes. For example, if half of the reference's patches are
 * of one kind and half of another, 0.1 away, a scene with only the first kind has coherence 0 and
 * completeness 0.05.
 *
 * <p>A start that drifts to the commonest patch has good coherence, bad completeness and little
 * diversity: read the sum of the distances beside the diversity.
 *
 * @param coherence mean distance from the scenes to the reference; smaller is better
 * @param completeness mean distance from the reference to the scenes; smaller is better
 * @param diversity mean of 1 - IoU of the voxels of positive density, over pairs of scenes; 0 for
 *     one scene
 * @param occupancy share of the voxels that have positive density
 * @param referenceOccupancy the same of the reference
 */
public record CoarseSimilarity(
    double coherence,
    double completeness,
    double diversity,
    double occupancy,
    double referenceOccupancy) {

  static final int EDGE = 5;
  static final int QUERIES = 500;
  static final int CANDIDATES = 6000;

  /**
   * Similarity of scenes to their reference.
   *
   * @param scenes of one size, which need not be the reference's
   * @param seed of the choice of patches; the same seed gives the same figures
   * @throws IllegalArgumentException if there is no scene, or sizes differ
   */
  public static CoarseSimilarity of(
      List<VoxelGrid> scenes, VoxelGrid reference, long seed, Workers workers) {
    if (scenes.isEmpty()) {
      throw new IllegalArgumentException("there is no scene to measure; give at least one");
    }
    List<OccupancyGrid> occupancies = scenes.stream().map(OccupancyGrid::ofDensity).toList();
    return new CoarseSimilarity(
        scenes.stream()
            .mapToDouble(s -> distance(s, reference, seed, workers))
            .average()
            .orElseThrow(),
        scenes.stream()
            .mapToDouble(s -> distance(reference, s, seed, workers))
            .average()
            .orElseThrow(),
        Diversity.shape(occupancies),
        occupancies.stream().mapToDouble(OccupancyGrid::share).average().orElseThrow(),
        OccupancyGrid.ofDensity(reference).share());
  }

  /** Mean distance from patches of one scene to the nearest of another; 0 if there are none. */
  static double distance(VoxelGrid from, VoxelGrid to, long seed, Workers workers) {
    SplittableRandom random = new SplittableRandom(seed);
    Patches wanted = Patches.of(from, QUERIES, random.split());
    Patches candidates = Patches.of(to, CANDIDATES, random.split());
    double[] least = new double[wanted.count()];
    workers.forEach(least.length, q -> least[q] = candidates.leastDifference(wanted, q));
    return Arrays.stream(least).average().orElse(0) / (EDGE * EDGE * EDGE);
  }

  /** Patches of a scene, one after the other. */
  private static final class Patches {

    private static final int RADIUS = EDGE / 2;
    private static final int ROW = EDGE * VoxelGrid.CHANNELS;
    private static final int LENGTH = EDGE * EDGE * ROW;

    private final float[] features;

    private Patches(float[] features) {
      this.features = features;
    }

    int count() {
      return features.length / LENGTH;
    }

    static Patches of(VoxelGrid grid, int most, SplittableRandom random) {
      OccupancyGrid occupancy = OccupancyGrid.ofDensity(grid);
      int[] centres = RandomVoxels.draw(atSurface(occupancy), most, random);
      float[] features = new float[centres.length * LENGTH];
      for (int p = 0; p < centres.length; p++) {
        int x = occupancy.x(centres[p]) - RADIUS;
        int y = occupancy.y(centres[p]) - RADIUS;
        int z = occupancy.z(centres[p]) - RADIUS;
        for (int i = 0; i < EDGE * EDGE * EDGE; i++) {
          int vx = x + i % EDGE;
          int vy = y + i / EDGE % EDGE;
          int vz = z + i / EDGE / EDGE;
          if (occupancy.at(vx, vy, vz)) {
            int in = grid.index(vx, vy, vz);
            int out = p * LENGTH + i * VoxelGrid.CHANNELS;
            for (int c = 0; c < VoxelGrid.DENSITY; c++) {
              features[out + c] = 0.5f * grid.data()[in + c];
            }
            features[out + VoxelGrid.DENSITY] = 1;
          }
        }
      }
      return new Patches(features);
    }

    private static int[] atSurface(OccupancyGrid occupancy) {
      return IntStream.range(0, occupancy.size().voxelCount())
          .filter(voxel -> isAtSurface(occupancy, voxel))
          .toArray();
    }

    private static boolean isAtSurface(OccupancyGrid occupancy, int voxel) {
      boolean occupied = false;
      boolean empty = false;
      for (int i = 0; i < 27; i++) {
        int x = occupancy.x(voxel) + i % 3 - 1;
        int y = occupancy.y(voxel) + i / 3 % 3 - 1;
        int z = occupancy.z(voxel) + i / 9 - 1;
        if (occupancy.size().contains(x, y, z)) {
          occupied |= occupancy.at(x, y, z);
          empty |= !occupancy.at(x, y, z);
        }
      }
      return occupied && empty;
    }

    /** Least squared difference to patch q of {@code other}; without surfaces to an empty patch. */
    double leastDifference(Patches other, int q) {
      float least = Float.POSITIVE_INFINITY;
      for (int p = 0; p < count(); p++) {
        least = Math.min(least, difference(other, q, p * LENGTH, least));
      }
      return count() > 0 ? least : sumOfSquares(other, q);
    }

    /** Sum of squared differences, or anything at least {@code limit}. */
    private float difference(Patches other, int q, int at, float limit) {
      float sum = 0;
      for (int row = 0; row < LENGTH && sum < limit; row += ROW) {
        for (int i = row; i < row + ROW; i++) {
          float difference = features[at + i] - other.features[q * LENGTH + i];
          sum += difference * difference;
        }
      }
      return sum;
    }

    private static double sumOfSquares(Patches patches, int q) {
      double sum = 0;
      for (int i = q * LENGTH; i < (q + 1) * LENGTH; i++) {
        sum += patches.features[i] * patches.features[i];
      }
      return sum;
    }
  }
}
