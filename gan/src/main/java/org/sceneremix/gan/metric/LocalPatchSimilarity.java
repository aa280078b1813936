package org.sceneremix.gan.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.work.Workers;

/**
 * Agreement of a remix's shapes with its reference: the share of the {@value #EDGE}^3 patches of
 * occupancy around surface voxels of the remix whose most similar patch of the reference overlaps
 * with them almost perfectly: LP-IoU and LP-F of Wu and Zheng 2022, "Learning to generate 3D shapes
 * from a single example", section 5, with threshold {@value #THRESHOLD}.
 *
 * <p>At most {@value #MAX_QUERIES} patches, drawn at random, are compared with those around all
 * surface voxels of the reference.
 *
 * @param iou share of patches with intersection over union above the threshold
 * @param f share of patches with F-score {@code 2 |A and B| / (|A| + |B|)} above the threshold
 * @param best mean over the patches of the largest intersection over union
 */
record LocalPatchSimilarity(double iou, double f, double best) {

  static final int EDGE = 11;
  static final int MAX_QUERIES = 500;
  static final double THRESHOLD = 0.95;

  private static final int RADIUS = EDGE / 2;
  private static final int WORDS = (EDGE * EDGE * EDGE + Long.SIZE - 1) / Long.SIZE;

  /**
   * Similarity of a remix to its reference; 0 if the reference has no surface, 1 if only the remix
   * has none.
   */
  static LocalPatchSimilarity of(VoxelGrid remix, VoxelGrid reference, long seed, Workers workers) {
    OccupancyGrid from = OccupancyGrid.of(remix);
    OccupancyGrid to = OccupancyGrid.of(reference);
    int[] queries = RandomVoxels.draw(from.surface(), MAX_QUERIES, new SplittableRandom(seed));
    Patches candidates = new Patches(to, to.surface());
    Patches wanted = new Patches(from, queries);
    double[] best = new double[queries.length];
    workers.forEach(best.length, q -> best[q] = candidates.bestOverlap(wanted, q));
    return new LocalPatchSimilarity(
        share(best, THRESHOLD),
        // F = 2 IoU / (1 + IoU) grows with IoU, so the same patch is the best for both
        share(best, THRESHOLD / (2 - THRESHOLD)),
        Arrays.stream(best).average().orElse(1));
  }

  private static double share(double[] best, double threshold) {
    return Arrays.stream(best).map(overlap -> overlap > threshold ? 1 : 0).average().orElse(1);
  }

  /** Patches of occupancy as bit sets. */
  private static final class Patches {
    private final long[] bits;
    private final int[] counts;

    Patches(OccupancyGrid grid, int[] centres) {
      this.bits = new long[centres.length * WORDS];
      this.counts = new int[centres.length];
      for (int p = 0; p < centres.length; p++) {
        fill(grid, centres[p], p);
      }
    }

    private void fill(OccupancyGrid grid, int centre, int p) {
      int x = grid.x(centre) - RADIUS;
      int y = grid.y(centre) - RADIUS;
      int z = grid.z(centre) - RADIUS;
      for (int bit = 0; bit < EDGE * EDGE * EDGE; bit++) {
        if (grid.at(x + bit % EDGE, y + bit / EDGE % EDGE, z + bit / EDGE / EDGE)) {
          bits[p * WORDS + bit / Long.SIZE] |= 1L << bit;
          counts[p]++;
        }
      }
    }

    /** Largest intersection over union of patch q of {@code other} with one of these. */
    double bestOverlap(Patches other, int q) {
      double best = 0;
      int wanted = other.counts[q];
      for (int p = 0; p < counts.length && best < 1; p++) {
        int smaller = Math.min(wanted, counts[p]);
        int larger = Math.max(wanted, counts[p]);
        if (smaller > best * larger) {
          int intersection = 0;
          for (int w = 0; w < WORDS; w++) {
            intersection += Long.bitCount(bits[p * WORDS + w] & other.bits[q * WORDS + w]);
          }
          best = Math.max(best, (double) intersection / (smaller + larger - intersection));
        }
      }
      return best;
    }
  }
}
